"""Where a conflict can be raised as claims, and why not elsewhere."""

from collections.abc import Sequence
from dataclasses import dataclass

from articles.models import Article
from reviews import rules
from reviews.models import Round


@dataclass(frozen=True, slots=True)
class Raising:
    """The articles in which a claim can be raised now, and for the others why not. `may` where two sides are there."""

    possible: list[Article]
    why_not: list[tuple[Article, str]]
    may: bool


def raising(person: object, passages: Sequence) -> Raising | None:
    """Return where these passages (article, side) can be raised by a person; None for whoever raises nothing at all."""
    if not rules.may_edit_desk(person) or not passages:
        return None
    articles = [passage.article for passage in passages]
    newest: dict[int, Round] = {}
    for round_ in Round.objects.filter(article__in=articles).select_related("team").order_by("number"):
        newest[round_.article_id] = round_
    reviewed_by_them = rules.reviewing_now(person, articles)
    found = {a.pk: _why_not(person, a, newest.get(a.pk), a.pk in reviewed_by_them) for a in articles}
    possible = [passage for passage in passages if not found[passage.article.pk]]
    return Raising(
        [passage.article for passage in possible],
        [(a, found[a.pk]) for a in articles if found[a.pk]],
        len({passage.side for passage in possible}) > 1,
    )


def _why_not(person: object, article: Article, round_: Round | None, reviews: bool) -> str:
    """Return the sentence that keeps them from raising a claim in an article now, or an empty string."""
    if round_ is None:
        return "nobody reviews it yet"
    if not rules.right_over(person, round_.team):
        return "it is another team’s"
    if reviews:
        return "you review it yourself"
    if round_.revision_id != article.current_id:
        return "it is reviewed in an older text"
    if round_.stage == Round.Stage.MARKING:
        return "its reviewers are still marking; a claim would steer them"
    return ""

"""How many hours articles take a reviewer, by their text and by what finished reviews took."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime

from articles.models import Article
from reviews.core.effort import Past, expected_hours, guessed_hours, hours_at_work
from reviews.models import Annotation, Assignment, Dismissal, Standing

#: Finished reviews that correct the guess: the newest so many.
REMEMBERED = 200
#: Code points per word, with the space after it, in the languages of the press.
_PER_WORD = 6
#: A review with less time at work than this was not done here: a text marked from notes, say.
_LEAST = 0.05


def hours_of(articles: Iterable[int]) -> Mapping[int, float]:
    """Return the hours that a review of each article takes, by its number; without a text the least there is.

    A fixed number of queries; no text is read.
    """
    guesses = _guesses(set(articles))
    past = past_reviews()
    return {article: expected_hours(guess, past) for article, guess in guesses.items()}


def past_reviews() -> list[Past]:
    """Return the newest finished reviews: the guess for their text, and the time at work, without the pauses."""
    done = list(
        Assignment.objects.filter(state=Assignment.State.SUBMITTED, started_at__isnull=False)
        .order_by("-submitted_at", "-pk")
        .values_list("pk", "round__article", "started_at", "submitted_at")[:REMEMBERED]
    )
    guesses = _guesses({article for _, article, _, _ in done})
    moments: dict[int, list[datetime]] = defaultdict(list)
    parts = [part for part, _, _, _ in done]
    for part, made, changed in Annotation.objects.filter(assignment__in=parts).values_list(
        "assignment", "made_at", "changed_at"
    ):
        moments[part] += [made, changed]
    for part, made in Dismissal.objects.filter(assignment__in=parts).values_list("assignment", "made_at"):
        moments[part].append(made)
    took = ((article, hours_at_work([*moments[part], began, ended])) for part, article, began, ended in done)
    return [Past(guesses[article], hours) for article, hours in took if hours >= _LEAST]


def _guesses(articles: set[int]) -> dict[int, float]:
    """Return the first guess for each article: of those under review by their standing, else by their sentences."""
    lengths = dict(Article.objects.filter(pk__in=articles).values_list("pk", "current__length"))
    reviewed = Standing.objects.filter(article__in=articles).exclude(stage=Standing.Stage.WAITING)
    checkable = dict(reviewed.values_list("article", "checkable"))
    others = Article.objects.filter(pk__in=articles - checkable.keys()).values_list("pk", "current__sentences")
    for article, sentences in others:
        checkable[article] = sum(bool(sentence["why"]) for sentence in sentences or ())
    return {
        article: guessed_hours(words=(length or 0) // _PER_WORD, checkable=checkable.get(article, 0))
        for article, length in lengths.items()
    }

"""A claim that nobody marked."""

from datetime import datetime

from django.db import transaction

from articles.models import Article
from editorial.record.models import Event
from reviews import rules
from reviews.actions.annotate import check_span
from reviews.actions.editing import begin_edit, end_edit, lock_rounds
from reviews.actions.errors import NotAllowed, Refused, Stale
from reviews.actions.word_claim import checked_statement
from reviews.core.verdicts import Bearing
from reviews.models import Annotation, Claim, Response, Round


@transaction.atomic
def raise_claim(
    *,
    article: Article,
    revision: int,
    span: tuple[int, int],
    quote: str,
    by: object,
    now: datetime,
    statement: str = "",
    bearing: str = Bearing.CENTRAL,
) -> Claim:
    """Make a claim of a passage that no reviewer marked. Without a statement the passage is its wording.

    Reviewers in the second pass are asked about it; in a closed round it is short until another reviewer looks, or
    somebody rules. Before the reveal it would steer the reviewers, and is refused.
    """
    lock_rounds(article.pk)
    round_ = Round.objects.filter(article=article).select_related("team", "revision").order_by("-number").first()
    _check(round_, article, revision, by)
    check_span(round_.revision.text, span, quote)
    if Claim.objects.filter(revision=revision, start=span[0], end=span[1]).exists():
        raise Refused("Passage: it is a claim already.", field="quote")
    if bearing not in set(Bearing):
        raise Refused("Bearing: central or incidental.", field="bearing")
    text = round_.revision.text[slice(*span)]
    claim = Claim.objects.create(
        round=round_,
        revision_id=revision,
        statement=checked_statement(statement) if statement.strip() else text,
        start=span[0],
        end=span[1],
        bearing=bearing,
        raised_by=by,
        made_at=now,
    )
    payload = {"start": span[0], "end": span[1], "statement": claim.statement, "bearing": claim.bearing}
    end_edit([claim], kind="claim.raised", by=by, now=now, payload=payload)
    return claim


def _check(round_: Round | None, article: Article, revision: int, by: object) -> None:
    """Pass only where there is a second pass for it to join, and for those who may."""
    if round_ is None or not rules.right_over(by, round_.team):
        raise NotAllowed("Only an editor, an admin or the team's lead raises a claim, on an article under review.")
    if rules.reviews_now(by, article):
        raise NotAllowed("You review this article: mark the passage instead.")
    if revision != round_.revision_id:
        raise Stale("This article is reviewed in another text than the one you see. Reload the page.")
    if round_.stage == Round.Stage.MARKING:
        raise Refused("The reviewers are still marking; a claim is raised after the reveal, so that it steers nobody.")


@transaction.atomic
def withdraw_claim(*, claim: Claim, by: object, version: int, now: datetime, undoes: Event | None = None) -> Claim:
    """Take a raised claim away again, as long as nobody has said anything of it."""
    claim = begin_edit(claim, by=by, version=version)
    if claim.raised_by_id is None:
        raise Refused("Reviewers marked this claim. Rule “no finding” to leave it out of the status.")
    said = Response.objects.filter(claim=claim).exists() or Annotation.objects.filter(claim=claim).exists()
    if said or claim.rulings.exists():
        raise Refused("It has been answered or ruled on. Rule “no finding” to leave it out of the status.")
    claim.withdrawn_at = now
    end_edit([claim], kind="claim.withdrawn", by=by, now=now, payload={}, undoes=undoes)
    return claim


@transaction.atomic
def restore_claim(*, claim: Claim, by: object, version: int, now: datetime, undoes: Event | None = None) -> Claim:
    """Bring a withdrawn claim back."""
    lock_rounds(claim.revision.article_id)
    claim = Claim.every.select_related("round__article", "round__team", "revision").get(pk=claim.pk)
    why_not = rules.why_not_edit(by, claim)
    if why_not:
        raise NotAllowed(why_not)
    if claim.withdrawn_at is None or claim.version != version:
        raise Stale("This claim was brought back meanwhile.", current=claim)
    claim.withdrawn_at = None
    end_edit([claim], kind="claim.restored", by=by, now=now, payload={}, undoes=undoes)
    return claim

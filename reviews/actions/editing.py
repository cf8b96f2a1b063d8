"""What every change of a claim by an editor or lead begins and ends with."""

from collections.abc import Iterable
from datetime import datetime

from articles.models import Article
from editorial.record import log
from editorial.record.models import Event
from reviews import rules
from reviews.actions.close_round import close_if_all_answered
from reviews.actions.errors import NotAllowed, Stale
from reviews.actions.settle import settle
from reviews.models import Assignment, Claim, Round
from reviews.queries.claims import claims_owed_by

#: The columns that editors change; the others are for `settle` to write.
EDITED = ("statement", "start", "end", "bearing", "version", "merged_into", "withdrawn_at")
CHANGED = "This claim changed while you looked at it. Look at it again; nothing was done."


def lock_rounds(*articles: int) -> None:
    """Let nobody else change what belongs to these articles' rounds until the transaction ends.

    Every action locks rounds first, then the log, then standings, each in one order.
    """
    rounds = Round.objects.select_for_update().filter(article__in=articles).order_by("article_id", "number")
    list(rounds.values_list("pk", flat=True))


def claim_now(pk: int) -> Claim:
    """Return a claim as it stands, with what a change of it asks about."""
    return Claim.every.select_related("round__article", "round__team", "revision").get(pk=pk)


def begin_edit(claim: Claim, *, by: object, version: int) -> Claim:
    """Return the claim as it stands, locked, if the person may change it and saw this version of it.

    Raises NotAllowed or Stale.
    """
    lock_rounds(claim.revision.article_id)
    claim = claim_now(claim.pk)
    why_not = rules.why_not_edit(by, claim)
    if why_not:
        raise NotAllowed(why_not)
    check_version(claim, version)
    return claim


def check_version(claim: Claim, version: int) -> None:
    """Pass only a claim that counts, at the version that was seen."""
    if not claim.is_living:
        raise Stale("This claim was merged into another or withdrawn meanwhile.", current=claim)
    if claim.version != version:
        raise Stale(CHANGED, current=claim)


def end_edit(
    claims: Iterable[Claim], *, kind: str, by: object, now: datetime, payload: dict, undoes: Event | None = None
) -> None:
    """Note a change of claims of one article: their versions, the event, what reviewers owe, what it comes to."""
    claims = list(claims)
    article = claims[0].round.article
    for claim in claims:
        claim.version += 1
        claim.save(update_fields=EDITED)
    log_claim(claims[0], kind=kind, by=by, now=now, payload=payload, undoes=undoes)
    _ask_again(article, now)
    settle(article=article, now=now, changed=claims)


def log_claim(
    claim: Claim, *, kind: str, by: object, now: datetime, payload: dict, undoes: Event | None = None
) -> Event:
    """Append a claim's event to its article's chain."""
    if undoes is not None:
        payload |= {"undoes": undoes.position}
    return log.append(
        chain=log.article_chain(claim.round.article_id),
        kind=kind,
        actor=by,
        right=rules.right_over(by, claim.round.team) or "reviewer",
        at=now,
        payload={"claim": claim.pk, **payload},
    )


def _ask_again(article: Article, now: datetime) -> None:
    """Let reviewers in the second pass answer what a change left them owing, and close the round if that is nothing."""
    round_ = Round.objects.filter(article=article, stage=Round.Stage.RESPONDING).first()
    if round_ is None:
        return
    done = round_.assignments.filter(state=Assignment.State.SUBMITTED, responded_at__isnull=False)
    owing = [assignment.pk for assignment in done.select_related("round") if claims_owed_by(assignment).exists()]
    round_.assignments.filter(pk__in=owing).update(responded_at=None)
    close_if_all_answered(round_=round_, now=now)

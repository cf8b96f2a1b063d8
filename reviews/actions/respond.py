from datetime import datetime

from django.db import transaction

from editorial.record import log
from reviews.actions.annotate import checked_words
from reviews.actions.close_round import close_if_all_answered
from reviews.actions.editing import lock_rounds
from reviews.actions.errors import NotAllowed, Refused, Stale
from reviews.actions.settle import settle
from reviews.core.verdicts import Answer
from reviews.models import Assignment, ChangeOfMind, Claim, Response, Round
from reviews.queries.claims import claims_asked_of


@transaction.atomic
def respond(
    *, assignment: Assignment, claim: Claim, answer: str, now: datetime, rationale: str = "", version: int = 0
) -> Response:
    """Answer a claim that one had not marked; again with the newest version changes the answer while the round is open.

    Once answered, the others' votes are shown: the first answer is kept as the independent one.
    The last answer owed closes the round. Raises Refused, NotAllowed or Stale.
    """
    lock_rounds(assignment.round.article_id)
    round_ = Round.objects.get(pk=assignment.round_id)
    submitted = Assignment.objects.filter(pk=assignment.pk, state=Assignment.State.SUBMITTED).exists()
    if not submitted or round_.stage != Round.Stage.RESPONDING:
        raise NotAllowed("Claims are answered between the reveal and the close of a round, by its reviewers.")
    if not claims_asked_of(assignment).filter(pk=claim.pk).exists():
        raise NotAllowed("You marked this claim yourself; it is not for you to answer.")
    if ChangeOfMind.objects.filter(claim=claim, assignment=assignment).exists():
        raise NotAllowed("You have changed your mind on this claim on its page; that is where it changes again.")
    if answer not in set(Answer):
        raise Refused("Answer: choose one of the scale.", field="answer")
    rationale = checked_words(rationale, "rationale")
    response, before = _write(assignment, claim, answer, rationale, version=version, now=now)
    if before != (answer, rationale):
        log.append(
            chain=log.article_chain(round_.article_id),
            kind="claim.answered" if before is None else "claim.answer_changed",
            actor=assignment.reviewer,
            right="reviewer",
            at=now,
            payload={
                "claim": claim.pk,
                "assignment": assignment.pk,
                "before": before[0] if before else None,
                "after": answer,
                "why": rationale,
            },
        )
    if not close_if_all_answered(round_=round_, now=now):
        settle(article=round_.article, now=now, changed=[claim])
    return response


def _write(
    assignment: Assignment, claim: Claim, answer: str, rationale: str, *, version: int, now: datetime
) -> tuple[Response, tuple[str, str] | None]:
    """Write the answer and return it with what stood before; the same answer again changes nothing."""
    response, created = Response.objects.select_for_update().get_or_create(
        claim=claim,
        assignment=assignment,
        defaults={
            "answer": answer,
            "first_answer": answer,
            "rationale": rationale,
            "answered_at": now,
            "changed_at": now,
        },
    )
    if created:
        return response, None
    before = (response.answer, response.rationale)
    if before == (answer, rationale):
        return response, before
    if version != response.version:
        raise Stale("You answered this claim elsewhere meanwhile.", current=response)
    if response.first_answer == Answer.NOT_CHECKED:  # They were shown nothing: what they say now is as independent.
        response.first_answer = answer
    response.answer, response.rationale = answer, rationale
    response.version += 1
    response.changed_at = now
    response.save()
    return response, before

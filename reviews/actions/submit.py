from datetime import datetime

from django.db import transaction

from editorial.record import log
from reviews.actions.annotate import open_for_marking
from reviews.actions.errors import Refused
from reviews.actions.reveal import reveal
from reviews.actions.settle import settle
from reviews.models import Assignment, Round
from reviews.queries.evidence import marks_of, still_asked


@transaction.atomic
def submit(*, assignment: Assignment, now: datetime) -> Assignment:
    """Hand in a review. When it is the last one wanted, the round's claims are formed.

    Raises Refused, whose `items` are the marks with what the policy still asks for; then nothing changes.
    """
    round_ = Round.objects.select_for_update().get(pk=assignment.round_id)
    begun = open_for_marking(assignment, now).started_at
    marks = marks_of(assignment, with_evidence=True)
    if not marks and not assignment.dismissals.filter(deleted_at=None).exists():
        raise Refused("Nothing is marked yet. Mark at least one passage, or dismiss a sentence, before submitting.")
    lacking = still_asked(assignment, marks, round_.policy.numbers())
    if lacking:
        count = len(lacking)
        raise Refused(f"{count} {'mark needs' if count == 1 else 'marks need'} more before submitting.", items=lacking)
    assignment.state = Assignment.State.SUBMITTED
    assignment.submitted_at = now
    assignment.started_at = begun or now
    assignment.save(update_fields=["state", "submitted_at", "started_at"])
    log.append(
        chain=log.article_chain(round_.article_id),
        kind="review.submitted",
        actor=assignment.reviewer,
        right="reviewer",
        at=now,
        payload={
            "assignment": assignment.pk,
            "round": round_.pk,
            "marks": [
                {
                    "annotation": str(mark.uuid),
                    "version": mark.version,
                    "start": mark.start,
                    "end": mark.end,
                    "verdict": mark.verdict,
                    "reason": mark.reason,
                    "rationale": mark.rationale,
                    "bearing": mark.bearing,
                    "reported": mark.reported,
                    "evidence": [[str(e.source.uuid), e.stance] for e in mark.evidence.all()],
                }
                for mark in marks
            ],
        },
    )
    if _all_in(round_):
        reveal(round_=round_, now=now)
    else:
        settle(article=round_.article, now=now)
    return assignment


def _all_in(round_: Round) -> bool:
    """Whether everybody assigned has submitted, and nobody else is wanted."""
    states = list(Assignment.objects.filter(round=round_, state__in=Assignment.ACTIVE).values_list("state", flat=True))
    return len(states) >= round_.wanted and all(state == Assignment.State.SUBMITTED for state in states)

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from reviews.actions.editing import begin_edit, end_edit
from reviews.actions.errors import Refused
from reviews.actions.reveal import new_claim
from reviews.models import Annotation, ChangeOfMind, Claim


@transaction.atomic
def split_claim(*, claim: Claim, marks: Iterable[int], by: object, version: int, now: datetime) -> Claim:
    """Make a claim of its own of some of a claim's marks, by number, and return it.

    Answers of reviewers who had not marked it stay with the claim they were given to. While the round is open, whoever
    marked only one of the two is asked about the other. What was split is put together again by merging.
    """
    claim = begin_edit(claim, by=by, version=version)
    own = list(Annotation.objects.filter(claim=claim, deleted_at=None).select_related("assignment").order_by("pk"))
    chosen = set(marks)
    leaving = [mark for mark in own if mark.pk in chosen]
    if not leaving or len(leaving) < len(chosen):
        raise Refused("Marks: choose at least one of the claim's marks to split off.", field="marks")
    if len(leaving) == len(own):
        raise Refused("Marks: leave at least one where it is.", field="marks")
    other = new_claim(leaving, claim.round, now)
    Annotation.objects.filter(pk__in=[mark.pk for mark in leaving]).update(claim=other)
    staying = {mark.assignment_id for mark in own if mark not in leaving}
    gone = {mark.assignment_id for mark in leaving} - staying
    ChangeOfMind.objects.filter(claim=claim, assignment__in=gone).update(claim=other)
    payload = {"other": other.pk, "annotations": [mark.pk for mark in leaving]}
    end_edit([claim, other], kind="claim.split", by=by, now=now, payload=payload)
    return other

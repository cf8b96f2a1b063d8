"""The places of a text where a claim is asserted."""

from datetime import datetime

from django.db import transaction

from editorial.record.models import Event
from reviews.actions.annotate import check_span
from reviews.actions.editing import begin_edit, end_edit
from reviews.actions.errors import Refused
from reviews.models import Claim, Occurrence


@transaction.atomic
def add_occurrence(
    *,
    claim: Claim,
    span: tuple[int, int],
    quote: str,
    by: object,
    version: int,
    now: datetime,
    undoes: Event | None = None,
) -> Claim:
    """Say that the same is asserted in another place of the text. `span` in code points, `quote` what stands there."""
    claim = begin_edit(claim, by=by, version=version)
    if claim.start is None:
        raise Refused("Place: this claim is about the article as a whole.", field="quote")
    check_span(claim.revision.text, span, quote)
    start, end = span
    if any(start < there_end and there_start < end for there_start, there_end in claim.places):
        raise Refused("Place: the claim has this passage already, or a part of it.", field="quote")
    Occurrence.objects.create(claim=claim, start=start, end=end, added_by=by, added_at=now)
    payload = {"start": start, "end": end, "quote": quote}
    end_edit([claim], kind="claim.occurrence_added", by=by, now=now, payload=payload, undoes=undoes)
    return claim


@transaction.atomic
def remove_occurrence(
    *, claim: Claim, span: tuple[int, int], by: object, version: int, now: datetime, undoes: Event | None = None
) -> Claim:
    """Take an added place off a claim again. The first place, where it was marked, stays."""
    claim = begin_edit(claim, by=by, version=version)
    start, end = span
    removed, _ = Occurrence.objects.filter(claim=claim, start=start, end=end).delete()
    if not removed:
        raise Refused("Place: this one was not added, so it cannot be taken off.", field="start")
    payload = {"start": start, "end": end, "quote": claim.revision.text[start:end]}
    end_edit([claim], kind="claim.occurrence_removed", by=by, now=now, payload=payload, undoes=undoes)
    return claim

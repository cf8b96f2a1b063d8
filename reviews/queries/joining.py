"""Which frozen claims a late reviewer's marks join (DESIGN.md, Claims)."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from reviews.core.clustering import MarkedSpan, join
from reviews.core.spans import Span, overlap_ratio
from reviews.models import Annotation, Claim

#: Stands for a mark and a reviewer where an editor named a place that nobody marked.
NOBODY = -1


def as_span(mark: Annotation) -> MarkedSpan:
    """Return a mark on a span as clustering takes it."""
    return MarkedSpan(mark.pk, mark.assignment.reviewer_id, mark.start, mark.end)


def joining(
    revision: int, frozen: Mapping[int, Sequence[Annotation]], late: Sequence[Annotation]
) -> dict[int, list[int]]:
    """Return the claims of a revision that late marks join, each with the numbers of these marks.

    `frozen`: the marks that each claim has already, by its number. A claim may be asserted in several places: a mark
    joins at one of them, by its mean overlap with the marks there, or with the place itself where nobody marked it. A
    mark on the article as a whole joins a claim about that. A reviewer joins a claim once, and none they are in.
    """
    claims = list(Claim.objects.filter(revision=revision).prefetch_related("occurrences").order_by("pk"))
    if not claims:
        return {}
    taken = {claim.pk: {mark.assignment.reviewer_id for mark in frozen.get(claim.pk, ())} for claim in claims}
    reviewer_of = {mark.pk: mark.assignment.reviewer_id for mark in late}
    found: dict[int, list[int]] = defaultdict(list)
    for claim, key in _fits(claims, frozen, late):
        if reviewer_of[key] not in taken[claim]:
            taken[claim].add(reviewer_of[key])
            found[claim].append(key)
    return found


def _fits(
    claims: Sequence[Claim], frozen: Mapping[int, Sequence[Annotation]], late: Sequence[Annotation]
) -> list[tuple[int, int]]:
    """Return (claim, mark) for every late mark that fits one, in a fixed order."""
    groups = [(claim.pk, group) for claim in claims for group in _by_place(claim, frozen.get(claim.pk, ()))]
    spans = [as_span(mark) for mark in late if mark.start is not None]
    grown = join([group for _, group in groups], spans)[: len(groups)]
    late_keys = {span.key for span in spans}
    fits = [(claim, key) for (claim, _), keys in zip(groups, grown, strict=True) for key in sorted(keys & late_keys)]
    whole = [claim.pk for claim in claims if claim.start is None]
    nth: dict[int, int] = defaultdict(int)
    for mark in sorted((mark for mark in late if mark.start is None), key=lambda mark: mark.pk):
        reviewer = mark.assignment.reviewer_id
        if nth[reviewer] < len(whole):
            fits.append((whole[nth[reviewer]], mark.pk))
        nth[reviewer] += 1
    return fits


def _by_place(claim: Claim, marks: Sequence[Annotation]) -> list[list[MarkedSpan]]:
    """Return a claim's marks by the place that they have most in common with; a bare place stands for itself."""
    groups: dict[tuple[int, int], list[MarkedSpan]] = {place: [] for place in claim.places}
    for mark in marks:
        if mark.start is not None and groups:
            span = Span(mark.start, mark.end)
            nearest = max(groups, key=lambda place: (overlap_ratio(Span(*place), span), -place[0]))
            groups[nearest].append(as_span(mark))
    return [group or [MarkedSpan(NOBODY, NOBODY, *place)] for place, group in groups.items()]

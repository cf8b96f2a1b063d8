from collections import Counter

from articles.models import Revision
from reviews.core.status import Coverage, Dealt, dealings
from reviews.models import Annotation, Assignment, Dismissal


def coverage_by(assignments: list[Assignment], revision: Revision, *, quorum: int) -> Coverage:
    """Return how these reviews together deal with the revision's checkable sentences."""
    mine = {"assignment__in": assignments, "revision": revision, "deleted_at": None}
    marks = (
        Annotation.objects.filter(**mine, hidden_at=None, start__isnull=False)
        .exclude(verdict="")
        .values_list("start", "end")
    )
    dismissals = Dismissal.objects.filter(**mine).values_list("assignment__reviewer", "start", "end")
    states = Counter(dealings_of(revision, list(marks), list(dismissals), quorum=quorum).values())
    return Coverage(states[Dealt.CHECKED], states[Dealt.DISMISSED], states[Dealt.UNTOUCHED])


def dealings_of(
    revision: Revision,
    marks: list[tuple[int, int]],
    dismissals: list[tuple[int, int, int]],
    *,
    quorum: int,
) -> dict[tuple[int, int], Dealt]:
    """Return what has become of each checkable sentence, by marks and dismissals already at hand."""
    checkable = [(s["start"], s["end"]) for s in revision.sentences if s["why"]]
    every = [(s["start"], s["end"]) for s in revision.sentences]
    return dict(zip(checkable, dealings(checkable, marks, dismissals, all_sentences=every, quorum=quorum), strict=True))

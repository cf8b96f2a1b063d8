from articles.models import Revision
from reviews.core.status import Coverage, coverage
from reviews.models import Annotation, Assignment, Dismissal


def coverage_by(assignments: list[Assignment], revision: Revision, *, quorum: int) -> Coverage:
    """Return how these reviews together deal with the revision's checkable sentences."""
    mine = {"assignment__in": assignments, "revision": revision, "deleted_at": None}
    marks = Annotation.objects.filter(**mine, start__isnull=False).exclude(verdict="").values_list("start", "end")
    dismissals = Dismissal.objects.filter(**mine).values_list("assignment__reviewer", "start", "end")
    return of_sentences(revision, list(marks), list(dismissals), quorum=quorum)


def of_sentences(
    revision: Revision,
    marks: list[tuple[int, int]],
    dismissals: list[tuple[int, int, int]],
    *,
    quorum: int,
) -> Coverage:
    """Return the coverage of the revision's checkable sentences by marks and dismissals already at hand."""
    return coverage(
        [(s["start"], s["end"]) for s in revision.sentences if s["why"]],
        marks,
        dismissals,
        all_sentences=[(s["start"], s["end"]) for s in revision.sentences],
        quorum=quorum,
    )

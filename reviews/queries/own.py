"""What a reviewer has on a text, in one light query: enough to draw it and to count what is dealt with."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import F, QuerySet, Value
from django.db.models.functions import Coalesce

from reviews.models import Annotation, Assignment, Dismissal, Note, Source
from reviews.queries.prepared import Prepared

MARK, NOTE, DISMISSAL = "mark", "note", "dismissal"


@dataclass(frozen=True, slots=True)
class Spot:
    """A mark, a note or a dismissal of one's own: where it is (None: the article as a whole), and what it says.

    `key` is its number, by which the text names it; `says` a mark's verdict ("" is to check) or a dismissal's kind;
    `point` what the occurrences of one point share.
    """

    kind: str
    stored_uuid: UUID | str
    start: int | None
    end: int | None
    says: str
    key: int
    point: int

    @property
    def uuid(self) -> UUID:
        """Its UUID, which some databases give as text."""
        return UUID(str(self.stored_uuid))

    @property
    def span(self) -> tuple[int, int] | None:
        """Its interval, or None."""
        return None if self.start is None else (self.start, self.end)


def spots_of(assignment: Assignment) -> list[Spot]:
    """Return everything that a reviewer has on the text, in order of the text."""
    spots = [Spot(*row) for row in _SPOTS.rows(assignment.pk)]
    return sorted(spots, key=lambda spot: (spot.start or 0, spot.end or 0, spot.kind, spot.key))


def _spots(assignment: int) -> QuerySet:
    """Return the query of what is on a text: marks, notes and dismissals, with the same columns."""
    mine = {"assignment": assignment, "deleted_at": None}
    columns = ("kind_", "uuid", "start", "end", "says", "pk", "point_")
    marks = Annotation.objects.filter(**mine, hidden_at=None).annotate(
        kind_=Value(MARK), says=F("verdict"), point_=Coalesce("same_as", "pk")
    )
    notes = Note.objects.filter(**mine).annotate(kind_=Value(NOTE), says=Value(""), point_=F("pk"))
    dismissals = Dismissal.objects.filter(**mine).annotate(kind_=Value(DISMISSAL), says=F("kind"), point_=F("pk"))
    rows = [query.order_by().values_list(*columns) for query in (marks, notes, dismissals)]
    return rows[0].union(*rows[1:], all=True)


_SPOTS = Prepared(_spots, 1)


def dismissed_as(assignment: Assignment, start: int, end: int) -> str | None:
    """Return the kind of a reviewer's dismissal of a sentence that these positions touch; None if there is none."""
    rows = _DISMISSED.rows(assignment.pk, start, end)
    return rows[0][0] if rows else None


_DISMISSED = Prepared(
    lambda assignment, start, end: (
        Dismissal.objects.filter(assignment=assignment, deleted_at=None, start__lt=end, end__gt=start)
        .order_by()
        .values_list("kind")[:1]
    ),
    3,
)


def notes_of(assignment: Assignment) -> list[Note]:
    """Return a reviewer's notes to self, in order of the text."""
    return list(Note.objects.filter(assignment=assignment, deleted_at=None))


def source_of_mine(assignment: Assignment, uuid: UUID) -> Source | None:
    """Return the source with this UUID on the reviewer's shelf."""
    return Source.objects.filter(uuid=uuid, finder=assignment.reviewer_id, hidden_at=None).first()

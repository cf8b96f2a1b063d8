"""What a reviewer has on a text, in one light query: enough to draw it and to count what is dealt with."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import F, Value
from django.db.models.functions import Coalesce

from reviews.models import Annotation, Assignment, Dismissal, Note, Source

MARK, NOTE, DISMISSAL = "mark", "note", "dismissal"


@dataclass(frozen=True, slots=True)
class Spot:
    """A mark, a note or a dismissal of one's own: where it is (None: the article as a whole), and what it says.

    `key` is its number, by which the text names it; `says` a mark's verdict ("" is to check) or a dismissal's kind;
    `point` what the occurrences of one point share.
    """

    kind: str
    uuid: UUID
    start: int | None
    end: int | None
    says: str
    key: int
    point: int

    @property
    def span(self) -> tuple[int, int] | None:
        """Its interval, or None."""
        return None if self.start is None else (self.start, self.end)


def spots_of(assignment: Assignment) -> list[Spot]:
    """Return everything that a reviewer has on the text, in order of the text."""
    mine = {"assignment": assignment, "deleted_at": None}
    columns = ("kind_", "uuid", "start", "end", "says", "pk", "point_")
    marks = Annotation.objects.filter(**mine).annotate(
        kind_=Value(MARK), says=F("verdict"), point_=Coalesce("same_as", "pk")
    )
    notes = Note.objects.filter(**mine).annotate(kind_=Value(NOTE), says=Value(""), point_=F("pk"))
    dismissals = Dismissal.objects.filter(**mine).annotate(kind_=Value(DISMISSAL), says=F("kind"), point_=F("pk"))
    rows = [query.order_by().values_list(*columns) for query in (marks, notes, dismissals)]
    spots = [Spot(*row) for row in rows[0].union(*rows[1:], all=True)]
    return sorted(spots, key=lambda spot: (spot.start or 0, spot.end or 0, spot.kind, str(spot.uuid)))


def drawn_now(assignment: Assignment, uuid: UUID) -> tuple[int | None, int | None, str] | None:
    """Return where one's mark is and its verdict: what the text shows of it. None if there is none."""
    return Annotation.objects.filter(uuid=uuid, assignment=assignment).values_list("start", "end", "verdict").first()


def notes_of(assignment: Assignment) -> list[Note]:
    """Return a reviewer's notes to self, in order of the text."""
    return list(Note.objects.filter(assignment=assignment, deleted_at=None))


def source_of_mine(assignment: Assignment, uuid: UUID) -> Source | None:
    """Return the source with this UUID on the reviewer's shelf."""
    return Source.objects.filter(uuid=uuid, finder=assignment.reviewer_id).first()

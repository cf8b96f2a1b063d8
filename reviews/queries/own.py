"""A reviewer's part in a review, and what they have on the text: light queries, for every save makes them."""

from collections import Counter
from dataclasses import dataclass
from operator import itemgetter
from uuid import UUID

from django.db.models import F, QuerySet, Value
from django.db.models.functions import Coalesce

from reviews.models import Annotation, Assignment, Dismissal, Note, Source
from reviews.queries.prepared import Prepared

MARK, NOTE, DISMISSAL = "mark", "note", "dismissal"


@dataclass(frozen=True, slots=True)
class Spot:
    """A mark, a note or a dismissal of one's own: where it is (None: the article as a whole), and what it says.

    `says` is a mark's verdict ("" is to check) or a dismissal's kind; `point` what the occurrences of one point share.
    `number` counts what is one's own of its kind, by which the text names it: the database's own number (`pk`) would
    tell how much others have marked meanwhile.
    """

    kind: str
    stored_uuid: UUID | str
    start: int | None
    end: int | None
    says: str
    pk: int
    point: int
    number: int = 0

    @property
    def uuid(self) -> UUID:
        """Its UUID, which some databases give as text."""
        return UUID(str(self.stored_uuid))

    @property
    def span(self) -> tuple[int, int] | None:
        """Its interval, or None."""
        return None if self.start is None else (self.start, self.end)


def newest_part(article: int, reviewer: int) -> Assignment | None:
    """Return a person's newest part in a review of an article, with all that a save asks of it; None if there is none.

    Both are given by their numbers.
    """
    found = _PARTS.objects(article, reviewer)
    return found[0] if found else None


_PARTS = Prepared(
    lambda article, reviewer: (
        Assignment.objects.filter(
            round__article=article, round__article__hidden_at=None, reviewer=reviewer, state__in=Assignment.ACTIVE
        )
        .select_related("round__article", "round__revision", "round__policy")
        .order_by("-round__number")[:1]
    ),
    2,
)


def part_now(assignment: Assignment) -> Assignment:
    """Return the state of an assignment and of its round as they are now; locks it until the transaction ends."""
    return _LOCKED.objects(assignment.pk)[0]


_LOCKED = Prepared(
    lambda assignment: (
        Assignment.objects.select_for_update(of=("self",))
        .select_related("round")
        .only("state", "started_at", "round__stage")
        .filter(pk=assignment)
        .order_by()
    ),
    1,
)


def spots_of(assignment: Assignment) -> list[Spot]:
    """Return everything that a reviewer has on the text, in order of the text."""
    counted: Counter[str] = Counter()
    spots = []
    # What was deleted goes on being counted, so that the others keep their numbers.
    for *columns, gone in sorted(_SPOTS.rows(assignment.pk), key=itemgetter(5)):
        counted[columns[0]] += 1
        if gone is None:
            spots.append(Spot(*columns, counted[columns[0]]))
    return sorted(spots, key=lambda spot: (spot.start or 0, spot.end or 0, spot.kind, spot.pk))


def _spots(assignment: int) -> QuerySet:
    """Return the query of what is or was on a text: marks, notes and dismissals, with the same columns."""
    mine = {"assignment": assignment}
    columns = ("kind_", "uuid", "start", "end", "says", "pk", "point_", "gone_")
    gone = F("deleted_at")
    marks = Annotation.objects.filter(**mine).annotate(
        kind_=Value(MARK),
        says=F("verdict"),
        point_=Coalesce("same_as", "pk"),
        gone_=Coalesce("deleted_at", "hidden_at"),
    )
    notes = Note.objects.filter(**mine).annotate(kind_=Value(NOTE), says=Value(""), point_=F("pk"), gone_=gone)
    dismissals = Dismissal.objects.filter(**mine).annotate(
        kind_=Value(DISMISSAL), says=F("kind"), point_=F("pk"), gone_=gone
    )
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

"""A reviewer's workspace as it stands: the text with what is on it, and the cards beside it."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID, uuid4

from reviews.core.status import Dealt
from reviews.core.verdicts import REASONS, Verdict
from reviews.models import Annotation, Assignment, Evidence, Note, Round
from reviews.queries.coverage import dealings_of
from reviews.queries.evidence import items_by_mark, marks_of, marks_on, still_asked
from reviews.queries.own import DISMISSAL, MARK, NOTE, Spot, notes_of, spots_of
from reviews.views import reading

Span = tuple[int, int]

#: What the client calls the states of a checkable sentence.
_STATES = {Dealt.CHECKED: "checked", Dealt.DISMISSED: "dismissed", Dealt.UNTOUCHED: "open"}


@dataclass(frozen=True, slots=True)
class Card:
    """A mark with what its card shows.

    `key`: what the text calls it; `asked`: what the policy still wants; `occurrences`: of its point; `sources`: how
    many sources and searches are attached; a card that is shown in full has them as `evidence`.
    """

    mark: Annotation
    key: str
    quote: str
    asked: Sequence[str]
    occurrences: int
    editable: bool
    sources: int = 0
    evidence: Sequence[Evidence] = ()

    @property
    def uuid(self) -> UUID:
        """The mark's."""
        return self.mark.uuid

    @property
    def verdict(self) -> str:
        """The mark's, "" while it is to check."""
        return self.mark.verdict

    @property
    def reasons(self) -> list[tuple[str, str]]:
        """The reasons that its verdict takes, each with its words."""
        family = REASONS[Verdict(self.mark.verdict)] if self.mark.verdict else ()
        return [(reason.value, reason.replace("_", " ")) for reason in family]

    @property
    def reason_words(self) -> str:
        """The reason as the screen says it."""
        return self.mark.reason.replace("_", " ")

    @property
    def wants(self) -> str:
        """What the policy still asks for, as one line."""
        return " · ".join(self.asked)

    @property
    def new_uuids(self) -> dict[str, UUID]:
        """The UUIDs of a source and of a search that its forms may make: posted twice, each is made once."""
        return {"source": uuid4(), "search": uuid4()}


@dataclass(frozen=True, slots=True)
class NoteCard:
    """A note to self with the words that it is on, and what the text calls it."""

    note: Note
    key: str
    quote: str


@dataclass(frozen=True, slots=True)
class Desk:
    """One reviewer's part in a review, with all that they have on the text."""

    assignment: Assignment
    spots: Sequence[Spot]
    dealt: dict[Span, Dealt]

    @property
    def editable(self) -> bool:
        """Whether marks can still be made."""
        return (
            self.assignment.state != Assignment.State.SUBMITTED and self.assignment.round.stage == Round.Stage.MARKING
        )

    def blocks(self, touching: Sequence[Span] | None = None) -> list[reading.BlockView]:
        """Return the blocks of the text with one's marks and notes, all or those that these intervals touch."""
        shown = [
            reading.Shown(_key(spot), spot.start, spot.end, reading.NOTE if spot.kind == NOTE else spot.says)
            for spot in self.spots
            if spot.kind != DISMISSAL and spot.span
        ]
        return reading.blocks_of(
            self.assignment.round.revision,
            shown,
            touching=touching,
            dealt={span: _STATES[state] for span, state in self.dealt.items()},
            dismissed={spot.span: f"{spot.says}:{spot.uuid}" for spot in self.spots if spot.kind == DISMISSAL},
        )

    def occurrences(self, mark: Annotation) -> list[Spot]:
        """Return the occurrences of a mark's point, itself among them."""
        return [spot for spot in self.spots if spot.kind == MARK and spot.point == mark.point]

    def card(self, mark: Annotation, asked: Sequence[str], evidence: Sequence[Evidence]) -> Card:
        """Return the card of one mark, to be shown in full."""
        occurrences = len(self.occurrences(mark))
        key = self.key(MARK, mark)
        return Card(mark, key, self.quote(mark), asked, occurrences, self.editable, len(evidence), evidence)

    def note_card(self, note: Note) -> NoteCard:
        """Return the card of one note."""
        return NoteCard(note, self.key(NOTE, note), self.quote(note))

    def key(self, kind: str, mark: Annotation | Note) -> str:
        """Return what the text calls a mark or a note; "" for one that was made since the desk was read."""
        return next((_key(spot) for spot in self.spots if spot.kind == kind and spot.pk == mark.pk), "")

    def quote(self, mark: Annotation | Note) -> str:
        """Return the words that a mark or note is on."""
        return "" if mark.start is None else self.assignment.round.revision.text[mark.start : mark.end]


def _key(spot: Spot) -> str:
    """Return what the text calls a mark or note: its number among one's own, which takes less room than its UUID."""
    return f"n{spot.number}" if spot.kind == NOTE else str(spot.number)


def desk_of(assignment: Assignment) -> Desk:
    """Read what a reviewer has on the text, in one query."""
    spots = spots_of(assignment)
    # One's own dismissals count at once here: the quorum is about the desk, this is about one's own work.
    dealt = dealings_of(
        assignment.round.revision,
        [spot.span for spot in spots if spot.kind == MARK and spot.says and spot.span],
        [(assignment.reviewer_id, spot.start, spot.end) for spot in spots if spot.kind == DISMISSAL],
        quorum=1,
    )
    return Desk(assignment, spots, dealt)


def cards_of(desk: Desk) -> list[dict[str, object]]:
    """Return the cards in order of the text, of marks ("mark", folded) and of notes ("note")."""
    assignment = desk.assignment
    article = assignment.round.article
    marks = marks_of(assignment)
    evidence = items_by_mark(marks_on(assignment), article_id=article.pk, story_id=article.story_id)
    policy = assignment.round.policy.numbers()
    asked = {mark.pk: words for mark, words in still_asked(assignment, marks, policy, evidence)}
    counts = Counter(mark.point for mark in marks)
    keys = {spot.pk: _key(spot) for spot in desk.spots if spot.kind == MARK}
    cards: list[dict[str, object]] = []
    for mark in marks:
        sources = len(evidence.get(mark.pk, ()))
        wanted = asked.get(mark.pk, ())
        card = Card(mark, keys.get(mark.pk, ""), desk.quote(mark), wanted, counts[mark.point], desk.editable, sources)
        cards.append({"at": (mark.start or 0, mark.end or 0), "mark": card})
    cards += [{"at": (note.start, note.end), "note": desk.note_card(note)} for note in notes_of(assignment)]
    return sorted(cards, key=lambda card: card["at"])


def full_cards_of(desk: Desk) -> list[dict[str, object]]:
    """Return the cards in order of the text, to be shown in full."""
    marks = marks_of(desk.assignment, with_evidence=True)
    cards: list[dict[str, object]] = [
        {"at": (card.mark.start or 0, card.mark.end or 0), "mark": card} for card in cards_for(desk, marks)
    ]
    cards += [{"at": (note.start, note.end), "note": desk.note_card(note)} for note in notes_of(desk.assignment)]
    return sorted(cards, key=lambda card: card["at"])


def cards_for(desk: Desk, marks: Sequence[Annotation]) -> list[Card]:
    """Return the cards of marks whose evidence has been fetched, to be shown in full."""
    policy = desk.assignment.round.policy.numbers()
    asked = {mark.pk: words for mark, words in still_asked(desk.assignment, marks, policy)}
    return [desk.card(mark, asked.get(mark.pk, ()), list(mark.evidence.all())) for mark in marks]


def new_card(desk: Desk, mark: Annotation) -> Card:
    """Return the card of a mark that was made this moment: nothing can be attached to it yet."""
    policy = desk.assignment.round.policy.numbers()
    asked = still_asked(desk.assignment, [mark], policy, evidence={})
    return desk.card(mark, asked[0][1] if asked else (), ())


def context_of(desk: Desk) -> dict[str, object]:
    """Return what every template of the workspace reads."""
    counts = Counter(desk.dealt.values())
    round_ = desk.assignment.round
    return {
        "desk": desk,
        "assignment": desk.assignment,
        "article": round_.article,
        "revision": round_.revision,
        "editable": desk.editable,
        "checked": counts[Dealt.CHECKED],
        "dismissed": counts[Dealt.DISMISSED],
        "untouched": counts[Dealt.UNTOUCHED],
    }

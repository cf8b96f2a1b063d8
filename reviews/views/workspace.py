"""The workspace: the text, one's own marks on it, their cards, the shelf, and handing in."""

from collections import Counter
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST
from django_htmx.http import HttpResponseClientRedirect

from reviews.actions.errors import Refused
from reviews.actions.submit import submit
from reviews.core.status import Dealt
from reviews.core.verdicts import REASONS, Verdict
from reviews.models import Annotation, Assignment, Dismissal, Round, Source
from reviews.queries.coverage import dealings_of
from reviews.queries.evidence import marks_of, shelf_of, still_asked
from reviews.views.gates import answers_refusals, assignment_or_404
from reviews.views.reading import BlockView, Shown, blocks_of

#: What the client calls the states of a checkable sentence.
_STATES = {Dealt.CHECKED: "checked", Dealt.DISMISSED: "dismissed", Dealt.UNTOUCHED: "open"}


@dataclass(frozen=True, slots=True)
class Card:
    """A mark with what its card shows."""

    mark: Annotation
    quote: str
    asked: list[str]

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
        return " ".join(self.asked)

    @property
    def evidence(self) -> list[dict[str, str]]:
        """What is attached, as the card lists it."""
        article = self.mark.assignment.round.article_id
        return [
            {
                "stance": "searched" if attached.source.kind == Source.Kind.SEARCH else attached.stance,
                "title": _line(attached.source),
                "url": attached.source.url,
                "passage": attached.source.passage,
                "remove_url": reverse("detach-source", args=[article, attached.pk]),
            }
            for attached in self.mark.evidence.all()
        ]


def _line(source: Source) -> str:
    """Return a source in one line: its title, where, and whether a search found nothing."""
    words = ", ".join(part for part in (source.title, source.place) if part)
    return f"{words}: found nothing" if source.found_nothing else words


@dataclass(frozen=True, slots=True)
class Desk:
    """One reviewer's workspace as it stands: what pages and fragments are drawn from."""

    assignment: Assignment
    marks: list[Annotation]
    cards: list[Card]
    dealt: dict[tuple[int, int], Dealt]
    shelf: list[Source]

    @property
    def editable(self) -> bool:
        """Whether marks can still be made."""
        return (
            self.assignment.state != Assignment.State.SUBMITTED and self.assignment.round.stage == Round.Stage.MARKING
        )

    def card(self, uuid: object) -> Card:
        """Return the card of one mark."""
        return next(card for card in self.cards if card.mark.uuid == uuid)

    def shown(self) -> list[Shown]:
        """Return the marks as they are drawn on the text."""
        return [Shown(str(m.uuid), m.start, m.end, m.verdict) for m in self.marks if m.start is not None]


def desk_of(assignment: Assignment) -> Desk:
    """Read a workspace in a fixed number of queries."""
    round_ = assignment.round
    text = round_.revision.text
    marks = marks_of(assignment)
    dismissals = list(Dismissal.objects.filter(assignment=assignment, deleted_at=None))
    asked = {mark.pk: sentences for mark, sentences in still_asked(assignment, marks, round_.policy.numbers())}
    cards = [
        Card(
            mark,
            "" if mark.start is None else text[mark.start : mark.end],
            asked.get(mark.pk, []),
        )
        for mark in marks
    ]
    # One's own dismissals count at once here: the quorum is about the desk, this is about one's own work.
    dealt = dealings_of(
        round_.revision,
        [(mark.start, mark.end) for mark in marks if mark.start is not None and mark.verdict],
        [(assignment.reviewer_id, dismissal.start, dismissal.end) for dismissal in dismissals],
        quorum=1,
    )
    return Desk(assignment, marks, cards, dealt, shelf_of(assignment))


def context_of(desk: Desk) -> dict[str, object]:
    """Return what the workspace's templates read."""
    counts = Counter(desk.dealt.values())
    return {
        "desk": desk,
        "assignment": desk.assignment,
        "article": desk.assignment.round.article,
        "revision": desk.assignment.round.revision,
        "editable": desk.editable,
        "checked": counts[Dealt.CHECKED],
        "dismissed": counts[Dealt.DISMISSED],
        "untouched": counts[Dealt.UNTOUCHED],
    }


@require_GET
@answers_refusals
def workspace(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the text with one's own marks, ready to be marked."""
    assignment = assignment_or_404(request, pk)
    if assignment.round.stage == Round.Stage.RESPONDING:
        return redirect("respond", pk=pk)
    if assignment.round.stage == Round.Stage.CLOSED:
        return redirect("article", pk=pk)
    desk = desk_of(assignment)
    return render(request, "reviews/workspace.html", context_of(desk) | {"blocks": text_of(desk)})


def text_of(desk: Desk, *, touching: list[tuple[int, int]] | None = None) -> list[BlockView]:
    """Return the blocks of the text with one's marks, and which sentences are dealt with."""
    states = {span: _STATES[state] for span, state in desk.dealt.items()}
    return blocks_of(desk.assignment.round.revision, desk.shown(), touching=touching, dealt=states)


@require_POST
@answers_refusals
def submit_view(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand in the review, or say what it still lacks."""
    assignment = assignment_or_404(request, pk)
    try:
        submit(assignment=assignment, now=timezone.now())
    except Refused as error:
        if not (request.htmx and error.items):
            raise
        return render(request, "components/asks.html", {"asks": _asks(assignment, error.items)}, status=422)
    assignment.round.refresh_from_db()
    if assignment.round.stage == Round.Stage.RESPONDING:
        messages.success(request, "Submitted. Everybody is in: here is what the others found and you had not marked.")
        return _go(request, reverse("respond", args=[pk]))
    messages.success(request, "Submitted. When the others are in, you will be asked about what you had not marked.")
    return _go(request, reverse("desk"))


def _asks(assignment: Assignment, lacking: list[tuple[Annotation, list[str]]]) -> list[dict[str, object]]:
    """Return what the policy still asks for, mark by mark, as the list beside the text shows it."""
    text = assignment.round.revision.text
    return [
        {
            "uuid": mark.uuid,
            "quote": text[mark.start : mark.end] if mark.start is not None else "The article as a whole",
            "wants": " ".join(sentences),
        }
        for mark, sentences in lacking
    ]


def _go(request: HttpRequest, url: str) -> HttpResponse:
    """Go to another page, also where htmx asked."""
    return HttpResponseClientRedirect(url) if request.htmx else redirect(url)

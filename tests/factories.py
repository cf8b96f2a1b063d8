"""A desk for a test: people, teams, articles, rounds and marks, all made by the same actions as in real use.

Everything happens at `NOW` unless a test says otherwise. Passages are named by their words, never by numbers.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import count
from uuid import UUID, uuid4

from articles.actions import import_article
from articles.models import Article, Story
from articles.reading import ArticleDraft
from articles.text import Block, BlockKind
from editorial.accounts.actions import add_person
from editorial.accounts.models import User
from editorial.record import log
from editorial.record.models import Event
from reviews.actions.annotate import annotate, delete_annotation
from reviews.actions.attach import add_source, attach
from reviews.actions.dismiss import dismiss
from reviews.actions.members import add_member
from reviews.actions.open_round import open_round
from reviews.actions.respond import respond
from reviews.actions.submit import submit
from reviews.actions.team import create_team
from reviews.core.verdicts import REASONS, Answer, DismissalKind, Stance, Verdict
from reviews.models import Annotation, Assignment, Claim, Dismissal, Evidence, Membership, Response, Round, Source, Team
from reviews.queries.claims import claims_owed_by

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)

#: A text with sentences to check, one that holds nothing to check, and what offsets go wrong with.
TEXT = """Toll bridge to close for the winter

The bridge opened on 4 May 1987 and cost 12 million euros. Mayor Maria Lopez said the toll would end in 2031. 💔 Sad.

The ferry carried 300,000 passengers in 2019, the port says. 👩\u200d👧 The harbour café lost 40 percent of its guests.

It will be missed."""

OPENED = "opened on 4 May 1987"
COST = "cost 12 million euros"
TOLL = "the toll would end in 2031"
FERRY = "The ferry carried 300,000 passengers in 2019"
CAFE = "lost 40 percent of its guests"

_numbers = count(1)


def make_person(name: str = "", *, role: str = User.Role.MEMBER) -> User:
    """Return a new person; a name is made up where none is given."""
    number = next(_numbers)
    return add_person(name=name or f"Person {number}", email=f"person{number}@desk.test", role=role, by=None, now=NOW)


def make_editor() -> User:
    """Return a new editor."""
    return make_person("Ruth the editor", role=User.Role.EDITOR)


def make_team(
    *, name: str = "", lead: User | None = None, reviewers: Sequence[User] = (), observer: User | None = None
) -> Team:
    """Return a new team with these members."""
    admin = make_person(role=User.Role.ADMIN)
    team = create_team(name=name or f"Team {next(_numbers)}", by=admin, now=NOW)
    members = [(lead, Membership.Role.LEAD), (observer, Membership.Role.OBSERVER)]
    members += [(reviewer, Membership.Role.REVIEWER) for reviewer in reviewers]
    for person, role in members:
        if person:
            add_member(team=team, person=person, role=role, by=admin, now=NOW)
    return team


def make_article(
    text: str = TEXT, *, title: str = "Toll bridge to close", url: str = "", story: Story | None = None
) -> Article:
    """Return a newly imported article with a paragraph per line; every call makes another one."""
    draft = ArticleDraft(
        title=title,
        title_proposed=False,
        text=text,
        blocks=_paragraphs(text),
        language="en",
        url=url or f"https://gazette.example/{next(_numbers)}",
        publication="The Gazette",
    )
    return import_article(draft=draft, actor=None, right="system", now=NOW, story=story).article


def _paragraphs(text: str) -> tuple[Block, ...]:
    """Return blocks that tile the text: a headline, then paragraphs, each with the blank line behind it."""
    edges = [0]
    while (gap := text.find("\n\n", edges[-1])) >= 0:
        edges.append(gap + 2)
    kinds = [BlockKind.HEADLINE] + [BlockKind.PARAGRAPH] * (len(edges) - 1)
    return tuple(
        Block(kind, start, end) for kind, start, end in zip(kinds, edges, [*edges[1:], len(text)], strict=True)
    )


class Desk:
    """A team of two reviewers and a lead, an editor, and an article under review by both.

    `first` and `second` are the assignments; read afresh by `again(assignment)` after something has happened.
    """

    def __init__(self, *, reviewers: int = 2, story: Story | None = None, **round_options: object) -> None:
        self.editor = make_editor()
        self.lead = make_person("Samira the lead")
        self.observer = make_person("Mikael the observer")
        self.reviewers = [make_person(f"Reviewer {number + 1}") for number in range(reviewers)]
        self.spare = make_person("Spare reviewer")
        self.team = make_team(lead=self.lead, reviewers=[*self.reviewers, self.spare], observer=self.observer)
        self.article = make_article(story=story)
        self.round = open_round_for(self, self.reviewers, **round_options)
        self.assignments = assignments_of(self.round)
        self.first = self.assignments[0]
        self.second = self.assignments[1] if reviewers > 1 else None

    @property
    def text(self) -> str:
        """The text under review."""
        return self.article.current.text

    def refresh(self) -> None:
        """Read the article, its standing and the round as they are now."""
        self.article = Article.objects.select_related("standing", "current").get(pk=self.article.pk)
        self.round = Round.objects.get(pk=self.round.pk)


def open_round_for(desk: Desk, reviewers: Sequence[User], **options: object) -> Round:
    """Open a round of the desk's article by its editor."""
    return open_round(article=desk.article, team=desk.team, reviewers=reviewers, by=desk.editor, now=NOW, **options)


def assignments_of(round_: Round) -> list[Assignment]:
    """Return the parts of a round's reviewers in the order in which they were named."""
    return [again(assignment) for assignment in round_.assignments.order_by("pk")]


def again(assignment: Assignment) -> Assignment:
    """Return an assignment as it is now, with its round."""
    return Assignment.objects.select_related("round__article", "round__revision", "round__policy", "reviewer").get(
        pk=assignment.pk
    )


def place(assignment: Assignment, quote: str) -> tuple[int, int]:
    """Return where the text under review has these words; they must be there once."""
    text = assignment.round.revision.text
    assert text.count(quote) == 1, quote
    start = text.index(quote)
    return start, start + len(quote)


def draft(
    assignment: Assignment, quote: str | None, verdict: str = "", *, uuid: UUID | None = None, **changes: object
) -> Annotation:
    """Make a mark on these words (None: on the article as a whole) with just what is given."""
    return annotate(
        assignment=assignment,
        uuid=uuid or uuid4(),
        version=0,
        revision=assignment.round.revision_id,
        span=None if quote is None else place(assignment, quote),
        quote=quote or "",
        changes={"verdict": verdict, **changes},
        now=NOW,
    )


def mark(assignment: Assignment, quote: str | None, verdict: str, **changes: object) -> Annotation:
    """Make a mark that is complete under the default policy: reason, rationale and evidence as the verdict asks."""
    reasons = REASONS[Verdict(verdict)]
    complete = {"reason": str(reasons[0]), "rationale": "The register says otherwise."} if reasons else {}
    made = draft(assignment, quote, verdict, **complete | changes)
    if verdict != Verdict.UNDETERMINED:
        show(made, Stance.SUPPORTS if verdict == Verdict.VERIFIED else Stance.REFUTES)
    return made


def delete_mark(assignment: Assignment, annotation: Annotation) -> None:
    """Take a mark away."""
    delete_annotation(assignment=assignment, uuid=annotation.uuid, version=annotation.version, now=NOW)


def make_source(assignment: Assignment, **options: object) -> Source:
    """Put a source on the reviewer's shelf."""
    wanted = {"kind": Source.Kind.PAGE, "title": "The register", "url": "https://register.example/1", **options}
    return add_source(assignment=assignment, uuid=uuid4(), now=NOW, **wanted)


def show(annotation: Annotation, stance: str, **options: object) -> Evidence:
    """Attach a new source to a mark."""
    assignment = again(annotation.assignment)
    source = make_source(assignment, **options)
    return attach(assignment=assignment, annotation=annotation, source=source, stance=stance, now=NOW)


def dismissable(assignment: Assignment) -> list[tuple[int, int]]:
    """Return the checkable sentences of the text under review."""
    return [(s["start"], s["end"]) for s in assignment.round.revision.sentences if s["why"]]


def wave_through(assignment: Assignment, number: int = 0, *, kind: str = DismissalKind.VAGUE) -> Dismissal:
    """Dismiss the n-th checkable sentence."""
    start, end = dismissable(assignment)[number]
    quote = assignment.round.revision.text[start:end]
    return dismiss(
        assignment=assignment,
        uuid=uuid4(),
        revision=assignment.round.revision_id,
        span=(start, end),
        quote=quote,
        kind=kind,
        now=NOW,
    )


def hand_in(*assignments: Assignment) -> None:
    """Submit these reviews, one after the other."""
    for assignment in assignments:
        submit(assignment=again(assignment), now=NOW)


def answer(assignment: Assignment, claim: Claim, given: str = Answer.NOT_CHECKED, **options: object) -> Response:
    """Answer a claim."""
    return respond(assignment=again(assignment), claim=claim, answer=given, now=NOW, **options)


def answer_all(*assignments: Assignment, given: str = Answer.NOT_CHECKED) -> None:
    """Give the same answer to every claim that these reviewers still owe."""
    for assignment in assignments:
        for claim in list(claims_owed_by(assignment)):
            answer(assignment, claim, given)


def claim_on(article: Article, words: str) -> Claim:
    """Return the claim whose statement has these words."""
    return Claim.objects.select_related("round").get(revision__article=article, statement__contains=words)


def finished(desk: Desk, *marks: tuple[str, str, str], given: str = Answer.NOT_CHECKED) -> None:
    """Play a round to its end. Each mark is (words, the first reviewer's verdict, the second's); "" is none."""
    for quote, *verdicts in marks:
        for assignment, verdict in zip(desk.assignments, verdicts, strict=True):
            if verdict:
                mark(assignment, quote, verdict)
    hand_in(*desk.assignments)
    answer_all(*desk.assignments, given=given)
    desk.refresh()
    assert desk.round.stage == Round.Stage.CLOSED


@contextmanager
def recorded() -> Iterator[list[str]]:
    """Collect the kinds of events appended meanwhile; the log must hold afterwards."""
    before = Event.objects.count()
    kinds: list[str] = []
    yield kinds
    kinds += Event.objects.order_by("pk").values_list("kind", flat=True)[before:]
    assert list(log.verify()) == []

"""PURE  What the demo desk consists of. Days are counted from "now": negative before it, positive after."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from reviews.core.verdicts import (
    Answer,
    Bearing,
    DismissalKind,
    OutcomeKind,
    Reason,
    Stance,
    Status,
    Verdict,
)


class Role(StrEnum):
    """What a person of the desk is."""

    OBSERVER = "observer"
    REVIEWER = "reviewer"
    LEAD = "lead"
    EDITOR = "editor"
    MODERATOR = "moderator"
    ADMIN = "admin"


class SourceKind(StrEnum):
    """What a source is; a search is a recorded look-up, whatever it found."""

    PAGE = "page"
    DOCUMENT = "document"
    BROADCAST = "broadcast"
    PERSON = "person"
    SEARCH = "search"


class Stage(StrEnum):
    """How far the demo plays an article's review."""

    UNREVIEWED = "unreviewed"  # no round
    ASSIGNED = "assigned"  # a round, nothing done
    MARKING = "marking"  # drafts, and perhaps somebody has submitted
    RESPONDING = "responding"  # all have submitted, some have still to answer
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with a sign-in."""

    key: str
    name: str
    email: str
    role: Role


@dataclass(frozen=True, slots=True)
class Team:
    """A team, its lead and its other members, by key."""

    key: str
    name: str
    lead: str
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Publication:
    """Who published."""

    key: str
    name: str
    domain: str


@dataclass(frozen=True, slots=True)
class Story:
    """Articles about the same events."""

    key: str
    title: str


@dataclass(frozen=True, slots=True)
class Article:
    """One piece; `text` is the file as it stands, `headline` None where the file has none."""

    slug: str
    file: str
    text: str
    publication: str
    published: date
    url: str
    story: str | None
    team: str
    headline: str | None


@dataclass(frozen=True, slots=True)
class Source:
    """A source on its finder's shelf. `accessed` in days from now; `where`, `what`, `found_nothing` for a search."""

    key: str
    finder: str
    kind: SourceKind
    title: str
    accessed: int
    url: str = ""
    passage: str = ""
    primary: bool = False
    archive: str = ""
    timecode: str = ""
    confidential: bool = False
    where: str = ""
    what: str = ""
    found_nothing: bool = False


@dataclass(frozen=True, slots=True)
class Evidence:
    """A source attached to a mark."""

    source: Source
    stance: Stance


@dataclass(frozen=True, slots=True)
class Mark:
    """One reviewer's mark. `quote` is its `occurrence`-th (from 1) in the file; `verdict` None is "to check".

    `start` and `end` are code points of the file's text, for checks; an import that changes the text shifts them.
    """

    person: str
    quote: str
    occurrence: int
    start: int
    end: int
    verdict: Verdict | None
    reason: Reason | None
    rationale: str
    bearing: Bearing
    reported: bool
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Response:
    """A reviewer's answer to a claim they had not marked."""

    person: str
    answer: Answer
    rationale: str


@dataclass(frozen=True, slots=True)
class Ruling:
    """A decision on a claim; `verdict` None is "no finding"."""

    by: str
    verdict: Verdict | None
    reason: str


@dataclass(frozen=True, slots=True)
class Claim:
    """Marks meant to become one claim, and what it is expected to come to (`stands`: settled or ruled as what)."""

    quote: str
    marks: tuple[Mark, ...]
    responses: tuple[Response, ...]
    ruling: Ruling | None
    outcome: OutcomeKind
    stands: Verdict | None


@dataclass(frozen=True, slots=True)
class Dismissal:
    """A sentence in which a reviewer says there is nothing to check; `quote` is the whole of it."""

    person: str
    quote: str
    occurrence: int
    start: int
    end: int
    kind: DismissalKind


@dataclass(frozen=True, slots=True)
class Review:
    """The review of one article as far as it has come."""

    article: str
    stage: Stage
    team: str
    reviewers: tuple[str, ...]
    submitted: tuple[str, ...]
    opened: int
    due: int
    claims: tuple[Claim, ...]
    dismissals: tuple[Dismissal, ...]
    expected_status: Status

    @property
    def marks(self) -> tuple[Mark, ...]:
        """All marks, claim by claim."""
        return tuple(mark for claim in self.claims for mark in claim.marks)


@dataclass(frozen=True, slots=True)
class DeskContent:
    """All of the demo desk, in the order of its files."""

    people: tuple[Person, ...]
    teams: tuple[Team, ...]
    publications: tuple[Publication, ...]
    stories: tuple[Story, ...]
    articles: tuple[Article, ...]
    sources: tuple[Source, ...]
    reviews: tuple[Review, ...]

    @property
    def annotations(self) -> int:
        """How many marks there are on the desk."""
        return sum(len(review.marks) for review in self.reviews)

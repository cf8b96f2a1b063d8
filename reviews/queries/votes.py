"""The votes on an article's claims, as the pure rules take them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import F, Q, QuerySet

from reviews.core.consensus import Ruling as CoreRuling
from reviews.core.consensus import Vote
from reviews.core.evidence import EvidenceItem, satisfies
from reviews.core.verdicts import Verdict
from reviews.models import Annotation, Assignment, ChangeOfMind, Claim, Response, Round
from reviews.queries.evidence import items_by_mark

#: A vote counts once its round is closed, or while the claim's own round is still open (for "so far").
_COUNTS = Q(assignment__round__stage=Round.Stage.CLOSED) | Q(assignment__round=F("claim__round"))
_SUBMITTED = Q(assignment__state=Assignment.State.SUBMITTED)
#: Neither hidden by a moderator, nor set aside by a suspension.
_IN_FORCE = Q(hidden_at=None, assignment__set_aside_by=None)


@dataclass(slots=True)
class _Said:
    """What one reviewer says of one claim: their marks with evidence, their response, their last change of mind."""

    marks: list[tuple[Verdict, Sequence[EvidenceItem]]]
    response: Verdict | None = None
    change: Verdict | None = None

    def answer(self) -> Verdict | None:
        """Return the one answer: what they changed to, else what they marked, else what they responded.

        Of several marks (they come together when claims are merged, which asks that their votes are the same) a vote
        goes before undetermined.
        """
        marked = sorted((verdict for verdict, _ in self.marks), key=lambda verdict: verdict == Verdict.UNDETERMINED)
        return self.change or next(iter(marked), None) or self.response

    def items(self) -> list[EvidenceItem]:
        """Return what they attached to their marks."""
        return [item for _, attached in self.marks for item in attached]


def votes_on(claims: Iterable[Claim], *, article_id: int, story_id: int | None) -> dict[int, list[Vote]]:
    """Return the votes on each claim by its number, one per reviewer, in a fixed number of queries.

    Only submitted reviewers count, and of them what is neither hidden nor set aside. A mark is a vote with its
    evidence; a response is a vote without.
    """
    said = _said_of(claims, article_id=article_id, story_id=story_id)
    return {claim: [_vote(reviewer, each) for reviewer, each in by.items()] for claim, by in said.items()}


def answers_by_reviewer(claim: Claim, *, in_force: bool = True) -> dict[int, Verdict]:
    """Return what each submitted reviewer says of a claim, by their number, whether or not it counts yet.

    Unless `in_force`, also what a moderator hid or set aside: it may come back.
    """
    said = _said_of([claim], article_id=0, story_id=None, counting=Q(), in_force=_IN_FORCE if in_force else Q())
    return {reviewer: each.answer() for reviewer, each in said[claim.pk].items()}


def _vote(reviewer: int, said: _Said) -> Vote:
    """Return what a reviewer says as the rule of the outcome takes it."""
    answer, items = said.answer(), said.items()
    return Vote(
        reviewer,
        answer,
        has_evidence=bool(said.marks) and satisfies(answer, items),
        has_refuting=bool(said.marks) and satisfies(Verdict.DISPUTED, items),
    )


def _said_of(
    claims: Iterable[Claim], *, article_id: int, story_id: int | None, counting: Q = _COUNTS, in_force: Q = _IN_FORCE
) -> Mapping[int, Mapping[int, _Said]]:
    """Return, by claim and reviewer, what each says."""
    said: dict[int, dict[int, _Said]] = defaultdict(lambda: defaultdict(lambda: _Said([])))
    among = Q(claim__in=[claim.pk for claim in claims])
    marks = Annotation.objects.filter(counting, _SUBMITTED, in_force, among, deleted_at=None).exclude(verdict="")
    attached = items_by_mark(marks, article_id=article_id, story_id=story_id)
    for mark, claim, reviewer, verdict in _rows(marks, "pk", "verdict"):
        said[claim][reviewer].marks.append((Verdict(verdict), attached.get(mark, ())))
    for claim, reviewer, answer in _rows(
        Response.objects.filter(counting, _SUBMITTED, in_force, among, answer__in=list(Verdict)), "answer"
    ):
        said[claim][reviewer].response = Verdict(answer)
    for claim, reviewer, answer in _rows(ChangeOfMind.objects.filter(counting, _SUBMITTED, among), "answer"):
        if reviewer in said[claim]:
            said[claim][reviewer].change = Verdict(answer)
    return said


def _rows(rows: QuerySet, *columns: str) -> Iterable[tuple]:
    """Return columns of marks, responses or changes with claim and reviewer before the last, oldest row first."""
    *first, last = columns
    return rows.order_by("pk").values_list(*first, "claim", "assignment__reviewer", last)


def rulings_on(claims: Iterable[Claim]) -> dict[int, CoreRuling]:
    """Return the ruling in force on each claim that has one."""
    rows = Claim.objects.filter(pk__in=[claim.pk for claim in claims], rulings__replaced_at=None, rulings__isnull=False)
    return {
        claim: CoreRuling(Verdict(verdict) if verdict else None)
        for claim, verdict in rows.values_list("pk", "rulings__verdict")
    }

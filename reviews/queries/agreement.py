"""How far reviewers agree: on first, independent answers of closed rounds only (DESIGN.md, Agreement)."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from statistics import fmean

from articles.models import Revision
from articles.text import BlockKind
from reviews.core.agreement import (
    bootstrap_interval,
    krippendorff_alpha,
    pairable_units,
    percent_agreement,
    why_undefined,
)
from reviews.core.continuum import Continuum, units
from reviews.core.summaries import mean_interval
from reviews.core.unitizing import unitizing_alpha
from reviews.core.verdicts import VOTES
from reviews.models import Annotation, Assignment, Claim, Response, Round, Team

#: Below so many claims, or texts, a figure says too little to be shown.
TOO_FEW = 10
#: Rounds whose marks are in memory at a time.
_AT_ONCE = 200
#: Answers of closed rounds that are neither hidden by a moderator nor set aside by a suspension.
_COUNTS = {
    "assignment__state": Assignment.State.SUBMITTED,
    "assignment__round__stage": Round.Stage.CLOSED,
    "assignment__set_aside_by": None,
    "hidden_at": None,
}


@dataclass(frozen=True, slots=True)
class FirstAnswer:
    """The vote that one reviewer gave first on one claim, alone."""

    claim: int
    reviewer: int
    team: int
    verdict: str


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure with what it rests on: `n` claims or texts; None where they are too few, or it is undefined.

    `why_not` says why there is none, one sentence; "" where there is one.
    """

    value: float | None
    low: float | None
    high: float | None
    n: int
    why_not: str = ""

    @property
    def is_said(self) -> bool:
        """Whether there is a number to show."""
        return self.value is not None

    @property
    def is_undefined(self) -> bool:
        """Whether there are enough claims and yet no number: all of them are alike."""
        return self.value is None and self.n >= TOO_FEW

    @property
    def reach(self) -> float | None:
        """How wide the interval is."""
        return None if self.low is None else self.high - self.low


def too_few(n: int) -> Figure:
    """Return the figure that is none, for n claims or texts are not enough."""
    return Figure(None, None, None, n, why_not=f"A figure needs {TOO_FEW}.")


@dataclass(frozen=True, slots=True)
class TeamAgreement:
    """How far a team (None: the whole desk) agrees."""

    team: Team | None
    alpha: Figure
    percent: Figure
    unitizing: Figure


def first_answers() -> list[FirstAnswer]:
    """Return the first votes on all claims of closed rounds; undetermined is missing, as is what was not answered.

    A mark goes before a response of the same reviewer, the first of several marks before the others.
    """
    votes = [vote.value for vote in VOTES]
    columns = ("claim", "assignment__reviewer", "claim__round__team")
    found: dict[tuple[int, int], FirstAnswer] = {}
    living = Claim.objects.values("pk")
    marks = Annotation.objects.filter(**_COUNTS, claim__in=living, deleted_at=None, verdict__in=votes)
    responses = Response.objects.filter(**_COUNTS, claim__in=living, first_answer__in=votes)
    for rows, said in ((marks, "verdict"), (responses, "first_answer")):
        for row in rows.order_by("pk").values_list(*columns, said):
            found.setdefault(row[:2], FirstAnswer(*row))
    return list(found.values())


def agreement_by_team() -> list[TeamAgreement]:
    """Return the agreement of the desk and of each team, teams by name."""
    answers = first_answers()
    texts = _unitizing_by_team()
    teams = list(Team.objects.all())
    rows = [_agreement(None, answers, [value for values in texts.values() for value in values])] if teams else []
    rows += [_agreement(team, [a for a in answers if a.team == team.pk], texts.get(team.pk, [])) for team in teams]
    return rows


def _agreement(team: Team | None, answers: Iterable[FirstAnswer], texts: list[float]) -> TeamAgreement:
    """Return the figures of some answers and of the alphas of some texts."""
    ratings: dict[int, dict[int, str]] = defaultdict(dict)
    for answer in answers:
        ratings[answer.claim][answer.reviewer] = answer.verdict
    return TeamAgreement(
        team,
        alpha=_of_ratings(krippendorff_alpha, ratings),
        percent=_of_ratings(percent_agreement, ratings),
        unitizing=_of_texts(texts),
    )


def _of_ratings(statistic: object, ratings: Mapping) -> Figure:
    """Return a figure over claims with its bootstrap interval."""
    n = pairable_units(ratings)
    if n < TOO_FEW:
        return too_few(n)
    low, high = bootstrap_interval(ratings, statistic) or (None, None)
    return Figure(statistic(ratings), low, high, n, why_not=why_undefined(statistic, ratings))


def _of_texts(values: list[float]) -> Figure:
    """Return the mean over texts with its bootstrap interval."""
    if len(values) < TOO_FEW:
        return too_few(len(values))
    low, high = mean_interval(values)
    return Figure(fmean(values), low, high, len(values))


def _unitizing_by_team() -> dict[int, list[float]]:
    """Return, by team, alpha for unitizing of each text that two reviewers or more marked in one round."""
    found: dict[int, list[float]] = defaultdict(list)
    rounds = list(Round.objects.filter(stage=Round.Stage.CLOSED).order_by("pk").values_list("pk", "team", "revision"))
    for first in range(0, len(rounds), _AT_ONCE):
        part = rounds[first : first + _AT_ONCE]
        among = [pk for pk, _, _ in part]
        reviewers, marks = _reviewers_of(among), _marks_of(among)
        revisions = Revision.objects.filter(pk__in={revision for _, _, revision in part})
        shapes = {pk: (length, blocks) for pk, length, blocks in revisions.values_list("pk", "length", "blocks")}
        for pk, team, revision in part:
            if len(reviewers[pk]) > 1:
                alpha = unitizing_of(*shapes[revision], reviewers[pk], marks[pk])
                found[team] += [alpha] if alpha is not None else []
    return found


def _reviewers_of(rounds: list[int]) -> dict[int, list[int]]:
    """Return who submitted a review, by round."""
    found: dict[int, list[int]] = defaultdict(list)
    submitted = Assignment.objects.filter(
        round__in=rounds, state=Assignment.State.SUBMITTED, set_aside_by=None
    ).order_by("pk")
    for round_, reviewer in submitted.values_list("round", "reviewer"):
        found[round_].append(reviewer)
    return found


def _marks_of(rounds: list[int]) -> dict[int, list[tuple[int, int, int, str]]]:
    """Return the marks on passages with a vote, as (reviewer, start, end, verdict), by round.

    Undetermined marks are no units: they say that somebody looked, not what stands there.
    """
    found: dict[int, list[tuple[int, int, int, str]]] = defaultdict(list)
    marks = Annotation.objects.filter(
        assignment__round__in=rounds,
        assignment__state=Assignment.State.SUBMITTED,
        assignment__set_aside_by=None,
        deleted_at=None,
        hidden_at=None,
        start__isnull=False,
        verdict__in=[vote.value for vote in VOTES],
    ).order_by("pk")
    for round_, *mark in marks.values_list("assignment__round", "assignment__reviewer", "start", "end", "verdict"):
        found[round_].append(tuple(mark))
    return found


def unitizing_of(
    length: int, blocks: list[dict], reviewers: Iterable[int], marks: Iterable[tuple[int, int, int, str]]
) -> float | None:
    """Return alpha for unitizing of one text: which passages its reviewers marked, and as what. Furniture is left out.

    `marks` are (reviewer, start, end, verdict); whoever marked nothing is among the reviewers all the same.
    """
    furniture = tuple((block["start"], block["end"]) for block in blocks if block["kind"] == BlockKind.FURNITURE)
    continuum = Continuum(length, furniture)
    if not continuum.size:
        return None
    by_reviewer = {reviewer: [] for reviewer in reviewers} | units(marks, continuum)
    return unitizing_alpha(by_reviewer, (0, continuum.size)).overall

"""What an article's votes and rulings come to, worked out from the rows as they stand, and whether that is stored."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from articles.models import Article
from reviews.core.consensus import Outcome, outcome
from reviews.core.status import ClaimStanding, Coverage, accuracy_status, explain
from reviews.core.verdicts import Bearing, OutcomeKind, Status, Verdict
from reviews.models import Annotation, Assignment, Claim, Round, Standing
from reviews.queries.coverage import coverage_by
from reviews.queries.votes import rulings_on, votes_on

#: Columns of a claim and of a standing that a settlement decides.
CLAIM_FIELDS = ("outcome", "stands_as", "verified", "disputed", "fabricated", "undetermined", "explanation")
STANDING_FIELDS = (
    *("stage", "status", "under_further_review", "rests_on", "gravest_quote"),
    *("claims", "verified", "disputed", "fabricated", "split", "undecided", "fabricated_so_far"),
    *("checkable", "checked", "dismissed", "wanted", "assigned", "submitted", "due"),
)
_UNDECIDED = {OutcomeKind.OPEN, OutcomeKind.UNDETERMINED, OutcomeKind.SHORT}


@dataclass(frozen=True, slots=True)
class Settlement:
    """The claims of an article's current revision with the columns of each, and those of the article's standing."""

    claims: list[tuple[Claim, dict[str, object]]]
    standing: dict[str, object]


@dataclass(frozen=True, slots=True)
class Difference:
    """A stored column that is not what the votes and rulings come to."""

    of: str
    field: str
    stored: object
    found: object

    def __str__(self) -> str:
        """Say it in a line: "claim 12, outcome: stored “split”, found “settled”"."""
        return f"{self.of}, {self.field}: stored “{self.stored}”, found “{self.found}”"


@dataclass(frozen=True, slots=True)
class _Settled:
    """A claim and what it comes to."""

    claim: Claim
    outcome: Outcome

    @property
    def is_central(self) -> bool:
        return self.claim.bearing == Bearing.CENTRAL

    def stands_as(self, verdict: Verdict) -> bool:
        return self.outcome.stands_as == verdict


def settlement_of(article: Article) -> Settlement | None:
    """Return what the article's claims and its standing come to. Reads only; frozen groups are taken as given.

    An article that never had a round stands as a new one does. None where its rounds were all on former revisions: what
    they came to is not for the current text to say.
    """
    every = list(Round.objects.filter(article=article).select_related("policy").order_by("number"))
    if not every:
        return Settlement([], {field: Standing._meta.get_field(field).get_default() for field in STANDING_FIELDS})
    rounds = [round_ for round_ in every if round_.revision_id == article.current_id]
    if not rounds:
        return None
    settled = _outcomes(article, {round_.pk: round_ for round_ in every})
    return Settlement(
        [(s.claim, _claim_columns(s.outcome)) for s in settled], _standing_columns(article, rounds, settled)
    )


def differences(article: Article) -> list[Difference]:
    """Return where the stored outcomes and standing of an article are not what its votes and rulings come to."""
    found = settlement_of(article)
    if found is None:
        return []
    differing = []
    for claim, columns in found.claims:
        differing += _differing(f"claim {claim.pk}", claim, columns)
    standing = Standing.objects.filter(article=article).first()
    if standing is not None:
        differing += _differing("standing", standing, found.standing)
    elif found.standing["stage"] != Standing.Stage.WAITING:
        differing.append(Difference("standing", "row", "none", found.standing["status"]))
    return differing


def _differing(of: str, row: Claim | Standing, columns: Mapping[str, object]) -> list[Difference]:
    """Return the columns of one row that are stored differently."""
    return [
        Difference(of, field, getattr(row, field), value)
        for field, value in columns.items()
        if getattr(row, field) != value
    ]


def _outcomes(article: Article, rounds: Mapping[int, Round]) -> list[_Settled]:
    """Return what each claim comes to under the policy of the round that formed it, in order of the text."""
    claims = list(Claim.objects.filter(revision=article.current_id).order_by("start", "pk"))
    votes = votes_on(claims, article_id=article.pk, story_id=article.story_id)
    rulings = rulings_on(claims)
    policies = {pk: round_.policy.numbers() for pk, round_ in rounds.items()}
    for claim in claims:
        claim.round = rounds[claim.round_id]
    return [
        _Settled(
            claim,
            outcome(
                votes.get(claim.pk, []),
                policies[claim.round_id],
                is_open=claim.round.is_open,
                ruling=rulings.get(claim.pk),
            ),
        )
        for claim in claims
    ]


def _claim_columns(result: Outcome) -> dict[str, object]:
    """Return an outcome as a claim keeps it."""
    return {
        "outcome": result.kind.value,
        "stands_as": result.stands_as.value if result.stands_as else "",
        "verified": result.counts.verified,
        "disputed": result.counts.disputed,
        "fabricated": result.counts.fabricated,
        "undetermined": result.counts.undetermined,
        "explanation": " ".join(part for part in (result.explanation, result.missing) if part),
    }


def _standing_columns(article: Article, rounds: Sequence[Round], settled: Sequence[_Settled]) -> dict[str, object]:
    """Return the standing that the rounds of the current revision and the outcomes of their claims give."""
    newest = rounds[-1]
    closed = [round_ for round_ in rounds if not round_.is_open]
    reached = [s for s in settled if not s.claim.round.is_open]
    policy = (closed or rounds)[-1].policy.numbers()
    assignments = list(Assignment.objects.filter(round__in=rounds, state__in=Assignment.ACTIVE))
    submitted = [a for a in assignments if a.state == Assignment.State.SUBMITTED]
    counted = [a for a in submitted if not closed or a.round_id in {round_.pk for round_ in closed}]
    covered = coverage_by(counted, article.current, quorum=policy.quorum)
    status = accuracy_status(
        [ClaimStanding(s.outcome.kind, s.outcome.stands_as, central=s.is_central) for s in reached],
        submitted=bool(submitted),
        first_round_closed=bool(closed),
        covered=covered.share,
        policy=policy,
    )
    in_newest = [a for a in assignments if a.round_id == newest.pk]
    return {
        "stage": newest.stage,
        "status": status.value,
        "under_further_review": bool(closed) and newest.is_open,
        "rests_on": explain(covered, [s.outcome for s in reached]),
        "gravest_quote": _gravest(status, reached),
        "fabricated_so_far": 0 if closed else _fabricated_so_far(settled, submitted),
        **_counts(reached if closed else settled, covered),
        "wanted": newest.wanted,
        "assigned": len(in_newest),
        "submitted": sum(a.state == Assignment.State.SUBMITTED for a in in_newest),
        "due": newest.due if newest.is_open else None,
    }


def _counts(settled: Sequence[_Settled], covered: Coverage) -> dict[str, int]:
    """Return the numbers that dashboards draw."""
    return {
        "claims": len(settled),
        "verified": sum(s.stands_as(Verdict.VERIFIED) for s in settled),
        "disputed": sum(s.stands_as(Verdict.DISPUTED) for s in settled),
        "fabricated": sum(s.stands_as(Verdict.FABRICATED) for s in settled),
        "split": sum(s.outcome.kind == OutcomeKind.SPLIT for s in settled),
        "undecided": sum(s.outcome.kind in _UNDECIDED for s in settled),
        "checkable": covered.total,
        "checked": covered.checked,
        "dismissed": covered.dismissed,
    }


def _gravest(status: Status, settled: Iterable[_Settled]) -> str:
    """Return the first of the passages that brought the article its status, or nothing where none did."""
    every = list(settled)
    central = [s for s in every if s.is_central]
    incidental = [s for s in every if not s.is_central]
    by_status = {
        Status.FABRICATED: [s for s in central if s.stands_as(Verdict.FABRICATED)],
        Status.DISPUTED: [s for s in central if s.stands_as(Verdict.DISPUTED)]
        + [s for s in incidental if s.stands_as(Verdict.FABRICATED)],
        Status.CONTESTED: [s for s in central if s.outcome.kind == OutcomeKind.SPLIT],
        Status.UNDETERMINED: [s for s in central if s.outcome.kind in {OutcomeKind.UNDETERMINED, OutcomeKind.SHORT}],
        Status.MINOR_ERRORS: [s for s in incidental if s.stands_as(Verdict.DISPUTED)],
    }
    return next((s.claim.statement for s in by_status.get(status, [])), "")


def _fabricated_so_far(settled: Sequence[_Settled], submitted: Sequence[Assignment]) -> int:
    """Return how many places somebody who submitted called fabricated, before the first round is closed."""
    if settled:
        return sum(s.outcome.counts.fabricated > 0 for s in settled)
    marks = Annotation.objects.filter(assignment__in=submitted, verdict=Verdict.FABRICATED, deleted_at=None)
    return marks.values("start", "end").distinct().count()

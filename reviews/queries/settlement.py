"""What an article's votes and rulings come to, worked out from the rows as they stand, and whether that is stored."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from articles.models import Article
from reviews.core.consensus import Outcome
from reviews.core.policy import Policy
from reviews.core.status import ClaimStanding, Coverage, accuracy_status, explain
from reviews.core.verdicts import Bearing, OutcomeKind, Status, Verdict
from reviews.models import Annotation, Assignment, Claim, Round, Standing
from reviews.queries.claims import with_passages
from reviews.queries.coverage import coverage_by
from reviews.queries.outcomes import numbers_in_force, outcomes_of, stored_outcome

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
    """Claims of an article's current revision with the columns of each, and the columns of the article's standing."""

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
class Settled:
    """A claim and what it comes to."""

    claim: Claim
    outcome: Outcome

    @property
    def is_central(self) -> bool:
        """Whether it bears on what the article says."""
        return self.claim.bearing == Bearing.CENTRAL

    def stands_as(self, verdict: Verdict) -> bool:
        """Whether it is settled or ruled as this verdict."""
        return self.outcome.stands_as == verdict

    def as_standing(self) -> ClaimStanding:
        """Return it as the rule of the status takes it."""
        return ClaimStanding(self.outcome.kind, self.outcome.stands_as, central=self.is_central)


def settlement_of(
    article: Article,
    *,
    changed: Iterable[int] | None = None,
    stored: Standing | None = None,
    numbers: Callable[[Round], Policy] = numbers_in_force,
) -> Settlement | None:
    """Return what the article's claims and its standing come to. Reads only; frozen groups are taken as given.

    With `changed`, the numbers of the claims whose votes, ruling, bearing or links changed, only these are worked out
    anew; the others are taken as stored, and the coverage from the `stored` standing. The result is the same. `numbers`
    says by which policy a round's claims are judged. An article that never had a round stands as a new one does. None
    where its rounds were all on former revisions: what they came to is not for the current text to say.
    """
    every = list(Round.objects.filter(article=article).select_related("policy", "recomputed_under").order_by("number"))
    if not every:
        return Settlement([], {field: Standing._meta.get_field(field).get_default() for field in STANDING_FIELDS})
    rounds = [round_ for round_ in every if round_.revision_id == article.current_id]
    if not rounds:
        return None
    claims = _claims_of(article, {round_.pk: round_ for round_ in every})
    anew = claims if changed is None else [claim for claim in claims if claim.pk in set(changed)]
    found = outcomes_of(anew, article, numbers=numbers)
    settled = [Settled(claim, found.get(claim.pk) or stored_outcome(claim)) for claim in claims]
    covered = (
        None if changed is None or stored is None else Coverage(stored.checked, stored.dismissed, stored.untouched)
    )
    return Settlement(
        [(claim, _claim_columns(found[claim.pk])) for claim in anew],
        _standing_columns(article, rounds, settled, covered, numbers),
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


def settled_claims(article: Article) -> list[Settled]:
    """Return the article's claims with their outcomes as stored and their passages, in order of the text."""
    rounds = Round.objects.filter(article=article).select_related("policy", "recomputed_under")
    claims = _claims_of(article, {round_.pk: round_ for round_ in rounds}, with_passages(Claim.objects.all()))
    return [Settled(claim, stored_outcome(claim)) for claim in claims]


def _differing(of: str, row: Claim | Standing, columns: Mapping[str, object]) -> list[Difference]:
    """Return the columns of one row that are stored differently."""
    return [
        Difference(of, field, getattr(row, field), value)
        for field, value in columns.items()
        if getattr(row, field) != value
    ]


def _claims_of(article: Article, rounds: Mapping[int, Round], among: QuerySet[Claim] | None = None) -> list[Claim]:
    """Return the claims on the current revision in order of the text, each with its round."""
    among = Claim.objects.all() if among is None else among
    claims = list(among.filter(revision=article.current_id).order_by("start", "pk"))
    for claim in claims:
        claim.round = rounds[claim.round_id]
    return claims


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


def _standing_columns(
    article: Article,
    rounds: Sequence[Round],
    settled: Sequence[Settled],
    covered: Coverage | None,
    numbers: Callable[[Round], Policy],
) -> dict[str, object]:
    """Return the standing that the rounds of the current revision and the outcomes of their claims give."""
    newest = rounds[-1]
    closed = [round_ for round_ in rounds if not round_.is_open]
    reached = [s for s in settled if not s.claim.round.is_open]
    policy = numbers((closed or rounds)[-1])
    assignments = list(Assignment.objects.filter(round__in=rounds, state__in=Assignment.ACTIVE))
    submitted = [a for a in assignments if a.state == Assignment.State.SUBMITTED]
    in_force = [a for a in submitted if a.set_aside_by_id is None]
    counted = [a for a in in_force if not closed or a.round_id in {round_.pk for round_ in closed}]
    covered = covered or coverage_by(counted, article.current, quorum=policy.quorum)
    status = accuracy_status(
        [s.as_standing() for s in reached],
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
        "fabricated_so_far": 0 if closed else _fabricated_so_far(settled, in_force),
        **_counts(reached if closed else settled, covered),
        "wanted": newest.wanted,
        "assigned": len(in_newest),
        "submitted": sum(a.state == Assignment.State.SUBMITTED for a in in_newest),
        "due": newest.due if newest.is_open else None,
    }


def _counts(settled: Sequence[Settled], covered: Coverage) -> dict[str, int]:
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


def _gravest(status: Status, settled: Iterable[Settled]) -> str:
    """Return the first of the passages that brought the article its status, or nothing where none did.

    In the words of the text, however the claim is worded: it is shown as a quotation. The text is left in the database.
    """
    found = (s.claim.pk for s in bringing(status, settled) if s.claim.start is not None)
    return next((with_passages(Claim.objects.filter(pk=pk)).get().passage for pk in found), "")


def bringing(status: Status, settled: Iterable[Settled]) -> list[Settled]:
    """Return the claims for which the line of a status in the table holds; none for lines that name no claim."""
    every = list(settled)
    central = [s for s in every if s.is_central]
    incidental = [s for s in every if not s.is_central]
    by_status = {
        Status.FABRICATED: [s for s in central if s.stands_as(Verdict.FABRICATED)],
        Status.DISPUTED: [s for s in central if s.stands_as(Verdict.DISPUTED)]
        + [s for s in incidental if s.stands_as(Verdict.FABRICATED)],
        Status.CONTESTED: [s for s in central if s.outcome.kind == OutcomeKind.SPLIT],
        Status.UNDETERMINED: [s for s in central if s.as_standing().is_unknown],
        Status.MINOR_ERRORS: [s for s in incidental if s.stands_as(Verdict.DISPUTED)],
    }
    return by_status.get(status, [])


def _fabricated_so_far(settled: Sequence[Settled], submitted: Sequence[Assignment]) -> int:
    """Return how many places somebody who submitted called fabricated, before the first round is closed."""
    if settled:
        return sum(s.outcome.counts.fabricated > 0 for s in settled)
    marks = Annotation.objects.filter(
        assignment__in=submitted, verdict=Verdict.FABRICATED, deleted_at=None, hidden_at=None
    )
    return marks.values("start", "end").distinct().count()

"""The only writer of outcomes and standings: from the votes and rulings as they stand, always the whole article."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from articles.models import Article
from reviews.core.consensus import Outcome, outcome
from reviews.core.status import ClaimStanding, Coverage, accuracy_status, explain
from reviews.core.verdicts import Bearing, OutcomeKind, Status, Verdict
from reviews.models import Annotation, Assignment, Claim, Round, Standing
from reviews.queries.coverage import coverage_by
from reviews.queries.votes import rulings_on, votes_on

_WRITTEN = ["outcome", "stands_as", "verified", "disputed", "fabricated", "undetermined", "explanation"]


@transaction.atomic
def settle(*, article: Article, now: datetime) -> Standing:
    """Work out the outcome of every claim of the article's current revision, and its standing; write what changed."""
    standing, _ = Standing.objects.select_for_update().get_or_create(article=article)
    rounds = list(
        Round.objects.filter(article=article, revision=article.current_id).select_related("policy").order_by("number")
    )
    if not rounds:
        return standing
    claims = list(
        Claim.objects.filter(revision=article.current_id).select_related("round__policy").order_by("start", "pk")
    )
    outcomes = _outcomes(claims, article)
    Claim.objects.bulk_update(
        [claim for claim in claims if _write_outcome(claim, outcomes[claim.pk])], _WRITTEN, batch_size=500
    )
    _write_standing(standing, article, rounds, claims, outcomes)
    standing.settled_at = now
    standing.save()
    return standing


def _outcomes(claims: list[Claim], article: Article) -> dict[int, Outcome]:
    """Return what each claim comes to under the policy of the round that formed it."""
    votes = votes_on(claims, article_id=article.pk, story_id=article.story_id)
    rulings = rulings_on(claims)
    policies = {claim.round_id: claim.round.policy.numbers() for claim in claims}
    return {
        claim.pk: outcome(
            votes.get(claim.pk, []),
            policies[claim.round_id],
            is_open=claim.round.is_open,
            ruling=rulings.get(claim.pk),
        )
        for claim in claims
    }


def _write_outcome(claim: Claim, result: Outcome) -> bool:
    """Set the claim's outcome, and return whether it changed."""
    written = {
        "outcome": result.kind.value,
        "stands_as": result.stands_as.value if result.stands_as else "",
        "verified": result.counts.verified,
        "disputed": result.counts.disputed,
        "fabricated": result.counts.fabricated,
        "undetermined": result.counts.undetermined,
        "explanation": " ".join(part for part in (result.explanation, result.missing) if part),
    }
    changed = any(getattr(claim, field) != value for field, value in written.items())
    for field, value in written.items():
        setattr(claim, field, value)
    return changed


def _write_standing(
    standing: Standing,
    article: Article,
    rounds: list[Round],
    claims: list[Claim],
    outcomes: dict[int, Outcome],
) -> None:
    """Set the standing from the rounds and the outcomes of the claims that they formed."""
    newest = rounds[-1]
    closed = [round_ for round_ in rounds if not round_.is_open]
    reached = [claim for claim in claims if not claim.round.is_open]
    policy = (closed or rounds)[-1].policy.numbers()
    assignments = list(Assignment.objects.filter(round__in=rounds, state__in=Assignment.ACTIVE))
    submitted = [a for a in assignments if a.state == Assignment.State.SUBMITTED]
    counted = [a for a in submitted if not closed or a.round_id in {round_.pk for round_ in closed}]
    covered = coverage_by(counted, article.current, quorum=policy.quorum)

    standing.stage = newest.stage
    standing.status = accuracy_status(
        [_claim_standing(claim, outcomes) for claim in reached],
        submitted=bool(submitted),
        first_round_closed=bool(closed),
        covered=covered.share,
        policy=policy,
    )
    standing.under_further_review = bool(closed) and newest.is_open
    standing.rests_on = explain(covered, [outcomes[claim.pk] for claim in reached])
    standing.gravest_quote = _gravest(standing.status, reached)
    standing.fabricated_so_far = 0 if closed else _fabricated_so_far(claims, submitted)
    _write_counts(standing, reached if closed else claims, covered)
    in_newest = [a for a in assignments if a.round_id == newest.pk]
    standing.wanted = newest.wanted
    standing.assigned = len(in_newest)
    standing.submitted = sum(a.state == Assignment.State.SUBMITTED for a in in_newest)
    standing.due = newest.due if newest.is_open else None


def _write_counts(standing: Standing, claims: list[Claim], covered: Coverage) -> None:
    """Set the numbers that dashboards draw."""
    standing.claims = len(claims)
    for verdict in ("verified", "disputed", "fabricated"):
        setattr(standing, verdict, sum(claim.stands_as == verdict for claim in claims))
    standing.split = sum(claim.outcome == OutcomeKind.SPLIT for claim in claims)
    undecided = {OutcomeKind.OPEN, OutcomeKind.UNDETERMINED, OutcomeKind.SHORT}
    standing.undecided = sum(claim.outcome in undecided for claim in claims)
    standing.checked, standing.dismissed = covered.checked, covered.dismissed
    standing.checkable = covered.total


def _claim_standing(claim: Claim, outcomes: dict[int, Outcome]) -> ClaimStanding:
    """Return a claim as the rule of the status takes it."""
    result = outcomes[claim.pk]
    return ClaimStanding(result.kind, result.stands_as, central=claim.bearing == Bearing.CENTRAL)


def _gravest(status: str, claims: Iterable[Claim]) -> str:
    """Return the first of the passages that brought the article its status, or nothing where none did."""
    central = [claim for claim in claims if claim.bearing == Bearing.CENTRAL]
    incidental = [claim for claim in claims if claim.bearing == Bearing.INCIDENTAL]
    by_status = {
        Status.FABRICATED: [c for c in central if c.stands_as == Verdict.FABRICATED],
        Status.DISPUTED: [c for c in central if c.stands_as == Verdict.DISPUTED]
        + [c for c in incidental if c.stands_as == Verdict.FABRICATED],
        Status.CONTESTED: [c for c in central if c.outcome == OutcomeKind.SPLIT],
        Status.UNDETERMINED: [c for c in central if c.outcome in {OutcomeKind.UNDETERMINED, OutcomeKind.SHORT}],
        Status.MINOR_ERRORS: [c for c in incidental if c.stands_as == Verdict.DISPUTED],
    }
    return next((claim.statement for claim in by_status.get(status, [])), "")


def _fabricated_so_far(claims: list[Claim], submitted: list[Assignment]) -> int:
    """Return how many places somebody who submitted called fabricated, before the first round is closed."""
    if claims:
        return sum(claim.fabricated > 0 for claim in claims)
    marks = Annotation.objects.filter(assignment__in=submitted, verdict=Verdict.FABRICATED, deleted_at=None)
    return marks.values("start", "end").distinct().count()

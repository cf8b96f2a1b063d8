"""How an article came by its status: every line of the table, whether it holds, and what for."""

from dataclasses import dataclass

from articles.models import Article
from reviews.core.policy import Policy as Numbers
from reviews.core.rules_in_words import rule_of_statuses
from reviews.core.verdicts import Status, Verdict
from reviews.models import Assignment, Policy, Round, Standing
from reviews.queries.settlement import Settled, bringing, settled_claims


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the table: the rule in words, whether it holds, and the claims for which it does."""

    status: Status
    rule: str
    holds: bool
    decides: bool
    claims: list[Settled]


@dataclass(frozen=True, slots=True)
class Explanation:
    """The table with the line that decides, the claims it was read from, and the policy whose numbers it has."""

    lines: list[Line]
    claims: list[Settled]
    policy: Policy | None


def explanation_of(article: Article, standing: Standing) -> Explanation:
    """Return how the article came by its stored status, from its claims as they are stored."""
    rounds = list(
        Round.objects.filter(article=article, revision=article.current_id)
        .select_related("policy__team", "recomputed_under__team")
        .order_by("number")
    )
    closed = [round_ for round_ in rounds if not round_.is_open]
    claims = [s for s in settled_claims(article) if not s.claim.round.is_open]
    policy = (closed or rounds)[-1].judged_by if rounds else None
    numbers = policy.numbers() if policy else Numbers()
    submitted = Assignment.objects.filter(round__in=rounds, state=Assignment.State.SUBMITTED).exists()
    plain = {
        Status.UNREVIEWED: not submitted,
        Status.IN_REVIEW: not closed,
        Status.VERIFIED: _all_verified(claims) and _covered(standing, numbers),
    }
    lines: list[Line] = []
    for status, rule in rule_of_statuses(numbers):
        brought = bringing(status, claims)
        holds = plain.get(status, bool(brought))
        if status == Status.THIN:  # The rest is what no other line holds for.
            holds = not any(line.holds for line in lines)
        decides = holds and not any(line.holds for line in lines)
        lines.append(Line(status, rule, holds, decides, brought))
    return Explanation(lines, claims, policy)


def _all_verified(claims: list[Settled]) -> bool:
    """Whether there is a claim in the status, and every central one stands as verified."""
    counting = [s for s in claims if not s.as_standing().is_dropped]
    return bool(counting) and all(s.stands_as(Verdict.VERIFIED) for s in counting if s.is_central)


def _covered(standing: Standing, numbers: Numbers) -> bool:
    """Whether enough of the checkable sentences were dealt with."""
    if not standing.checkable:
        return numbers.coverage_floor <= 0
    return standing.checked + standing.dismissed >= numbers.coverage_floor * standing.checkable

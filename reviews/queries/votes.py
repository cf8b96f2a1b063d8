"""The votes on an article's claims, as the pure rules take them."""

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import F, Q

from reviews.core.consensus import Ruling as CoreRuling
from reviews.core.consensus import Vote
from reviews.core.evidence import satisfies
from reviews.core.verdicts import Verdict
from reviews.models import Annotation, Assignment, Claim, Response, Round
from reviews.queries.evidence import items

#: A vote counts once its round is closed, or while the claim's own round is still open (for "so far").
_COUNTS = Q(assignment__round__stage=Round.Stage.CLOSED) | Q(assignment__round=F("claim__round"))


def votes_on(claims: Iterable[Claim], *, article_id: int, story_id: int | None) -> dict[int, list[Vote]]:
    """Return the votes on each claim by its number, one per reviewer, in a fixed number of queries.

    Only submitted reviewers count. A mark is a vote with its evidence; a response is a vote without.
    """
    votes: dict[int, dict[int, Vote]] = defaultdict(dict)
    submitted = Q(assignment__state=Assignment.State.SUBMITTED)
    responses = Response.objects.filter(_COUNTS, submitted, claim__in=claims, answer__in=list(Verdict))
    for claim, reviewer, answer in responses.values_list("claim", "assignment__reviewer", "answer"):
        votes[claim][reviewer] = Vote(reviewer, Verdict(answer), has_evidence=False)
    marks = (
        Annotation.objects.filter(_COUNTS, submitted, claim__in=claims, deleted_at=None)
        .exclude(verdict="")
        .select_related("assignment")
        .prefetch_related("evidence__source__same_as_article")
    )
    for mark in marks:
        reviewer, verdict = mark.assignment.reviewer_id, Verdict(mark.verdict)
        attached = items(mark.evidence.all(), article_id=article_id, story_id=story_id)
        votes[mark.claim_id][reviewer] = Vote(
            reviewer,
            verdict,
            has_evidence=satisfies(verdict, attached),
            has_refuting=satisfies(Verdict.DISPUTED, attached),
        )
    return {claim: list(by_reviewer.values()) for claim, by_reviewer in votes.items()}


def rulings_on(claims: Iterable[Claim]) -> dict[int, CoreRuling]:
    """Return the ruling in force on each claim that has one."""
    rows = Claim.objects.filter(pk__in=[claim.pk for claim in claims], rulings__replaced_at=None, rulings__isnull=False)
    return {
        claim: CoreRuling(Verdict(verdict) if verdict else None)
        for claim, verdict in rows.values_list("pk", "rulings__verdict")
    }

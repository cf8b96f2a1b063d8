"""What reviewers still owe a round's claims, and how claims stand."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, QuerySet

from reviews.models import Annotation, Assignment, Claim, Evidence, Response, Ruling, Source
from reviews.queries.visible import (
    annotations_for,
    annotations_on_answered,
    responses_for,
    responses_on_answered,
)


def claims_asked_of(assignment: Assignment) -> QuerySet[Claim]:
    """Return the claims that a submitted reviewer had not marked and is asked about in the second pass."""
    marked = Annotation.objects.filter(claim=OuterRef("pk"), assignment=assignment, deleted_at=None)
    return Claim.objects.filter(revision=assignment.round.revision_id).exclude(Exists(marked))


def claims_owed_by(assignment: Assignment) -> QuerySet[Claim]:
    """Return those of them that have no answer yet, in order of the text."""
    answered = Response.objects.filter(claim=OuterRef("pk"), assignment=assignment)
    return claims_asked_of(assignment).exclude(Exists(answered))


def sources_on(claim: Claim) -> list[Source]:
    """Return the sources that were attached to a claim's marks, each once: what a respondent may see, without stance.

    A confidential source stays with its finder.
    """
    return list(
        Source.objects.filter(
            attached__annotation__claim=claim, attached__annotation__deleted_at=None, confidential=False
        )
        .distinct()
        .order_by("title", "pk")
    )


@dataclass(frozen=True, slots=True)
class GivenAnswer:
    """What one reviewer says of a claim, as a mark or as a response."""

    reviewer: object
    answer: str
    reason: str
    rationale: str
    evidence: list[Evidence]
    at: datetime
    marked: bool


def answers_to(claim: Claim, person: object) -> list[GivenAnswer]:
    """Return the answers to a claim that the person may see, marks first, in the order in which they came."""
    return _given(annotations_for(person).filter(claim=claim), responses_for(person).filter(claim=claim))


def answers_seen_by(assignment: Assignment, claim: Claim) -> list[GivenAnswer]:
    """Return the others' answers to a claim that a respondent has judged; none while they have not."""
    marks = annotations_on_answered(assignment).filter(claim=claim)
    responses = responses_on_answered(assignment).filter(claim=claim).exclude(assignment=assignment)
    return _given(marks, responses)


def _given(marks: QuerySet[Annotation], responses: QuerySet[Response]) -> list[GivenAnswer]:
    """Return marks and responses as answers, in the order in which they came."""
    marks = (
        marks.select_related("assignment__reviewer")
        .prefetch_related("evidence__source")
        .order_by("assignment__submitted_at", "pk")
    )
    responses = responses.select_related("assignment__reviewer").order_by("answered_at")
    return [
        GivenAnswer(
            m.assignment.reviewer, m.verdict, m.reason, m.rationale, list(m.evidence.all()), m.changed_at, marked=True
        )
        for m in marks
    ] + [
        GivenAnswer(r.assignment.reviewer, r.answer, "", r.rationale, [], r.changed_at, marked=False) for r in responses
    ]


def history_of(claim: Claim) -> list[Ruling]:
    """Return the rulings on a claim, the one in force first."""
    return list(claim.rulings.select_related("by").order_by("-at", "-pk"))

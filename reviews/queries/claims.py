"""What reviewers still owe a round's claims, and how claims stand."""

from django.db.models import Exists, OuterRef, QuerySet

from reviews.models import Annotation, Assignment, Claim, Response


def claims_asked_of(assignment: Assignment) -> QuerySet[Claim]:
    """Return the claims that a submitted reviewer had not marked and is asked about in the second pass."""
    marked = Annotation.objects.filter(claim=OuterRef("pk"), assignment=assignment, deleted_at=None)
    return Claim.objects.filter(revision=assignment.round.revision_id).exclude(Exists(marked))


def claims_owed_by(assignment: Assignment) -> QuerySet[Claim]:
    """Return those of them that have no answer yet, in order of the text."""
    answered = Response.objects.filter(claim=OuterRef("pk"), assignment=assignment)
    return claims_asked_of(assignment).exclude(Exists(answered))

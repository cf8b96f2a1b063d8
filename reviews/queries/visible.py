"""Blindness: the only door to articles, marks and what follows from them.

Nobody who is or could still become a reviewer of an open round sees marks on its article. Editors, leads, moderators
and observers see submitted marks, unless assigned. A draft is seen by its author only.
"""

from django.db.models import Exists, OuterRef, Q, QuerySet

from articles.models import Article
from reviews import rules
from reviews.core.verdicts import Answer
from reviews.models import Annotation, Assignment, Claim, Dismissal, Membership, Response, Round


def articles_for(person: object) -> QuerySet[Article]:
    """Return the articles that a person may see: all, or their teams' and those they review."""
    if rules.sees_every_article(person):
        return Article.objects.all()
    if not person.is_active:
        return Article.objects.none()
    teams = Membership.objects.filter(person=person).values("team")
    mine = Assignment.objects.filter(round__article=OuterRef("pk"), reviewer=person, state__in=Assignment.ACTIVE)
    return Article.objects.filter(Q(standing__team__in=teams) | Exists(mine))


def blinding_rounds(person: object) -> QuerySet[Round]:
    """Return the open rounds that keep a person from seeing marks on their articles."""
    assigned = Assignment.objects.filter(round=OuterRef("pk"), reviewer=person, state__in=Assignment.ACTIVE)
    rounds = Round.objects.exclude(stage=Round.Stage.CLOSED)
    if rules.sees_every_article(person):
        return rounds.filter(Exists(assigned))
    could_become = Membership.objects.filter(team=OuterRef("team"), person=person, role=Membership.Role.REVIEWER)
    return rounds.filter(Exists(assigned) | Exists(could_become))


def is_blind(person: object, article: Article) -> bool:
    """Whether a person must not see anybody else's marks on this article now."""
    return blinding_rounds(person).filter(article=article).exists()


def annotations_for(person: object) -> QuerySet[Annotation]:
    """Return the marks that a person may see: their own, and the submitted ones on articles they are not blind to."""
    return _seen(Annotation.objects.filter(deleted_at=None), person)


def dismissals_for(person: object) -> QuerySet[Dismissal]:
    """Return the dismissals that a person may see, by the same rule as marks."""
    return _seen(Dismissal.objects.filter(deleted_at=None), person)


def _seen(marks: QuerySet, person: object) -> QuerySet:
    """Keep of marks what the person may see."""
    others = Q(
        assignment__state=Assignment.State.SUBMITTED,
        revision__article__in=articles_for(person).values("pk"),
    ) & ~Q(revision__article__in=blinding_rounds(person).values("article"))
    return marks.filter(Q(assignment__reviewer=person) | others)


def claims_for(person: object) -> QuerySet[Claim]:
    """Return the claims that a person may see with their votes."""
    return Claim.objects.filter(revision__article__in=articles_for(person).values("pk")).exclude(
        revision__article__in=blinding_rounds(person).values("article")
    )


def responses_for(person: object) -> QuerySet[Response]:
    """Return the answers that a person may see: their own, and those to claims they may see."""
    return Response.objects.filter(Q(assignment__reviewer=person) | Q(claim__in=claims_for(person).values("pk")))


def annotations_on_answered(assignment: Assignment) -> QuerySet[Annotation]:
    """Return the submitted marks on the claims that a respondent has judged: no longer hidden from them.

    Who says "not checked" has judged nothing, and goes on seeing nothing.
    """
    return Annotation.objects.filter(
        claim__in=_judged_by(assignment), assignment__state=Assignment.State.SUBMITTED, deleted_at=None
    )


def responses_on_answered(assignment: Assignment) -> QuerySet[Response]:
    """Return the answers to the claims that a respondent has judged."""
    return Response.objects.filter(claim__in=_judged_by(assignment), assignment__state=Assignment.State.SUBMITTED)


def _judged_by(assignment: Assignment) -> QuerySet[Response]:
    """Return the numbers of the claims that a respondent has judged."""
    given = Response.objects.filter(assignment=assignment).exclude(answer=Answer.NOT_CHECKED)
    return given.values("claim")

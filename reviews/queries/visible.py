"""Blindness: the only door to articles, marks and what follows from them.

Nobody who is or could still become a reviewer of an open round sees marks on its article. Editors, leads, moderators
and observers see submitted marks, unless assigned. A draft is seen by its author only.
"""

from django.db.models import Exists, OuterRef, Q, QuerySet

from articles.models import Article
from reviews import rules
from reviews.core.verdicts import Answer
from reviews.models import Annotation, Assignment, Claim, Dismissal, Membership, Note, Response, Round


def articles_for(person: object) -> QuerySet[Article]:
    """Return the articles that a person may see: all; else their teams', what they review or brought in for no team."""
    if rules.sees_every_article(person):
        return Article.objects.all()
    if not person.is_active:
        return Article.objects.none()
    teams = Membership.objects.filter(person=person).values("team")
    mine = Assignment.objects.filter(round__article=OuterRef("pk"), reviewer=person, state__in=Assignment.ACTIVE)
    brought_in = Q(imported_by=person, standing__team=None)
    return Article.objects.filter(Q(standing__team__in=teams) | brought_in | Exists(mine))


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


def notes_for(person: object) -> QuerySet[Note]:
    """Return notes to self: a person's own, for they are written for nobody else."""
    return Note.objects.filter(assignment__reviewer=person, deleted_at=None)


def responses_for(person: object) -> QuerySet[Response]:
    """Return the answers that a person may see: their own, and those to claims they may see."""
    return Response.objects.filter(Q(assignment__reviewer=person) | Q(claim__in=claims_for(person).values("pk")))


def claims_answered_by(person: object) -> QuerySet[Claim]:
    """Return the claims in a second pass that a reviewer has marked or judged: they see others' votes on these.

    Who says "not checked" has judged nothing, and goes on seeing nothing.
    """
    mine = Assignment.objects.filter(
        reviewer=person, state=Assignment.State.SUBMITTED, round__stage=Round.Stage.RESPONDING
    )
    marked = Annotation.objects.filter(claim=OuterRef("pk"), assignment__in=mine, deleted_at=None)
    judged = Response.objects.filter(claim=OuterRef("pk"), assignment__in=mine).exclude(answer=Answer.NOT_CHECKED)
    return Claim.objects.filter(Exists(marked) | Exists(judged))


def claims_shown_to(person: object) -> QuerySet[Claim]:
    """Return the claims whose pages a person may open: those they may see, and those they have answered."""
    if not person.is_active:
        return Claim.objects.none()
    answered = claims_answered_by(person).filter(revision__article__in=articles_for(person).values("pk"))
    return Claim.objects.filter(Q(pk__in=claims_for(person).values("pk")) | Q(pk__in=answered.values("pk")))


def marks_on(claim: Claim) -> QuerySet[Annotation]:
    """Return the marks on a claim that whoever may open its page sees."""
    return Annotation.objects.filter(claim=claim, deleted_at=None, assignment__state=Assignment.State.SUBMITTED)


def responses_on(claim: Claim) -> QuerySet[Response]:
    """Return the answers to a claim that whoever may open its page sees."""
    return Response.objects.filter(claim=claim)

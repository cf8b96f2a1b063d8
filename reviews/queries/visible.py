"""Blindness: the only door to articles, marks and what follows from them.

Nobody who is or could still become a reviewer of an open round sees marks on its article. Editors, leads, moderators
and observers see submitted marks, unless assigned. A draft is seen by its author only. What a moderator hid is on no
page but the moderators' own: `hidden=True` is for these, and for the admin.
"""

from django.db.models import Exists, OuterRef, Q, QuerySet

from articles.models import Article
from reviews import rules
from reviews.core.verdicts import Answer
from reviews.models import (
    Annotation,
    Assignment,
    Claim,
    ClaimSource,
    Comment,
    Dismissal,
    Evidence,
    Membership,
    Note,
    Response,
    Round,
    Source,
)


def articles_for(person: object) -> QuerySet[Article]:
    """Return the articles that a person may see: all; else their teams', what they review or brought in for no team.

    An article that a moderator hid is seen by moderators only.
    """
    if rules.may_moderate(person):
        return Article.objects.all()
    if rules.sees_every_article(person):
        return Article.objects.filter(hidden_at=None)
    if not person.is_active:
        return Article.objects.none()
    teams = Membership.objects.filter(person=person).values("team")
    mine = Assignment.objects.filter(round__article=OuterRef("pk"), reviewer=person, state__in=Assignment.ACTIVE)
    brought_in = Q(imported_by=person, standing__team=None)
    return Article.objects.filter(Q(standing__team__in=teams) | brought_in | Exists(mine), hidden_at=None)


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


def annotations_for(person: object, *, hidden: bool = False) -> QuerySet[Annotation]:
    """Return the marks that a person may see: their own, and the submitted ones on articles they are not blind to.

    With `hidden`, to a moderator also what moderators hid.
    """
    marks = _seen(Annotation.objects.filter(deleted_at=None), person)
    return marks if hidden and rules.may_moderate(person) else marks.filter(hidden_at=None)


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


def responses_for(person: object, *, hidden: bool = False) -> QuerySet[Response]:
    """Return the answers that a person may see: their own, and those to claims they may see. `hidden` as for marks."""
    seen = Response.objects.filter(Q(assignment__reviewer=person) | Q(claim__in=claims_for(person).values("pk")))
    return seen if hidden and rules.may_moderate(person) else seen.filter(hidden_at=None)


def comments_for(person: object, *, hidden: bool = False) -> QuerySet[Comment]:
    """Return a person's own comments, and the discussion of the claims that they may see. `hidden` as for marks."""
    seen = Comment.objects.filter(Q(author=person) | Q(claim__in=claims_for(person).values("pk")))
    return seen if hidden and rules.may_moderate(person) else seen.filter(hidden_at=None)


def evidence_for(person: object, *, hidden: bool = False) -> QuerySet[Evidence]:
    """Return what is attached to the marks that a person may see. `hidden` as for marks."""
    seen = Evidence.objects.filter(annotation__in=annotations_for(person, hidden=hidden).values("pk"))
    return seen if hidden and rules.may_moderate(person) else seen.filter(source__hidden_at=None)


def claim_sources_for(person: object, *, hidden: bool = False) -> QuerySet[ClaimSource]:
    """Return what was put beside the claims that a person may see. `hidden` as for marks."""
    seen = ClaimSource.objects.filter(claim__in=claims_for(person).values("pk"))
    return seen if hidden and rules.may_moderate(person) else seen.filter(source__hidden_at=None)


def sources_for(person: object, *, hidden: bool = False) -> QuerySet[Source]:
    """Return a person's own sources, and those attached to marks or put beside claims that they may see.

    `hidden` as for marks.
    """
    attached = evidence_for(person, hidden=hidden).filter(source=OuterRef("pk"))
    beside = claim_sources_for(person, hidden=hidden).filter(source=OuterRef("pk"))
    seen = Source.objects.filter(Q(finder=person) | Exists(attached) | Exists(beside))
    return seen if hidden and rules.may_moderate(person) else seen.filter(hidden_at=None)


def evidence_shown() -> QuerySet[Evidence]:
    """Return what is attached to marks and not hidden, for marks that came through a door already."""
    return Evidence.objects.filter(source__hidden_at=None)


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
    return Annotation.objects.filter(
        claim=claim, deleted_at=None, hidden_at=None, assignment__state=Assignment.State.SUBMITTED
    )


def responses_on(claim: Claim) -> QuerySet[Response]:
    """Return the answers to a claim that whoever may open its page sees."""
    return Response.objects.filter(claim=claim, hidden_at=None)


def comments_on(claim: Claim) -> QuerySet[Comment]:
    """Return the discussion of a claim that whoever may open its page sees, in order."""
    return Comment.objects.filter(claim=claim, hidden_at=None).select_related("author").order_by("made_at", "pk")

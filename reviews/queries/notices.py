"""A person's notices, and the words in which they are told: on the page and in letters the same.

The words name the article and who did something, never what a mark, a vote, a comment or a source says.
"""

from dataclasses import dataclass

from django.db.models import Case, Count, Exists, Max, OuterRef, Q, QuerySet, When
from django.urls import reverse

from reviews.core.notices import Kind
from reviews.models import Notice
from reviews.queries.visible import articles_for

_OF_ARTICLE = {
    Kind.ASSIGNED: "{by} asked you to review “{article}”.",
    Kind.DUE_TOMORROW: "Your review of “{article}” is due {detail}.",
    Kind.OVERDUE: "Your review of “{article}” was due {detail}.",
    Kind.RESPONSE_OWED: "All reviews of “{article}” are in. Claims that you had not marked wait for your answer.",
    Kind.RULED: "{by} ruled on a claim in “{article}” that you voted on.",
    Kind.REPLY: "{by} wrote in a discussion in “{article}” that you are part of.",
    Kind.RETURNING: "“{article}” goes back to the pool {detail} unless you begin it.",
    Kind.RETURNED: "A place to review “{article}” is free again: {detail}",
    Kind.FLAGGED: "Something in “{article}” was flagged. {detail}",
}
#: Quotation marks of a title that stands in quotation marks.
_INNER = str.maketrans("“”", "‘’")
_SUBJECTS = {
    Kind.ASSIGNED: "To review: {article}",
    Kind.DUE_TOMORROW: "Due soon: {article}",
    Kind.OVERDUE: "Overdue: {article}",
    Kind.RESPONSE_OWED: "To answer: {article}",
    Kind.RULED: "Ruled: a claim in {article}",
    Kind.REPLY: "A reply: {article}",
    Kind.RETURNING: "Soon back in the pool: {article}",
    Kind.RETURNED: "Free again: {article}",
    Kind.FLAGGED: "Flagged: {article}",
}


@dataclass(frozen=True, slots=True)
class Unread:
    """How many notices a person has not read, and the newest of them: together they say whether anything changed."""

    count: int
    newest: int

    def __str__(self) -> str:
        return f"{self.count}-{self.newest}"


def unread(person: object) -> Unread:
    """Return what waits unread, in one query by the index of what is unread."""
    found = Notice.objects.filter(person=person, read_at=None).aggregate(count=Count("pk"), newest=Max("pk"))
    return Unread(found["count"], found["newest"] or 0)


def notices_of(person: object) -> QuerySet[Notice]:
    """Return a person's notices, newest first, each with whether they still see its article (`shown`)."""
    seen = Exists(articles_for(person).filter(pk=OuterRef("article")))
    shown = Case(When(Q(article=None) | Q(seen), then=True), default=False)
    return (
        Notice.objects.filter(person=person)
        .annotate(seen=seen)
        .annotate(shown=shown)
        .select_related("article", "by")
        .order_by("-made_at", "-pk")
    )


def sentence(notice: Notice) -> str:
    """Return what a notice says."""
    if notice.article_id is None:
        return notice.detail
    if not getattr(notice, "shown", True):
        return "This was about an article that you no longer see."
    by = str(notice.by) if notice.by_id else "The desk"
    title = str(notice.article).translate(_INNER)
    return _OF_ARTICLE[Kind(notice.kind)].format(article=title, by=by, detail=notice.detail).strip()


def subject(notice: Notice) -> str:
    """Return the subject of a letter with this notice alone."""
    if notice.article_id is None:
        return notice.detail
    return _SUBJECTS[Kind(notice.kind)].format(article=notice.article)


def path_of(notice: Notice) -> str:
    """Return the address of the page where a notice leads; who may open it is decided there."""
    kind, article = Kind(notice.kind), notice.article_id
    if article is None or not getattr(notice, "shown", True):
        return reverse("desk")
    if notice.claim_id and kind in {Kind.RULED, Kind.REPLY, Kind.FLAGGED}:
        return reverse("claim", args=[notice.claim_id])
    if kind == Kind.RESPONSE_OWED:
        return reverse("respond", args=[article])
    mine = notice.assignment_id and kind in {Kind.ASSIGNED, Kind.DUE_TOMORROW, Kind.OVERDUE, Kind.RETURNING}
    return reverse("workspace" if mine else "article", args=[article])

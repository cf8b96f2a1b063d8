"""What was flagged and what moderators did: the queue, a case in context, and what somebody is told of their own."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Case as Choice
from django.db.models import Count, F, Model, Prefetch, Q, QuerySet, Value, When
from django.db.models.functions import Least, Substr

from articles.models import Article
from reviews import rules
from reviews.models import (
    Annotation,
    Appeal,
    Assignment,
    Case,
    Comment,
    Evidence,
    Flag,
    ModerationEntry,
    Response,
    Source,
    Suspension,
)
from reviews.queries.visible import (
    annotations_for,
    articles_for,
    blinding_rounds,
    claims_shown_to,
    comments_for,
    responses_for,
    sources_for,
)

#: How long a case stays with the moderator who took it on.
HELD_FOR = timedelta(hours=1)


_TEXTS = ("annotation__", "response__claim__", "comment__claim__")
#: The passage that a mark is on, cut in the database.
_QUOTE = Substr(
    "annotation__revision__text",
    F("annotation__start") + 1,
    Least(F("annotation__end") - F("annotation__start"), 300),
)


def article_of(thing: Model) -> int:
    """Return the number of the article that a thing belongs to."""
    if isinstance(thing, Article):
        return thing.pk
    if isinstance(thing, Annotation):
        return thing.revision.article_id
    if isinstance(thing, Source):
        return thing.article_id
    return thing.claim.revision.article_id


def author_of(thing: Model) -> int | None:
    """Return the number of the person whose work a thing is."""
    if isinstance(thing, Article):
        return thing.imported_by_id
    if isinstance(thing, (Annotation, Response)):
        return thing.assignment.reviewer_id
    return thing.finder_id if isinstance(thing, Source) else thing.author_id


def thing_for(person: object, kind: str, pk: int) -> Model | None:
    """Return a thing that a person may see, or None. To a moderator, also what is hidden."""
    doors = {
        "annotation": lambda: annotations_for(person, hidden=True).select_related("assignment", "revision"),
        "response": lambda: responses_for(person, hidden=True).select_related("assignment", "claim__revision"),
        "comment": lambda: comments_for(person, hidden=True).select_related("claim__revision"),
        "source": lambda: sources_for(person, hidden=True),
        "article": lambda: articles_for(person),
    }
    if kind not in doors:
        return None
    return doors[kind]().filter(pk=pk).first() or _on_open_claim(person, kind, pk)


def _on_open_claim(person: object, kind: str, pk: int) -> Model | None:
    """Return a thing on a claim that a respondent has answered: they see the others' votes there."""
    claims = claims_shown_to(person).values("pk")
    submitted = {"assignment__state": Assignment.State.SUBMITTED, "hidden_at": None, "claim__in": claims}
    if kind == "annotation":
        return Annotation.objects.filter(**submitted, deleted_at=None, pk=pk).first()
    if kind == "response":
        return Response.objects.filter(**submitted, pk=pk).first()
    if kind == "comment":
        return Comment.objects.filter(claim__in=claims, hidden_at=None, pk=pk).first()
    if kind == "source":
        on_them = Evidence.objects.filter(annotation__claim__in=claims, annotation__hidden_at=None, source=pk)
        return Source.objects.filter(pk__in=on_them.values("source"), hidden_at=None).first()
    return None


def cases_for(person: object) -> QuerySet[Case]:
    """Return the cases that a moderator may see, with their things: none on articles that they are blind to."""
    if not rules.may_moderate(person):
        return Case.objects.none()
    return (
        Case.objects.exclude(article__in=blinding_rounds(person).values("article"))
        .select_related(
            *("article__publication", "person", "held_by"),
            *("annotation__revision", "annotation__claim", "annotation__assignment__reviewer"),
            *("response__claim__revision", "response__assignment__reviewer", "comment__claim__revision"),
            *("comment__author", "source__finder"),
        )
        .defer(*(f"{path}revision__{field}" for path in _TEXTS for field in ("text", "blocks", "sentences")))
        .annotate(quote=_QUOTE)
    )


def queue_for(person: object) -> QuerySet[Case]:
    """Return the open cases, gravest first and of these the oldest; what this person may not decide comes last."""
    mine = Q(person=person) | Q(flags__by=person)
    if person.role != "admin":
        mine |= Q(escalated=True)
    not_mine = Case.objects.filter(mine).values("pk")
    return (
        cases_for(person)
        .filter(is_open=True)
        .annotate(
            waiting=Count("flags", filter=Q(flags__answered_at=None), distinct=True),
            not_for_me=Choice(When(pk__in=not_mine, then=Value(1)), default=Value(0)),
        )
        .prefetch_related(
            Prefetch("flags", Flag.objects.filter(answered_at=None).order_by("at", "pk"), to_attr="open_flags"),
            Prefetch("entries", ModerationEntry.objects.select_related("by", "appeal").order_by("-at", "-pk")),
        )
        .order_by("not_for_me", "-severity", "opened_at", "pk")
    )


def is_held(case: Case, by_other_than: object, now: datetime) -> bool:
    """Whether another moderator has taken the case on and has not let it lie."""
    return case.held_by_id is not None and case.held_by_id != by_other_than.pk and case.held_at > now - HELD_FOR


def last_entry(case: Case) -> ModerationEntry | None:
    """Return what was done last about a case."""
    return case.entries.select_related("by").order_by("-at", "-pk").first()


def suspension_of(person: object) -> Suspension | None:
    """Return the suspension of a person that nobody has lifted, even where its time is over."""
    return Suspension.objects.filter(person=person, lifted_at=None).first()


def has_votes_aside(person: object) -> bool:
    """Whether votes of theirs are set aside by a suspension."""
    return Assignment.objects.filter(reviewer=person, set_aside_by__isnull=False).exists()


@dataclass(frozen=True, slots=True)
class Told:
    """A decision about somebody's own work, as they are told of it: what, why, and whether they can still appeal."""

    entry: ModerationEntry
    thing: Model
    may_appeal: bool

    @property
    def hidden(self) -> bool:
        """Whether it is hidden now."""
        return self.thing.hidden_at is not None


def told_to(person: object, *, article: Article | None = None) -> list[Told]:
    """Return what moderators decided about a person's own work, newest first; of one article, what is hidden now.

    Who reported it is not told, and neither is which moderator decided.
    """
    entries = (
        ModerationEntry.objects.filter(case__person=person)
        .exclude(deed__in=[ModerationEntry.Deed.DISMISS, ModerationEntry.Deed.ESCALATE])
        .select_related(
            *("appeal", "case__article", "case__annotation__revision", "case__response__claim", "case__comment__claim"),
            "case__source",
        )
        .order_by("-at", "-pk")
    )
    if article is not None:
        entries = entries.filter(case__article=article, deed=ModerationEntry.Deed.HIDE)
    found: list[Told] = []
    seen: set[int] = set()
    for entry in entries:
        told = Told(entry, entry.case.thing, _may_appeal(entry))
        if article is None or (told.hidden and entry.case_id not in seen):
            found.append(told)
        seen.add(entry.case_id)
    return found


def _may_appeal(entry: ModerationEntry) -> bool:
    """Whether its author can still answer this decision."""
    if hasattr(entry, "appeal"):
        return False
    deeds = ModerationEntry.Deed
    return entry.deed in {deeds.REDACT, deeds.WARN, deeds.SUSPEND} or (entry.deed == deeds.HIDE and entry.case.hidden)


def flags_for(person: object) -> QuerySet[Flag]:
    """Return the flags that a moderator may read with who made them: none about their own work."""
    return Flag.objects.filter(case__in=cases_for(person).exclude(person=person).order_by().values("pk"))


def entries_for(person: object) -> QuerySet[ModerationEntry]:
    """Return what moderators did, as far as a moderator may see the cases."""
    return ModerationEntry.objects.filter(case__in=cases_for(person).order_by().values("pk"))


def appeals_for(person: object) -> QuerySet[Appeal]:
    """Return the appeals in the cases that a moderator may see."""
    return Appeal.objects.filter(entry__in=entries_for(person).order_by().values("pk"))


def suspensions_for(person: object) -> QuerySet[Suspension]:
    """Return the suspensions that came of cases that a moderator may see."""
    return Suspension.objects.filter(case__in=cases_for(person).order_by().values("pk"))

"""Everything that the desk has about one person, for themselves: one JSON document."""

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from django.db.models import QuerySet

from editorial.record.models import Event
from reviews.models import (
    Annotation,
    Appeal,
    Assignment,
    ChangeOfMind,
    Comment,
    Dismissal,
    Flag,
    Membership,
    Note,
    Response,
    Ruling,
    Sighting,
    Source,
    Suspension,
)
from reviews.queries.moderation import told_to

_PERSON = ("id", "name", "email", "role", "is_active", "date_joined", "last_login", "named_outside", "suspended_until")
_SPAN = ("uuid", "revision__article", "revision", "start", "end")


def data_of(person: object) -> dict[str, object]:
    """Return a person's data, ready for JSON. Of confidential sources only that there are some: they never leave."""
    by_assignment = {"assignment__reviewer": person}
    sources = Source.objects.filter(finder=person)
    return {
        "person": {field: plain(getattr(person, field)) for field in _PERSON},
        "memberships": _rows(Membership.objects.filter(person=person), "team__name", "role", "joined_at"),
        "assignments": _rows(
            Assignment.objects.filter(reviewer=person),
            *("id", "round__article__title", "round__number", "state", "due", "assigned_at", "submitted_at"),
        ),
        "marks": _rows(
            Annotation.objects.filter(**by_assignment),
            *(*_SPAN, "verdict", "reason", "rationale", "bearing", "reported", "made_at", "changed_at", "deleted_at"),
            "hidden_at",
        ),
        "dismissals": _rows(Dismissal.objects.filter(**by_assignment), *_SPAN, "kind", "made_at", "deleted_at"),
        "notes": _rows(Note.objects.filter(**by_assignment), *_SPAN, "words", "made_at", "changed_at", "deleted_at"),
        "answers": _rows(
            Response.objects.filter(**by_assignment), "claim", "answer", "first_answer", "rationale", "answered_at"
        ),
        "changes_of_mind": _rows(
            ChangeOfMind.objects.filter(**by_assignment), "claim", "before", "answer", "why", "at"
        ),
        "rulings": _rows(Ruling.objects.filter(by=person), "claim", "verdict", "reason", "at", "replaced_at"),
        "comments": _rows(Comment.objects.filter(author=person), "claim", "text", "made_at", "hidden_at"),
        "sources": _rows(
            sources.filter(confidential=False),
            *("uuid", "article", "kind", "title", "url", "archive_url", "place", "passage", "primary", "made_at"),
        ),
        "confidential_sources": sources.filter(confidential=True).count(),
        "flags": _rows(Flag.objects.filter(by=person), "kind", "note", "at", "case__kind", "case__article"),
        "appeals": _rows(Appeal.objects.filter(by=person), "text", "at", "answered_at"),
        "decisions": [
            {"deed": told.entry.deed, "reason": told.entry.reason, "note": told.entry.note, "at": plain(told.entry.at)}
            for told in told_to(person)
        ],
        "suspensions": _rows(Suspension.objects.filter(person=person), "at", "until", "votes_count", "lifted_at"),
        "articles_whose_marks_they_saw": _rows(Sighting.objects.filter(person=person), "article", "at"),
        "events": _rows(Event.objects.filter(actor=person), "chain", "position", "kind", "right", "at"),
    }


def _rows(rows: QuerySet, *fields: str) -> list[dict[str, object]]:
    """Return columns of rows in the order in which they were made."""
    return [
        {name: plain(value) for name, value in row.items()} for row in rows.order_by("pk").values(*fields).iterator()
    ]


def plain(value: object) -> object:
    """Return a value as JSON has it."""
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    return list(map(plain, value)) if isinstance(value, Iterable) and not isinstance(value, str) else value

"""The log in the admin. It is here because who may read which event is a matter of blindness."""

import json

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html

from editorial.record.log import DESK, article_chain
from editorial.record.models import Chain, Event
from reviews.actions.sight import note_sightings
from reviews.admin.base import ReviewAdmin, article_page
from reviews.queries.record import DRAFTING, chains_for, events_for

#: Kinds of event whose payload tells what others marked, by how they begin.
TELLING = (*DRAFTING, "review.", "claim.", "round.revealed", "standing.")


class OfChain(ReviewAdmin):
    """Rows that belong to one chain: an article's, or the desk's."""

    def view_on_site(self, row: Model) -> str:
        """Return the page of the article whose chain it is, or the desk."""
        article = article_of(row)
        return article_page(article) if article else reverse("desk")


@admin.register(Event)
class EventAdmin(OfChain):
    """The log: all but others' drafts, and others' doings on articles that one is blind to. It only ever grows."""

    door = events_for
    list_display = ("at", "kind", "actor", "right", "chain_name", "position", "on_desk")
    list_display_links = ("at", "kind")
    list_select_related = ("actor",)
    list_filter = ("right",)
    search_fields = ("kind__startswith", "=chain__name", "actor__name", "actor__email")
    search_help_text = "A kind (claim.ruled), a chain (article/12, desk) or a person."
    date_hierarchy = "at"
    ordering = ("-at", "-pk")
    fields = (
        "chain",
        "position",
        "kind",
        "actor",
        "right",
        "at",
        "told",
        "salt",
        "payload_digest",
        "previous",
        "digest",
    )

    @admin.display(description="chain", ordering="chain")
    def chain_name(self, event: Event) -> str:
        """Return the chain's name, which is its key."""
        return event.chain_id

    @admin.display(description="payload")
    def told(self, event: Event) -> str:
        """Return the payload, set out to be read."""
        if event.payload is None:
            return "erased"
        payload = {
            key: value for key, value in event.payload.items() if (event.kind, key) != ("moderation.flagged", "by")
        }
        return format_html("<pre>{}</pre>", json.dumps(payload, indent=2, sort_keys=True, ensure_ascii=False))

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Event | None:
        """Return the event for its page; if that tells what others marked, note that it was shown."""
        event = super().get_object(request, object_id, from_field)
        if event and event.actor_id != request.user.pk and event.kind.startswith(TELLING) and article_of(event):
            note_sightings(articles=[article_of(event)], person=request.user, now=timezone.now())
        return event


@admin.register(Chain)
class ChainAdmin(OfChain):
    """The heads of the chains. `manage.py verify_log` walks them."""

    door = chains_for
    list_display = ("name", "length", "head", "on_desk")
    search_fields = ("=name",)
    search_help_text = "A chain: article/12, desk."
    ordering = ("name",)
    fields = ("name", "length", "head")


def article_of(row: Event | Chain) -> int | None:
    """Return the number of the article whose chain it is, or None for the desk's."""
    name = row.name if isinstance(row, Chain) else row.chain_id
    return None if name == DESK else int(name.removeprefix(article_chain(0).removesuffix("0")))

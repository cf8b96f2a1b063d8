"""What people do to claims after the reveal: discussion, changes of mind, further places, contradictions."""

from django.contrib import admin

from reviews.admin.base import HIDDEN, MarksAdmin, with_hidden
from reviews.admin.claims import OfClaim
from reviews.models import ChangeOfMind, ClaimLink, ClaimSource, Comment, Contradiction, Occurrence
from reviews.queries.record import (
    changes_of_mind_for,
    claim_links_for,
    contradictions_for,
    occurrences_for,
)
from reviews.queries.visible import claim_sources_for, comments_for


@admin.register(Comment)
class CommentAdmin(OfClaim):
    """The discussion of claims."""

    door = with_hidden(comments_for)
    author_path = "author"
    list_display = ("claim", "author", "article", "made_at", "on_desk")
    list_select_related = ("claim__round__article", "author")
    list_filter = (HIDDEN, "claim__round__team")
    search_fields = ("text", "author__name", "claim__statement", "claim__round__article__title")
    date_hierarchy = "made_at"
    ordering = ("-made_at", "-pk")
    fields = ("claim", "author", "text", "made_at", "hidden_at")


@admin.register(ChangeOfMind)
class ChangeOfMindAdmin(OfClaim):
    """Votes that were changed after the others' had been seen; what was said first stays."""

    door = changes_of_mind_for
    author_path = "assignment__reviewer"
    list_display = ("claim", "reviewer", "before", "answer", "article", "at", "on_desk")
    list_select_related = ("claim__round__article", "assignment__reviewer")
    list_filter = ("before", "answer", "claim__round__team")
    search_fields = ("why", "claim__statement", "assignment__reviewer__name", "claim__round__article__title")
    date_hierarchy = "at"
    ordering = ("-at", "-pk")
    fields = ("claim", "reviewer", "before", "answer", "why", "at")

    @admin.display(ordering="assignment__reviewer__name")
    def reviewer(self, change: ChangeOfMind) -> str:
        """Return whose mind was changed."""
        return str(change.assignment.reviewer)


@admin.register(Occurrence)
class OccurrenceAdmin(OfClaim):
    """Further places where claims are asserted."""

    door = occurrences_for
    author_path = "added_by"
    list_display = ("claim", "start", "end", "added_by", "article", "added_at", "on_desk")
    list_select_related = ("claim__round__article", "added_by")
    list_filter = ("claim__round__team",)
    search_fields = ("claim__statement", "added_by__name", "claim__round__article__title")
    date_hierarchy = "added_at"
    ordering = ("-added_at", "-pk")
    fields = ("claim", "start", "end", "added_by", "added_at")


@admin.register(Contradiction)
class ContradictionAdmin(MarksAdmin):
    """Claims that cannot both be true."""

    door = contradictions_for
    article_path = "one__round__article"
    list_display = ("one", "other", "made_by", "made_at")
    list_select_related = ("one", "other", "made_by")
    list_filter = ("one__round__team",)
    search_fields = ("one__statement", "other__statement", "made_by__name")
    date_hierarchy = "made_at"
    ordering = ("-made_at", "-pk")
    fields = ("one", "other", "made_by", "made_at")


@admin.register(ClaimSource)
class ClaimSourceAdmin(OfClaim):
    """What other articles of the story say, put beside claims as context."""

    door = with_hidden(claim_sources_for)
    author_path = "put_by"
    list_display = ("claim", "source", "put_by", "article", "put_at", "on_desk")
    list_select_related = ("claim__round__article", "source", "put_by")
    list_filter = ("claim__round__team",)
    search_fields = ("claim__statement", "source__title", "put_by__name", "claim__round__article__title")
    date_hierarchy = "put_at"
    ordering = ("-put_at", "-pk")
    fields = ("claim", "source", "put_by", "put_at")


@admin.register(ClaimLink)
class ClaimLinkAdmin(MarksAdmin):
    """Claims of different articles that somebody called the same, similar or unrelated."""

    door = claim_links_for
    article_path = "one__round__article"
    list_display = ("one", "other", "kind", "made_by", "made_at")
    list_select_related = ("one", "other", "made_by")
    list_filter = ("kind", "one__round__team")
    search_fields = ("one__statement", "other__statement", "made_by__name")
    date_hierarchy = "made_at"
    ordering = ("-made_at", "-pk")
    fields = ("one", "other", "kind", "one_stood", "other_stood", "made_by", "made_at")

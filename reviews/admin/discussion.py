"""What was made of claims after their marks: minds changed, comments, further places, contradictions."""

from django.contrib import admin
from django.urls import reverse

from reviews.admin.base import ReviewAdmin
from reviews.admin.claims import OfClaim
from reviews.models import ChangeOfMind, Comment, Contradiction, Occurrence
from reviews.queries.record import changes_of_mind_for, comments_for, contradictions_for, occurrences_for


@admin.register(ChangeOfMind)
class ChangeOfMindAdmin(OfClaim):
    """Who says otherwise of a claim now, and why."""

    door = changes_of_mind_for
    author_path = "assignment__reviewer"
    list_display = ("claim", "before", "answer", "reviewer", "article", "at", "on_desk")
    list_select_related = ("claim__round__article", "assignment__reviewer")
    list_filter = ("answer", "before", "claim__round__team")
    search_fields = ("why", "claim__statement", "assignment__reviewer__name", "claim__round__article__title")
    date_hierarchy = "at"
    ordering = ("-at", "-pk")
    fields = ("claim", "reviewer", "before", "answer", "why", "at")

    @admin.display(ordering="assignment__reviewer__name")
    def reviewer(self, change: ChangeOfMind) -> str:
        """Return who says otherwise."""
        return str(change.assignment.reviewer)


@admin.register(Comment)
class CommentAdmin(OfClaim):
    """The discussions of claims."""

    door = comments_for
    author_path = "author"
    list_display = ("beginning", "author", "claim", "article", "made_at", "on_desk")
    list_select_related = ("claim__round__article", "author")
    list_filter = ("claim__round__team",)
    search_fields = ("text", "author__name", "claim__statement", "claim__round__article__title")
    date_hierarchy = "made_at"
    ordering = ("-made_at", "-pk")
    fields = ("claim", "author", "text", "uuid", "made_at")

    @admin.display(description="comment", ordering="text")
    def beginning(self, comment: Comment) -> str:
        """Return the comment, cut if it is long."""
        return comment.text if len(comment.text) <= 200 else f"{comment.text[:200]}…"


@admin.register(Occurrence)
class OccurrenceAdmin(ReviewAdmin):
    """Further places where claims are asserted."""

    door = occurrences_for
    list_display = ("claim", "start", "end", "added_by", "added_at", "on_desk")
    list_select_related = ("claim", "added_by")
    list_filter = ("claim__round__team",)
    search_fields = ("claim__statement", "added_by__name", "claim__round__article__title")
    date_hierarchy = "added_at"
    ordering = ("-added_at", "-pk")
    fields = ("claim", "start", "end", "added_by", "added_at")

    def view_on_site(self, occurrence: Occurrence) -> str:
        """Return the claim's page."""
        return reverse("claim", args=[occurrence.claim_id])


@admin.register(Contradiction)
class ContradictionAdmin(ReviewAdmin):
    """Claims that cannot both be true."""

    door = contradictions_for
    list_display = ("one", "other", "made_by", "made_at", "on_desk")
    list_select_related = ("one", "other", "made_by")
    list_filter = ("one__round__team",)
    search_fields = ("one__statement", "other__statement", "made_by__name")
    date_hierarchy = "made_at"
    ordering = ("-made_at", "-pk")
    fields = ("one", "other", "made_by", "made_at")

    def view_on_site(self, contradiction: Contradiction) -> str:
        """Return the page of the first of the two."""
        return reverse("claim", args=[contradiction.one_id])

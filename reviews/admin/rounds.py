"""Who was asked to review what, until when, and who has seen marks."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from editorial.admin_base import RecordAdmin, RecordInline
from reviews.admin.base import OnDesk, article_page
from reviews.models import Assignment, Round, Sighting


class AssignmentInline(RecordInline):
    """The reviewers of a round."""

    model = Assignment
    fields = ("reviewer", "state", "due", "assigned_by", "taken", "started_at", "submitted_at", "responded_at")
    readonly_fields = fields
    ordering = ("pk",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Assignment]:
        """Fetch along what each line names."""
        return super().get_queryset(request).select_related("reviewer", "assigned_by", "round__article")


@admin.register(Round)
class RoundAdmin(OnDesk, RecordAdmin):
    """Rounds with their reviewers. They are opened and closed on the desk."""

    list_display = (
        "article",
        "number",
        "stage",
        "team",
        "wanted",
        "due",
        "opened_at",
        "opened_by",
        "closed_at",
        "on_desk",
    )
    list_filter = ("stage", "priority", "team")
    search_fields = ("article__title", "team__name", "assignments__reviewer__name")
    date_hierarchy = "opened_at"
    ordering = ("-opened_at", "-pk")
    fields = (
        *("article", "number", "revision", "team", "policy", "wanted", "stage", "due", "priority", "note"),
        *("opened_at", "opened_by", "revealed_at", "closed_at"),
    )
    inlines = (AssignmentInline,)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Round]:
        """Fetch along what a line and a page name; of the revision all but the text."""
        long = ("revision__text", "revision__blocks", "revision__sentences")
        return (
            super()
            .get_queryset(request)
            .select_related("article", "team", "opened_by", "policy", "revision__article")
            .defer(*long)
        )

    def view_on_site(self, round_: Round) -> str:
        """Return the article's page."""
        return article_page(round_.article_id)


@admin.register(Assignment)
class AssignmentAdmin(OnDesk, RecordAdmin):
    """Each reviewer's part in each round."""

    list_display = (
        "reviewer",
        "article",
        "state",
        "due",
        "team",
        "assigned_at",
        "submitted_at",
        "responded_at",
        "on_desk",
    )
    list_select_related = ("reviewer", "round__article", "round__team")
    list_filter = ("state", "round__stage", "round__team")
    search_fields = ("reviewer__name", "reviewer__email", "round__article__title")
    date_hierarchy = "assigned_at"
    ordering = ("-assigned_at", "-pk")
    fields = (
        *("reviewer", "round", "state", "due", "note", "assigned_at", "assigned_by", "taken", "accepted_at"),
        *("started_at", "submitted_at", "responded_at", "returns_at", "ended_at", "why_ended"),
    )

    @admin.display(ordering="round__article__title")
    def article(self, assignment: Assignment) -> str:
        """Return what is to be reviewed."""
        return str(assignment.round.article)

    @admin.display(ordering="round__team__name")
    def team(self, assignment: Assignment) -> str:
        """Return for whom."""
        return str(assignment.round.team)

    def view_on_site(self, assignment: Assignment) -> str:
        """Return the article's page."""
        return article_page(assignment.round.article_id)


@admin.register(Sighting)
class SightingAdmin(OnDesk, RecordAdmin):
    """Who has seen others' marks on which article, and can no longer review it blind."""

    list_display = ("person", "article", "at", "on_desk")
    list_select_related = ("person", "article")
    search_fields = ("person__name", "person__email", "article__title")
    date_hierarchy = "at"
    ordering = ("-at", "-pk")

    def view_on_site(self, sighting: Sighting) -> str:
        """Return the article's page."""
        return article_page(sighting.article_id)

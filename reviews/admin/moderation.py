"""What was flagged, and what moderators did about it. Decided on the desk; the lists' own actions lead there."""

from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse

from editorial.admin_base import RecordInline
from reviews.admin.base import MarksAdmin
from reviews.models import Appeal, Case, Flag, ModerationEntry, Suspension
from reviews.queries.moderation import appeals_for, cases_for, entries_for, flags_for, suspensions_for


class EntryInline(RecordInline):
    """What was done about a case."""

    model = ModerationEntry
    fields = ("deed", "reason", "note", "by", "at")
    readonly_fields = fields
    ordering = ("-at", "-pk")

    def get_queryset(self, request: HttpRequest) -> object:
        """Fetch along what each line names."""
        return super().get_queryset(request).select_related("by")


class OfCase(MarksAdmin):
    """Rows that belong to one case."""

    article_path = "case__article"

    @admin.display(ordering="case__article__title")
    def article(self, row: object) -> str:
        """Return what it is on."""
        return str(row.case.article)

    @admin.display(ordering="case__person__name")
    def author(self, row: object) -> str:
        """Return whose work it is about."""
        return str(row.case.person or "–")

    def view_on_site(self, row: object) -> str:
        """Return the case's page."""
        return reverse("case", args=[row.case_id])


@admin.register(Case)
class CaseAdmin(MarksAdmin):
    """Cases, none on articles that one is blind to. They are decided on the desk."""

    door = cases_for
    article_path = "article"
    list_display = (
        "__str__",
        "person",
        "severity",
        "is_open",
        "escalated",
        "held_by",
        "article",
        "opened_at",
        "on_desk",
    )
    list_filter = ("is_open", "kind", "escalated", "severity")
    search_fields = ("person__name", "person__email", "article__title", "entries__note", "flags__note")
    date_hierarchy = "opened_at"
    ordering = ("-is_open", "-severity", "opened_at", "pk")
    fields = ("kind", "article", "person", "severity", "is_open", "escalated", "held_by", "held_at", "opened_at")
    inlines = (EntryInline,)

    def view_on_site(self, case: Case) -> str:
        """Return the case's page."""
        return reverse("case", args=[case.pk])


@admin.register(Flag)
class FlagAdmin(OfCase):
    """Flags, none about one's own work."""

    door = flags_for
    list_display = ("kind", "case", "author", "article", "by", "at", "answered_at", "on_desk")
    list_select_related = ("by", "case__person", "case__article")
    list_filter = ("kind", ("answered_at", admin.EmptyFieldListFilter))
    search_fields = ("note", "by__name", "case__person__name", "case__article__title")
    date_hierarchy = "at"
    ordering = ("-at", "-pk")
    fields = ("case", "kind", "note", "by", "at", "answered_at")


@admin.register(ModerationEntry)
class EntryAdmin(OfCase):
    """What moderators did, and why."""

    door = entries_for
    list_display = ("deed", "reason", "by", "author", "article", "at", "on_desk")
    list_select_related = ("by", "case__person", "case__article")
    list_filter = ("deed", "reason")
    search_fields = ("note", "by__name", "case__person__name", "case__article__title")
    date_hierarchy = "at"
    ordering = ("-at", "-pk")
    fields = ("case", "deed", "reason", "note", "by", "at", "position")


@admin.register(Appeal)
class AppealAdmin(MarksAdmin):
    """Appeals, once per decision."""

    door = appeals_for
    article_path = "entry__case__article"
    list_display = ("by", "entry", "at", "answered_at", "on_desk")
    list_select_related = ("by", "entry__by")
    list_filter = (("answered_at", admin.EmptyFieldListFilter),)
    search_fields = ("text", "by__name")
    date_hierarchy = "at"
    ordering = ("-at", "-pk")
    fields = ("entry", "by", "text", "at", "answered_at")

    def view_on_site(self, appeal: Appeal) -> str:
        """Return the case's page."""
        return reverse("case", args=[appeal.entry.case_id])


@admin.register(Suspension)
class SuspensionAdmin(OfCase):
    """Suspensions, in force, over and lifted."""

    door = suspensions_for
    list_display = ("person", "until", "votes_count", "by", "at", "lifted_at", "lifted_by", "on_desk")
    list_select_related = ("person", "by", "lifted_by")
    list_filter = ("votes_count", ("lifted_at", admin.EmptyFieldListFilter))
    search_fields = ("person__name", "person__email", "by__name")
    date_hierarchy = "at"
    ordering = ("-at", "-pk")
    fields = ("person", "case", "until", "votes_count", "by", "at", "lifted_at", "lifted_by")

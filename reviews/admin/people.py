"""What the desk knows of its people beside their role: profiles, absences, conflicts, invitations, notices, guidelines.

All of it is written on the pages of teams and people, by the actions that they call.
"""

from django.contrib import admin

from editorial.admin_base import RecordAdmin
from reviews.models import Absence, Conflict, Guidelines, Invitation, Notice, Profile


@admin.register(Profile)
class ProfileAdmin(RecordAdmin):
    """What people say of themselves as reviewers."""

    list_display = ("person", "capacity_hours", "languages", "beats", "changed_at")
    list_select_related = ("person",)
    list_filter = ("person__memberships__team",)
    search_fields = ("person__name", "person__email")
    ordering = ("person__name", "pk")
    fields = ("person", "capacity_hours", "languages", "beats", "mail", "changed_at")


@admin.register(Absence)
class AbsenceAdmin(RecordAdmin):
    """Who is away when."""

    list_display = ("person", "first", "last", "made_by")
    list_select_related = ("person", "made_by")
    list_filter = ("person__memberships__team",)
    search_fields = ("person__name", "person__email")
    ordering = ("-first", "pk")
    fields = ("person", "first", "last", "made_by", "made_at")


@admin.register(Conflict)
class ConflictAdmin(RecordAdmin):
    """Whose articles a person may not review."""

    list_display = ("person", "subject", "why", "made_by", "made_at")
    list_select_related = ("person", "publication", "story", "made_by")
    list_filter = ("person__memberships__team",)
    search_fields = ("person__name", "byline", "publication__name", "story__title")
    ordering = ("person__name", "pk")
    fields = ("person", "publication", "story", "byline", "why", "made_by", "made_at")


@admin.register(Guidelines)
class GuidelinesAdmin(RecordAdmin):
    """Every version of what teams tell their reviewers."""

    list_display = ("team", "version", "what_changed", "made_by", "made_at")
    list_select_related = ("team", "made_by")
    list_filter = ("team",)
    search_fields = ("team__name", "text", "what_changed")
    date_hierarchy = "made_at"
    ordering = ("team__name", "-version")
    fields = ("team", "version", "what_changed", "text", "made_by", "made_at")


@admin.register(Invitation)
class InvitationAdmin(RecordAdmin):
    """Who was asked to join, and what became of it. The link itself is known only to whom it was sent."""

    list_display = ("email", "offered", "made_by", "made_at", "expires_at", "accepted_by", "revoked_at")
    list_select_related = ("team", "made_by", "accepted_by")
    list_filter = ("team", "role", "desk_role")
    search_fields = ("email", "team__name", "made_by__name")
    date_hierarchy = "made_at"
    ordering = ("-made_at", "-pk")
    fields = (
        *("email", "team", "role", "desk_role", "made_by", "made_at", "sent_at", "expires_at"),
        *("accepted_by", "accepted_at", "revoked_at"),
    )


@admin.register(Notice)
class NoticeAdmin(RecordAdmin):
    """What people were told of, and when they read it."""

    list_display = ("made_at", "person", "kind", "article", "read_at", "mail", "mailed_at")
    list_select_related = ("person", "article")
    list_filter = ("kind", "mail")
    search_fields = ("person__name", "person__email", "article__title")
    date_hierarchy = "made_at"
    ordering = ("-made_at", "-pk")
    fields = ("person", "kind", "article", "assignment", "by", "detail", "made_at", "read_at", "mail", "mailed_at")

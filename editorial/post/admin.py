"""The outbox in the admin: what went out, what waits and what failed. What a letter says is its recipient's alone."""

from django.contrib import admin

from editorial.admin_base import RecordAdmin
from editorial.post.models import Letter


@admin.register(Letter)
class LetterAdmin(RecordAdmin):
    """Letters, without their text."""

    list_display = ("to", "subject", "made_at", "sent_at", "next_try", "tries", "failure")
    list_filter = (("sent_at", admin.EmptyFieldListFilter), ("failure", admin.EmptyFieldListFilter))
    search_fields = ("to", "subject", "failure")
    date_hierarchy = "made_at"
    ordering = ("-made_at", "-pk")
    fields = ("to", "subject", "made_at", "sent_at", "next_try", "tries", "failure")

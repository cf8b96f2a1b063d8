"""What was brought in, and what it was read from: looked at here, worked on the import pages.

The pieces of an original and the numbers of a fingerprint are left out: they are bytes and digits to nobody's use.
"""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse

from articles.models import Batch, BatchItem, BlockCorrection, Original
from articles.queries.items import with_counts
from articles.rules import batches_for
from editorial.admin_base import RecordAdmin


@admin.register(Batch)
class BatchAdmin(RecordAdmin):
    """What somebody brought in at once: one's own, and to admins everybody's."""

    list_display = ("name", "by", "created_at", "all_count", "waiting_count", "failed_count", "done_count")
    list_filter = (("by", admin.RelatedOnlyFieldListFilter),)
    search_fields = ("name", "by__name", "by__email")
    date_hierarchy = "created_at"
    ordering = ("-created_at", "-pk")
    fields = ("name", "by", "created_at")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Batch]:
        """Return the batches that the person may see, counted."""
        return with_counts(batches_for(request.user)).order_by(*self.ordering)

    @admin.display(description="items", ordering="all_count")
    def all_count(self, batch: Batch) -> int:
        """Return how many things it holds."""
        return batch.all_count

    @admin.display(description="waiting", ordering="waiting_count")
    def waiting_count(self, batch: Batch) -> int:
        """Return how many wait to be read or saved."""
        return batch.waiting_count

    @admin.display(description="failed", ordering="failed_count")
    def failed_count(self, batch: Batch) -> int:
        """Return how many failed."""
        return batch.failed_count

    @admin.display(description="done", ordering="done_count")
    def done_count(self, batch: Batch) -> int:
        """Return how many are articles now."""
        return batch.done_count

    def view_on_site(self, batch: Batch) -> str:
        """Return the import's page."""
        return reverse("import-batch", args=[batch.pk])


@admin.register(BatchItem)
class BatchItemAdmin(RecordAdmin):
    """The things of a batch, with how far each has come."""

    list_display = ("__str__", "source", "state", "match", "outcome", "reason", "article", "batch", "changed_at")
    list_filter = ("state", "source", "match", "outcome")
    search_fields = ("name", "title", "url", "reason", "batch__name")
    date_hierarchy = "changed_at"
    ordering = ("-changed_at", "-pk")
    fields = (
        *("batch", "parent", "source", "name", "url", "content_type", "original", "state", "reason", "attempts"),
        *("title", "certain", "match", "match_article", "match_share", "decision", "decided_by"),
        *("outcome", "article", "changed_at"),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[BatchItem]:
        """Return the items of the batches that the person may see, without the texts that were read."""
        seen = BatchItem.objects.filter(batch__in=batches_for(request.user).values("pk"))
        return (
            seen.select_related("batch", "article")
            .defer("draft", "corrections", "kinds", "names")
            .order_by(*self.ordering)
        )

    def view_on_site(self, item: BatchItem) -> str:
        """Return the item's page."""
        return reverse("import-item", args=[item.batch_id, item.pk])


@admin.register(Original)
class OriginalAdmin(RecordAdmin):
    """The bytes that texts were read from: how many, and their digest."""

    list_display = ("sha256", "size", "kept_at")
    search_fields = ("sha256__startswith",)
    search_help_text = "How a digest begins."
    date_hierarchy = "kept_at"
    ordering = ("-kept_at", "-pk")
    fields = ("sha256", "size", "kept_at")


@admin.register(BlockCorrection)
class BlockCorrectionAdmin(RecordAdmin):
    """What editors said that blocks are, other than what was read."""

    list_display = ("article", "start", "read_as", "kind", "by", "at")
    list_filter = ("kind", "read_as")
    search_fields = ("revision__article__title", "by__name")
    date_hierarchy = "at"
    ordering = ("-at", "-pk")
    fields = ("article", "revision", "start", "read_as", "read_level", "kind", "by", "at")

    def get_queryset(self, request: HttpRequest) -> QuerySet[BlockCorrection]:
        """Fetch along what a line and a page name; of the revision all but the text."""
        long = ("revision__text", "revision__blocks", "revision__sentences")
        return super().get_queryset(request).select_related("revision__article", "by").defer(*long)

    @admin.display(ordering="revision__article__title")
    def article(self, correction: BlockCorrection) -> str:
        """Return whose block it is."""
        return str(correction.revision.article)

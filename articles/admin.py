"""Articles, their texts, stories and publications in the admin.

`ArticleAdmin` is registered by the app that keeps outcomes by story, which has to work them out anew where it changes.
"""

from django import forms
from django.contrib import admin
from django.db import models
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.utils import timezone

from articles.actions import create_publication, create_story, edit_article, edit_publication, rename_story
from articles.models import (
    Article,
    Batch,
    BatchItem,
    BlockCorrection,
    Comparison,
    DismissedConflict,
    Extract,
    KeyName,
    Original,
    OriginalPiece,
    Publication,
    Revision,
    Shingle,
    Story,
    Term,
)
from editorial.admin_base import DeskAdmin, RecordAdmin, RecordInline

#: Code points of a text that its page in the admin shows.
SHOWN = 5000


class RevisionInline(RecordInline):
    """The texts of an article, without the texts themselves."""

    model = Revision
    fields = ("number", "length", "source_name", "imported_at")
    readonly_fields = fields
    ordering = ("-number",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Revision]:
        """Leave out what is long; fetch along what each line names."""
        return without_texts(super().get_queryset(request)).select_related("article")


class ArticleAdmin(DeskAdmin):
    """Articles: what the desk knows of them can be corrected, their texts cannot."""

    list_display = ("title", "publication", "story", "published", "language", "imported_at")
    list_filter = ("title_proposed", "language", "story", "publication")
    list_select_related = ("publication", "story")
    search_fields = ("title", "byline", "publication__name", "story__title", "url")
    date_hierarchy = "imported_at"
    autocomplete_fields = ("publication", "story")
    fields = ("title", "title_proposed", "byline", "published", "publication", "story", "language", "url")
    readonly_fields = ("title_proposed", "imported_at", "imported_by")
    inlines = (RevisionInline,)
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}

    def get_fields(self, request: HttpRequest, obj: Article | None = None) -> tuple[str, ...]:
        """Add, for an article that is there, when it came and by whom."""
        return (*super().get_fields(request, obj), "imported_at", "imported_by")

    def has_add_permission(self, request: HttpRequest) -> bool:  # noqa: ARG002
        """Articles are imported, not typed in."""
        return False

    def act(self, request: HttpRequest, obj: Article, changes: dict[str, object], form: object) -> Article:  # noqa: ARG002
        """Correct the article by the action."""
        return edit_article(article=obj, changes=changes, by=request.user, right=request.user.role, now=timezone.now())


class StoryForm(forms.ModelForm):
    """A story; a title that is taken is said beside its field."""

    def clean_title(self) -> str:
        """Refuse a title that another story has."""
        title = self.cleaned_data["title"]
        if Story.objects.filter(title__iexact=title).exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError("There is a story of this title already.")
        return title


@admin.register(Story)
class StoryAdmin(DeskAdmin):
    """Stories, with how many articles each has."""

    form = StoryForm
    list_display = ("title", "article_count", "created_at")
    search_fields = ("title",)
    date_hierarchy = "created_at"
    fields = ("title",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Story]:
        """Count the articles."""
        return super().get_queryset(request).annotate(article_count=Count("articles"))

    @admin.display(description="articles", ordering="article_count")
    def article_count(self, story: Story) -> int:
        """Return how many articles the story has."""
        return story.article_count

    def act(self, request: HttpRequest, obj: Story | None, changes: dict[str, object], form: object) -> Story:  # noqa: ARG002
        """Make or rename the story by the action."""
        right = {"by": request.user, "right": request.user.role, "now": timezone.now()}
        title = form.cleaned_data["title"]
        return rename_story(story=obj, title=title, **right) if obj else create_story(title=title, **right)


class PublicationForm(forms.ModelForm):
    """A publication; what is taken is said beside its field."""

    def clean_name(self) -> str:
        """Refuse a name that another publication has."""
        return self._free("name", self.cleaned_data["name"])

    def clean_domain(self) -> str:
        """Refuse a domain that another publication has."""
        return self._free("domain", self.cleaned_data["domain"])

    def _free(self, field: str, value: str) -> str:
        """Return the value if no other publication has it."""
        others = Publication.objects.exclude(pk=self.instance.pk)
        if value and others.filter(**{f"{field}__iexact": value}).exists():
            raise forms.ValidationError(f"There is a publication with this {field} already.")
        return value


@admin.register(Publication)
class PublicationAdmin(DeskAdmin):
    """Publications, with how many articles of each the desk has."""

    form = PublicationForm
    list_display = ("name", "domain", "article_count")
    search_fields = ("name", "domain")
    fields = ("name", "domain")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Publication]:
        """Count the articles."""
        return super().get_queryset(request).annotate(article_count=Count("articles"))

    @admin.display(description="articles", ordering="article_count")
    def article_count(self, publication: Publication) -> int:
        """Return how many of its articles the desk has."""
        return publication.article_count

    def act(
        self,
        request: HttpRequest,
        obj: Publication | None,
        changes: dict[str, object],  # noqa: ARG002
        form: object,
    ) -> Publication:
        """Make or correct the publication by the action."""
        facts = {"name": form.cleaned_data["name"], "domain": form.cleaned_data["domain"]}
        right = {"by": request.user, "right": request.user.role, "now": timezone.now()}
        return edit_publication(publication=obj, **facts, **right) if obj else create_publication(**facts, **right)


@admin.register(Revision)
class RevisionAdmin(RecordAdmin):
    """The texts of articles. They are never changed."""

    list_display = ("article", "number", "length", "source_name", "origin", "imported_at", "imported_by")
    list_select_related = ("article", "imported_by")
    list_filter = ("number",)
    search_fields = ("article__title", "source_name", "origin", "sha256")
    date_hierarchy = "imported_at"
    fields = (
        *(
            "article",
            "number",
            "length",
            "block_count",
            "sentence_count",
            "warnings",
            "source_name",
            "origin",
            "sha256",
        ),
        *("imported_at", "imported_by", "beginning"),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Revision]:
        """Leave out what is long; a page fetches it for its one row."""
        return without_texts(super().get_queryset(request))

    @admin.display(description="blocks")
    def block_count(self, revision: Revision) -> int:
        """Return how many blocks tile the text."""
        return len(revision.blocks)

    @admin.display(description="sentences")
    def sentence_count(self, revision: Revision) -> str:
        """Return how many sentences there are, and how many hold something to check."""
        return f"{len(revision.sentences)}, {sum(bool(s['why']) for s in revision.sentences)} of them checkable"

    @admin.display(description="text")
    def beginning(self, revision: Revision) -> str:
        """Return the text, a long one cut; the whole is on the desk."""
        return revision.text if revision.length <= SHOWN else f"{revision.text[:SHOWN]} …"


def without_texts(revisions: QuerySet[Revision]) -> QuerySet[Revision]:
    """Leave the columns that grow with the text in the database until one is asked for."""
    return revisions.defer("text", "blocks", "sentences")


@admin.register(Batch)
class BatchAdmin(RecordAdmin):
    """What people brought in."""

    list_display = ("name", "by", "created_at")
    list_select_related = ("by",)
    list_filter = ("by",)
    search_fields = ("name", "by__name")
    date_hierarchy = "created_at"
    fields = ("name", "by", "created_at")


@admin.register(BatchItem)
class BatchItemAdmin(RecordAdmin):
    """The things of batches and how far they came. What was read of them is for those who import."""

    list_display = ("__str__", "source", "state", "reason", "outcome", "article", "changed_at")
    list_select_related = ("article",)
    list_filter = ("state", "source", "match", "outcome")
    search_fields = ("name", "url", "title", "reason", "batch__name")
    date_hierarchy = "changed_at"
    fields = (
        *("batch", "parent", "source", "name", "url", "content_type", "original", "state", "reason", "attempts"),
        *("match", "match_article", "match_share", "decision", "decided_by", "outcome", "article", "changed_at"),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[BatchItem]:
        """Leave out what is long."""
        return super().get_queryset(request).defer("draft", "corrections", "kinds", "names")


@admin.register(Original)
class OriginalAdmin(RecordAdmin):
    """Kept bytes, by their digest."""

    list_display = ("sha256", "size", "kept_at")
    list_filter = ("kept_at",)
    search_fields = ("sha256", "items__name")
    fields = ("sha256", "size", "kept_at")


@admin.register(OriginalPiece)
class OriginalPieceAdmin(RecordAdmin):
    """Where kept bytes lie, without the bytes."""

    list_display = ("original", "number")
    list_select_related = ("original",)
    list_filter = ("original__kept_at",)
    search_fields = ("original__sha256",)
    fields = ("original", "number")

    def get_queryset(self, request: HttpRequest) -> QuerySet[OriginalPiece]:
        """Leave out the bytes."""
        return super().get_queryset(request).defer("data")


@admin.register(BlockCorrection)
class BlockCorrectionAdmin(RecordAdmin):
    """What editors said of blocks."""

    list_display = ("revision", "start", "read_as", "kind", "by", "at")
    list_select_related = ("revision__article", "by")
    list_filter = ("kind", "read_as")
    search_fields = ("revision__article__title", "by__name")
    date_hierarchy = "at"
    fields = ("revision", "start", "read_as", "read_level", "kind", "by", "at")

    def get_queryset(self, request: HttpRequest) -> QuerySet[BlockCorrection]:
        """Leave what is long of a revision in the database."""
        return super().get_queryset(request).defer("revision__text", "revision__blocks", "revision__sentences")


@admin.register(Shingle)
class ShingleAdmin(RecordAdmin):
    """The fingerprints of texts."""

    list_display = ("revision", "value")
    list_select_related = ("revision__article",)
    list_filter = ("revision__imported_at",)
    search_fields = ("revision__article__title",)
    fields = ("revision", "value")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Shingle]:
        """Leave what is long of a revision in the database."""
        return super().get_queryset(request).defer("revision__text", "revision__blocks", "revision__sentences")


@admin.register(KeyName)
class KeyNameAdmin(RecordAdmin):
    """What texts speak of much."""

    list_display = ("name", "revision")
    list_select_related = ("revision__article",)
    list_filter = ("revision__imported_at",)
    search_fields = ("name", "revision__article__title")
    fields = ("name", "revision")


@admin.register(Extract)
class ExtractAdmin(RecordAdmin):
    """What was read of texts for comparing them."""

    list_display = ("revision", "read_to")
    list_select_related = ("revision__article",)
    list_filter = ("revision__imported_at",)
    search_fields = ("revision__article__title",)
    fields = ("revision", "read_to", "key")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Extract]:
        """Leave what is long in the database."""
        long = ("data", "revision__text", "revision__blocks", "revision__sentences")
        return super().get_queryset(request).defer(*long)


@admin.register(Comparison)
class ComparisonAdmin(RecordAdmin):
    """What stories come to when their articles are compared."""

    list_display = ("story", "conflicts", "corroborations", "made_at")
    list_select_related = ("story",)
    list_filter = ("made_at",)
    search_fields = ("story__title",)
    fields = ("story", "conflicts", "corroborations", "notes", "articles", "made_at")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Comparison]:
        """Leave what is long in the database."""
        return super().get_queryset(request).defer("topics")


@admin.register(DismissedConflict)
class DismissedConflictAdmin(RecordAdmin):
    """What somebody says is no contradiction, and why."""

    list_display = ("about", "words", "story", "reason", "by", "at")
    list_select_related = ("story", "by")
    list_filter = ("aspect", "at")
    search_fields = ("about", "words", "reason", "story__title")
    date_hierarchy = "at"
    fields = ("story", "aspect", "about", "words", "sides", "reason", "by", "at")


@admin.register(Term)
class TermAdmin(RecordAdmin):
    """The words by which passages are found."""

    list_display = ("revision", "start", "end", "value")
    list_select_related = ("revision__article",)
    list_filter = ("revision__imported_at",)
    search_fields = ("revision__article__title",)
    fields = ("revision", "start", "end", "value")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Term]:
        """Leave what is long of a revision in the database."""
        return super().get_queryset(request).defer("revision__text", "revision__blocks", "revision__sentences")

"""What reviewers made: marks, dismissals, sources and what they attached."""

from django.contrib import admin
from django.db.models import F, QuerySet
from django.db.models.functions import Least, Substr
from django.http import HttpRequest

from reviews.admin.base import (
    HIDDEN,
    PASSAGE,
    MarksAdmin,
    ReviewAdmin,
    ReviewInline,
    article_page,
    passage,
    with_hidden,
)
from reviews.models import Annotation, Dismissal, Evidence, Note, Source
from reviews.queries.visible import (
    annotations_for,
    claims_for,
    dismissals_for,
    evidence_for,
    notes_for,
    sources_for,
)

#: The beginning of the passage, cut in the database, so that no list fetches whole texts.
QUOTE = Substr("revision__text", F("start") + 1, Least(F("end") - F("start"), PASSAGE))


class EvidenceInline(ReviewInline):
    """What is attached to a mark."""

    model = Evidence
    door = with_hidden(evidence_for)
    related = ("source",)
    fields = ("source", "stance", "attached_at")
    readonly_fields = fields


class OfReviewer(MarksAdmin):
    """Rows that belong to one reviewer's part in a round."""

    article_path = "assignment__round__article"
    author_path = "assignment__reviewer"
    list_select_related = ("assignment__reviewer", "assignment__round__article")

    @admin.display(ordering="assignment__reviewer__name")
    def reviewer(self, row: Annotation | Dismissal | Note) -> str:
        """Return whose it is."""
        return str(row.assignment.reviewer)

    @admin.display(ordering="assignment__round__article__title")
    def article(self, row: Annotation | Dismissal | Note) -> str:
        """Return what it is on."""
        return str(row.assignment.round.article)

    @admin.display(description="passage")
    def quote(self, row: Annotation | Dismissal | Note) -> str:
        """Return the passage, cut if it is long."""
        return passage(row.quote, row.start)

    def view_on_site(self, row: Annotation | Dismissal | Note) -> str:
        """Return the article's page."""
        return article_page(row.assignment.round.article_id)


@admin.register(Annotation)
class AnnotationAdmin(OfReviewer):
    """Marks: one's own, and those handed in on articles that one is not blind to."""

    door = with_hidden(annotations_for)
    list_display = ("quote", "verdict", "reason", "reviewer", "article", "changed_at", "on_desk")
    list_filter = ("verdict", "reason", "bearing", "reported", HIDDEN, "assignment__round__team")
    search_fields = ("rationale", "assignment__reviewer__name", "assignment__round__article__title")
    date_hierarchy = "changed_at"
    ordering = ("-changed_at", "-pk")
    fields = (
        *("article", "reviewer", "quote", "start", "end", "verdict", "reason", "rationale", "bearing", "reported"),
        *("claim", "uuid", "version", "made_at", "changed_at", "hidden_at"),
    )
    inlines = (EvidenceInline,)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Annotation]:
        """Add the passage."""
        return super().get_queryset(request).annotate(quote=QUOTE)

    def get_fields(self, request: HttpRequest, obj: Annotation | None = None) -> tuple[str, ...]:
        """Leave out the claim that one's own mark became part of, while one is blind to it."""
        fields = super().get_fields(request, obj)
        if obj is None or (obj.claim_id and claims_for(request.user).filter(pk=obj.claim_id).exists()):
            return fields
        return tuple(field for field in fields if field != "claim")


@admin.register(Dismissal)
class DismissalAdmin(OfReviewer):
    """Sentences that a reviewer says hold nothing to check, by the same rule as marks."""

    door = dismissals_for
    list_display = ("quote", "kind", "reviewer", "article", "made_at", "on_desk")
    list_filter = ("kind", "assignment__round__team")
    search_fields = ("assignment__reviewer__name", "assignment__round__article__title")
    date_hierarchy = "made_at"
    ordering = ("-made_at", "-pk")
    fields = ("article", "reviewer", "quote", "start", "end", "kind", "uuid", "made_at")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Dismissal]:
        """Add the passage."""
        return super().get_queryset(request).annotate(quote=QUOTE)


@admin.register(Note)
class NoteAdmin(OfReviewer):
    """Notes to self: one's own and nobody else's, whatever one's role."""

    door = notes_for
    list_display = ("quote", "words", "reviewer", "article", "changed_at", "on_desk")
    list_filter = ("assignment__round__team",)
    search_fields = ("words", "assignment__round__article__title")
    date_hierarchy = "changed_at"
    ordering = ("-changed_at", "-pk")
    fields = ("article", "reviewer", "quote", "start", "end", "words", "uuid", "version", "made_at", "changed_at")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Note]:
        """Add the passage."""
        return super().get_queryset(request).annotate(quote=QUOTE)


@admin.register(Source)
class SourceAdmin(ReviewAdmin):
    """Sources: those on one's own shelf, and those attached to marks that one may see."""

    door = with_hidden(sources_for)
    list_display = (
        "title",
        "kind",
        "primary",
        "confidential",
        "found_nothing",
        "finder",
        "article",
        "accessed",
        "on_desk",
    )
    list_select_related = ("finder", "article")
    list_filter = ("kind", "primary", "confidential", "found_nothing", HIDDEN)
    search_fields = ("title", "url", "place", "passage", "finder__name", "article__title")
    date_hierarchy = "made_at"
    ordering = ("-made_at", "-pk")
    fields = (
        *("title", "kind", "url", "archive_url", "place", "passage", "primary", "confidential", "found_nothing"),
        *("accessed", "finder", "article", "story", "same_as_article", "uuid", "made_at", "hidden_at"),
    )

    def view_on_site(self, source: Source) -> str:
        """Return the page of the article for which it was found."""
        return article_page(source.article_id)


@admin.register(Evidence)
class EvidenceAdmin(MarksAdmin):
    """What is attached to marks, and what it says of them."""

    door = with_hidden(evidence_for)
    article_path = "annotation__assignment__round__article"
    author_path = "annotation__assignment__reviewer"
    list_display = ("source", "stance", "verdict", "reviewer", "article", "attached_at", "on_desk")
    list_select_related = ("source", "annotation__assignment__reviewer", "annotation__assignment__round__article")
    list_filter = ("stance", "annotation__verdict", "source__kind")
    search_fields = ("source__title", "source__url", "annotation__assignment__round__article__title")
    date_hierarchy = "attached_at"
    ordering = ("-attached_at", "-pk")
    fields = ("annotation", "source", "stance", "reviewer", "article", "attached_at")

    @admin.display(description="of a mark as", ordering="annotation__verdict")
    def verdict(self, evidence: Evidence) -> str:
        """Return the verdict of the mark."""
        return evidence.annotation.get_verdict_display()

    @admin.display(ordering="annotation__assignment__reviewer__name")
    def reviewer(self, evidence: Evidence) -> str:
        """Return who attached it."""
        return str(evidence.annotation.assignment.reviewer)

    @admin.display(ordering="annotation__assignment__round__article__title")
    def article(self, evidence: Evidence) -> str:
        """Return what it bears on."""
        return str(evidence.annotation.assignment.round.article)

    def view_on_site(self, evidence: Evidence) -> str:
        """Return the article's page."""
        return article_page(evidence.annotation.assignment.round.article_id)

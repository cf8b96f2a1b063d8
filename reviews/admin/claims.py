"""What marks came to: claims, answers, rulings, and how articles stand."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse

from reviews.admin.base import HIDDEN, MarksAdmin, ReviewAdmin, ReviewInline, article_page, with_hidden
from reviews.models import Annotation, Claim, Response, Ruling, Standing
from reviews.queries.record import rulings_for, standings_for
from reviews.queries.visible import annotations_for, claims_for, responses_for


class AnnotationInline(ReviewInline):
    """The marks that a claim was formed of."""

    model = Annotation
    door = with_hidden(annotations_for)
    related = ("assignment__reviewer",)
    fields = ("reviewer", "verdict", "reason", "rationale", "bearing", "start", "end")
    readonly_fields = fields

    @admin.display
    def reviewer(self, mark: Annotation) -> str:
        """Return whose mark it is."""
        return str(mark.assignment.reviewer)


class ResponseInline(ReviewInline):
    """The answers of those who had not marked it."""

    model = Response
    door = with_hidden(responses_for)
    related = ("assignment__reviewer",)
    fields = ("reviewer", "answer", "first_answer", "rationale", "changed_at")
    readonly_fields = fields

    @admin.display
    def reviewer(self, response: Response) -> str:
        """Return whose answer it is."""
        return str(response.assignment.reviewer)


class RulingInline(ReviewInline):
    """The rulings on it, the one in force and those it replaced."""

    model = Ruling
    door = rulings_for
    related = ("by",)
    fields = ("verdict", "reason", "by", "at", "replaced_at")
    readonly_fields = fields


class OfClaim(MarksAdmin):
    """Rows that belong to one claim."""

    article_path = "claim__round__article"

    @admin.display(ordering="claim__round__article__title")
    def article(self, row: Response | Ruling) -> str:
        """Return what it is on."""
        return str(row.claim.round.article)

    def view_on_site(self, row: Response | Ruling) -> str:
        """Return the claim's page."""
        return reverse("claim", args=[row.claim_id])


@admin.register(Claim)
class ClaimAdmin(MarksAdmin):
    """Claims with their votes and outcomes, on articles that one is not blind to."""

    door = claims_for
    article_path = "round__article"
    list_display = (
        *("statement_shown", "outcome", "stands_as", "verified", "disputed", "fabricated", "undetermined", "bearing"),
        *("article", "on_desk"),
    )
    list_select_related = ("round__article",)
    list_filter = ("outcome", "stands_as", "bearing", "round__team")
    search_fields = ("statement", "round__article__title")
    date_hierarchy = "made_at"
    ordering = ("-made_at", "-pk")
    fields = (
        *("statement", "article", "round", "start", "end", "bearing", "outcome", "stands_as", "explanation"),
        *("verified", "disputed", "fabricated", "undetermined", "raised_by", "made_at"),
    )
    inlines = (AnnotationInline, ResponseInline, RulingInline)

    @admin.display(description="statement", ordering="statement")
    def statement_shown(self, claim: Claim) -> str:
        """Return the statement, cut if it is long."""
        return claim.statement if len(claim.statement) <= 200 else f"{claim.statement[:200]}…"

    @admin.display(ordering="round__article__title")
    def article(self, claim: Claim) -> str:
        """Return what it is on."""
        return str(claim.round.article)

    def view_on_site(self, claim: Claim) -> str:
        """Return the claim's page."""
        return reverse("claim", args=[claim.pk])


@admin.register(Response)
class ResponseAdmin(OfClaim):
    """Answers in the second pass: one's own, and those to claims that one may see."""

    door = with_hidden(responses_for)
    author_path = "assignment__reviewer"
    list_display = ("claim", "answer", "reviewer", "article", "changed_at", "on_desk")
    list_select_related = ("claim__round__article", "assignment__reviewer")
    list_filter = ("answer", HIDDEN, "claim__round__team")
    search_fields = ("rationale", "claim__statement", "assignment__reviewer__name", "claim__round__article__title")
    date_hierarchy = "changed_at"
    ordering = ("-changed_at", "-pk")
    fields = (
        "claim",
        "reviewer",
        "answer",
        "first_answer",
        "rationale",
        "version",
        "answered_at",
        "changed_at",
        "hidden_at",
    )

    @admin.display(ordering="assignment__reviewer__name")
    def reviewer(self, response: Response) -> str:
        """Return whose answer it is."""
        return str(response.assignment.reviewer)


@admin.register(Ruling)
class RulingAdmin(OfClaim):
    """Rulings, in force and replaced."""

    door = rulings_for
    author_path = "by"
    list_display = ("claim", "verdict_shown", "by", "article", "at", "in_force", "on_desk")
    list_select_related = ("claim__round__article", "by")
    list_filter = ("verdict", ("replaced_at", admin.EmptyFieldListFilter), "claim__round__team")
    search_fields = ("reason", "claim__statement", "by__name", "claim__round__article__title")
    date_hierarchy = "at"
    ordering = ("-at", "-pk")
    fields = ("claim", "verdict_shown", "reason", "by", "at", "replaced_at")

    @admin.display(description="verdict", ordering="verdict")
    def verdict_shown(self, ruling: Ruling) -> str:
        """Return the verdict; an empty one is no finding."""
        return str(ruling)

    @admin.display(boolean=True, ordering="replaced_at")
    def in_force(self, ruling: Ruling) -> bool:
        """Return whether no later ruling replaced it."""
        return ruling.replaced_at is None


@admin.register(Standing)
class StandingAdmin(ReviewAdmin):
    """How articles stand, as stored; those that one is blind to are left out. `rebuild_standings` checks them."""

    door = standings_for
    list_display = (
        *("article", "status", "stage", "consensus", "fabricated", "disputed", "checkable", "checked", "dismissed"),
        *("submitted", "wanted", "team", "due", "settled_at", "on_desk"),
    )
    list_filter = ("status", "stage", "under_further_review", "team")
    search_fields = ("article__title", "gravest_quote")
    date_hierarchy = "settled_at"
    ordering = ("-settled_at", "-pk")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Standing]:
        """Fetch along what every page names."""
        return super().get_queryset(request).select_related("article", "team")

    def view_on_site(self, standing: Standing) -> str:
        """Return the article's page."""
        return article_page(standing.article_id)

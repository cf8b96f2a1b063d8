"""Articles in the admin, with their standing as far as the person may know it."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from articles import admin as base
from articles.models import Article
from editorial.admin_base import RecordInline
from reviews.admin.base import OnDesk, article_page
from reviews.core.verdicts import Status
from reviews.models import Round
from reviews.queries.dashboard import articles_with_standing


class StatusFilter(admin.SimpleListFilter):
    """By the status that the person is shown: to whoever is blind, an article under review is in review."""

    title = "status"
    parameter_name = "status"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:  # noqa: ARG002
        """Return every status."""
        return [(status.value, status.replace("_", " ")) for status in Status]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Article]) -> QuerySet[Article]:  # noqa: ARG002
        """Return the articles of the chosen one."""
        return queryset.filter(shown_status=self.value()) if self.value() else queryset


class RoundInline(RecordInline):
    """The rounds of an article."""

    model = Round
    fields = ("number", "stage", "team", "wanted", "due", "opened_at", "closed_at")
    readonly_fields = fields
    ordering = ("-number",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Round]:
        """Fetch along what each line names."""
        return super().get_queryset(request).select_related("article", "team")


@admin.register(Article)
class ArticleAdmin(OnDesk, base.ArticleAdmin):
    """Articles with their status."""

    list_display = ("title", "status", "publication", "story", "published", "team", "imported_at", "on_desk")
    list_filter = (StatusFilter, "standing__team", "title_proposed", "language", "story", "publication")
    inlines = (*base.ArticleAdmin.inlines, RoundInline)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Article]:
        """Return the articles that the person may see, with the status that they may know."""
        return articles_with_standing(request.user).order_by(*(self.get_ordering(request) or ("-imported_at", "-pk")))

    @admin.display(ordering="shown_status")
    def status(self, article: Article) -> str:
        """Return the status that the person may know."""
        return article.shown_status.replace("_", " ")

    @admin.display(ordering="standing__team__name")
    def team(self, article: Article) -> str:
        """Return the team that owns the article."""
        standing = getattr(article, "standing", None)
        return str(standing.team) if standing and standing.team else "–"

    def view_on_site(self, article: Article) -> str:
        """Return the article's page."""
        return article_page(article.pk)

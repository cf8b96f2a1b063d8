"""What the admin's pages of reviews share: the way to the desk, and that seeing marks is noted."""

from collections.abc import Callable, Iterable
from functools import partial
from typing import ClassVar

from django.contrib import admin
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html

from editorial.admin_base import RecordAdmin, RecordInline
from reviews.actions.sight import note_sightings


class OnDesk:
    """Of a page: rows that the desk shows, at the address that `view_on_site` returns."""

    @admin.display(description="desk")
    def on_desk(self, obj: Model) -> str:
        """Link to the desk's own page."""
        return format_html('<a href="{}">view on desk</a>', self.view_on_site(obj))


class ReviewAdmin(OnDesk, RecordAdmin):
    """Rows of a review, seen through a door of `queries`: `door(person)` returns the rows that a person may see."""

    door: ClassVar[Callable[[object], QuerySet]]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """Return the rows that the person may see; nothing else is listed, counted, searched or opened."""
        return type(self).door(request.user).order_by(*(self.get_ordering(request) or ()))


class MarksAdmin(ReviewAdmin):
    """Rows that tell what others marked. Whoever is shown them has seen the marks, and that is noted.

    `article_path` leads from a row to its article's number, `author_path` to the number of the person whose work it is;
    it is empty where a row is the work of several.
    """

    article_path: ClassVar[str]
    author_path: ClassVar[str] = ""

    def changelist_view(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        """Show the list, and note what it showed."""
        response = super().changelist_view(request, extra_context)
        shown = getattr(response, "context_data", None) or {}
        if "cl" in shown:
            self.note(request, [row.pk for row in shown["cl"].result_list])
        return response

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Model | None:
        """Return the row for a page about it, and note that it was shown."""
        row = super().get_object(request, object_id, from_field)
        if row is not None:
            self.note(request, [row.pk])
        return row

    def note(self, request: HttpRequest, rows: Iterable[int]) -> None:
        """Note that the person has seen others' marks on the articles of these rows."""
        others = self.model.objects.filter(pk__in=rows)
        if self.author_path:
            others = others.exclude(**{self.author_path: request.user.pk})
        articles = others.order_by().values_list(self.article_path, flat=True).distinct()
        note_sightings(articles=articles, person=request.user, now=timezone.now())


class ReviewInline(RecordInline):
    """Rows of a review below the row they belong to, through the same doors."""

    door: ClassVar[Callable[[object], QuerySet]]
    related: tuple[str, ...] = ()

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """Return the rows that the person may see, with what their lines show."""
        return type(self).door(request.user).select_related(*self.related).order_by("pk")


def with_hidden(door: Callable[..., QuerySet]) -> Callable[[object], QuerySet]:
    """Return a door that also shows what moderators hid: whoever comes into the admin is one of them."""
    return partial(door, hidden=True)


#: A filter of lists whose rows moderators hide.
HIDDEN = ("hidden_at", admin.EmptyFieldListFilter)


def article_page(article_id: int) -> str:
    """Return the address of an article's page on the desk."""
    return reverse("article", args=[article_id])


def passage(words: str, start: int | None) -> str:
    """Return a passage as a list shows it."""
    if start is None:
        return "the article as a whole"
    return f"“{words}…”" if len(words) >= PASSAGE else f"“{words}”"


#: Code points of a passage that a list shows.
PASSAGE = 120

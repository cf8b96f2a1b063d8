"""Stories: the list of them, and what the articles of one say of the same things, side by side."""

from collections import Counter
from dataclasses import dataclass

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from articles.models import Story
from reviews import rules
from reviews.actions.raise_conflict import passage_in
from reviews.actions.sight import note_sightings
from reviews.models import Assignment
from reviews.queries.excerpts import Excerpt, in_context
from reviews.queries.raising import Raising, raising
from reviews.queries.stories import (
    AGREED,
    CONFLICTS,
    DISMISSED,
    EVERYTHING,
    KINDS,
    Cell,
    Row,
    StoryPage,
    filled,
    open_reviews,
    places_in,
    stories_for,
    story_page,
)

#: Stories, and rows of a matrix, on one page.
STORIES, ROWS = 50, 60


@require_GET
def story_list(request: HttpRequest) -> HttpResponse:
    """List the stories of which the person may see an article."""
    stories = stories_for(request.user)
    page = Paginator(stories, STORIES).get_page(request.GET.get("page"))
    context = {"page_obj": page, "may_arrange": rules.may_edit_desk(request.user)}
    return render(request, "reviews/story_list.html", context)


@require_GET
def story_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a story: what its articles say of the same things, contradictions first; filters are in the address."""
    story = get_object_or_404(Story.objects.select_related("merged_into"), pk=pk)
    if story.merged_into_id:
        return redirect("story", pk=story.merged_into_id)
    page = story_or_404(request, story)
    template = "reviews/story.html#matrix" if request.htmx else "reviews/story.html"
    return render(request, template, story_context(request, page))


def story_or_404(request: HttpRequest, story: Story) -> StoryPage:
    """Return what the person may see of a story; 404 to whoever may see no article of it, but for those who arrange."""
    page = story_page(request.user, story)
    if not page.articles and not (rules.may_edit_desk(request.user) and not story.articles.exists()):
        raise Http404
    return page


def story_context(request: HttpRequest, page: StoryPage, refused: dict[str, object] | None = None) -> dict[str, object]:
    """Return what the template needs. `refused` is a form's words that were not accepted, with why."""
    chosen = _Chosen.of(request, page)
    rows = [row for row in page.rows if chosen.takes(row)]
    shown = Paginator(rows, ROWS).get_page(request.GET.get("page"))
    filled(shown.object_list, request.user)
    note_sightings(
        articles={c.round.article_id for row in shown for cell in row.cells for c in cell.claims},
        person=request.user,
        now=timezone.now(),
    )
    keys = [row.key for row in shown]
    at = keys.index(request.GET["open"]) if request.GET.get("open") in keys else -1
    opened = shown[at] if at >= 0 else None
    sorts = Counter(row.sort for row in page.rows)
    return {
        "story": page.story,
        "page": page,
        "page_obj": shown,
        "chosen": chosen,
        "sorts": _sorts(sorts),
        "kinds": chosen.kinds(page.rows),
        "conflicts": sorts[CONFLICTS],
        "agreed": sorts[AGREED],
        "following": keys[at + 1] if at + 1 < len(keys) else "",
        "preceding": keys[at - 1] if at > 0 else "",
        "opened": Opened.of(request, opened) if opened else None,
        "may_arrange": rules.may_edit_desk(request.user),
        "timeline": [article for article in page.articles if article.published],
        "publications": Counter(str(a.publication) for a in page.articles if a.publication).most_common(),
        **(refused or {}),
    }


def _sorts(counts: Counter[str]) -> list[tuple[str, int]]:
    """Return the sorts of rows to choose from, each with how many there are."""
    everything = sum(counts.values()) - counts[DISMISSED]
    found = [(CONFLICTS, counts[CONFLICTS]), (AGREED, counts[AGREED]), (EVERYTHING, everything)]
    return found + [(DISMISSED, counts[DISMISSED])] * bool(counts[DISMISSED])


@dataclass(frozen=True, slots=True)
class _Chosen:
    """Which rows the address asks for."""

    show: str
    kind: str
    article: int

    @classmethod
    def of(cls, request: HttpRequest, page: StoryPage) -> "_Chosen":
        """Return what the address asks for; what makes no sense is passed over."""
        show, kind, article = (request.GET.get(name, "") for name in ("show", "kind", "article"))
        numbers = {str(one.pk): one.pk for one in page.compared}
        first = CONFLICTS if any(row.sort == CONFLICTS for row in page.rows) else EVERYTHING
        return cls(
            show if show in {CONFLICTS, AGREED, EVERYTHING, DISMISSED} else first,
            kind if kind in KINDS else "",
            numbers.get(article, 0),
        )

    def sorted_as(self, row: Row) -> bool:
        """Whether the row is of the sort that is shown."""
        return row.sort == self.show or (self.show == EVERYTHING and row.sort != DISMISSED)

    def kinds(self, rows: list[Row]) -> list[str]:
        """Return the kinds of topics among the rows of this sort."""
        there = {row.topic.kind for row in rows if self.sorted_as(row)}
        return [name for name, kinds in KINDS.items() if kinds & there]

    def takes(self, row: Row) -> bool:
        """Whether the row is shown."""
        if not self.sorted_as(row) or (self.kind and row.topic.kind not in KINDS[self.kind]):
            return False
        return not self.article or any(c.article.pk == self.article and (c.side or row.said is None) for c in row.cells)


@dataclass(frozen=True, slots=True)
class Told:
    """One article's side of an opened row: its sentences in context, and what the person can do with it."""

    cell: Cell
    sentences: list[Excerpt]
    review: Assignment | None


@dataclass(frozen=True, slots=True)
class Opened:
    """A row with its sentences side by side. `raising` says what an editor can raise, None for whoever may not."""

    row: Row
    told: list[Told]
    raising: Raising | None
    may_dismiss: bool

    @classmethod
    def of(cls, request: HttpRequest, row: Row) -> "Opened":
        """Return the row as it opens for this person."""
        told = [cell for cell in row.cells if places_in(row, cell.article.pk)]
        told.sort(key=lambda cell: cell.side)
        is_conflict = row.sort == CONFLICTS
        reviews = open_reviews(request.user, [cell.article for cell in told]) if is_conflict else {}
        passages = [passage_in(row, cell) for cell in told] if is_conflict else []
        return cls(
            row,
            [Told(cell, _sentences(row, cell), reviews.get(cell.article.pk)) for cell in told],
            raising(request.user, passages) if is_conflict else None,
            is_conflict and rules.may_edit_desk(request.user),
        )


def _sentences(row: Row, cell: Cell) -> list[Excerpt]:
    return in_context(cell.article.current.text, places_in(row, cell.article.pk), row.topic.places)

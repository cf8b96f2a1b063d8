"""What people do with a conflict of a story: mark it in their review, raise it, say that it is none."""

from uuid import uuid4

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from articles.actions import dismiss_conflict, take_back_dismissal
from articles.actions.compare_story import compare_stories
from articles.actions.errors import Refused as ArticlesRefused
from articles.models import DismissedConflict, Story
from articles.rules import may_arrange, right_to_import
from reviews import rules
from reviews.actions.errors import NotAllowed, Refused, Stale
from reviews.actions.mark_conflict import mark_conflict
from reviews.actions.raise_conflict import passage_in, raise_conflict
from reviews.queries.stories import CONFLICTS, Cell, Row, StoryPage, open_reviews
from reviews.views.gates import answers_refusals
from reviews.views.stories import story_context, story_or_404


@require_POST
@answers_refusals
def mark_view(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """Mark what an article says "to check" in one's own review, and go there."""
    page = _page(request, pk)
    row = _conflict(page, key)
    cell = _cell(row, request.POST.get("article", ""))
    assignment = open_reviews(request.user, [cell.article]).get(cell.article.pk)
    if assignment is None:
        raise NotAllowed("You have no review of this article in which you could mark it.")
    passage = passage_in(row, cell)
    others = [passage_in(row, other) for other in row.cells if other.side and other.side != cell.side]
    mark = mark_conflict(
        assignment=assignment,
        uuid=uuid4(),
        span=passage.span,
        quote=passage.text,
        others=[(other.article, other.says) for other in others],
        now=timezone.now(),
    )
    return redirect(f"{reverse('workspace', args=[cell.article.pk])}#mark-{mark.uuid}")


@require_POST
@answers_refusals
def raise_view(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """Raise a claim in each article that was chosen, linked as contradicting."""
    row = _conflict(_page(request, pk), key)
    chosen = set(request.POST.getlist("article"))
    passages = [passage_in(row, cell) for cell in row.cells if cell.side and str(cell.article.pk) in chosen]
    claims = raise_conflict(passages=passages, by=request.user, now=timezone.now())
    messages.success(request, f"Raised in {len(claims)} articles, linked as contradicting each other.")
    return redirect("claim", pk=claims[0].pk)


@require_POST
@answers_refusals
def dismiss_view(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """Say that a conflict is none, and why."""
    page = _page(request, pk)
    row = _conflict(page, key)
    if not all(may_arrange(request.user, cell.article) for cell in row.cells if cell.side):
        raise NotAllowed("Only an editor, an admin or the lead of the articles’ team says that it is no contradiction.")
    reason = request.POST.get("reason", "")
    try:
        dismiss_conflict(story=page.story, key=key, reason=reason, **_by(request))
    except ArticlesRefused as error:
        opened = request.GET.copy()
        opened["open"] = key
        request.GET = opened
        refused = {"refused": str(error), "reason": reason}
        return render(request, "reviews/story.html", story_context(request, page, refused), status=422)
    messages.success(request, "It is remembered that this is no contradiction, also when the story is compared again.")
    return redirect("story", pk=pk)


@require_POST
@answers_refusals
def take_back_view(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Take back that a conflict is none."""
    page = _page(request, pk)
    if not rules.may_edit_desk(request.user):
        raise NotAllowed("Only an editor, an admin or a lead takes this back.")
    dismissed = get_object_or_404(DismissedConflict, pk=number, story=page.story)
    take_back_dismissal(dismissed=dismissed, **_by(request))
    messages.success(request, "It stands among the contradictions again.")
    return redirect("story", pk=pk)


@require_POST
@answers_refusals
def compare_view(request: HttpRequest, pk: int) -> HttpResponse:
    """Compare a story that was not compared yet: one that was there before stories were."""
    page = _page(request, pk)
    if not rules.may_edit_desk(request.user):
        raise NotAllowed("Only an editor, an admin or a lead compares a story.")
    with transaction.atomic():
        compare_stories([page.story], now=timezone.now())
    return redirect("story", pk=pk)


def _page(request: HttpRequest, pk: int) -> StoryPage:
    """Return the story as the person may see it, or answer 404."""
    return story_or_404(request, get_object_or_404(Story, pk=pk))


def _conflict(page: StoryPage, key: str) -> Row:
    """Return the conflict of this key, or say that the story was compared anew."""
    row = next((row for row in page.rows if row.key == key and row.sort == CONFLICTS), None)
    if row is None:
        raise Stale("The articles were compared anew meanwhile, or this was dismissed. Look at the story again.")
    return row


def _cell(row: Row, article: str) -> Cell:
    """Return what one article says in a conflict."""
    cell = next((cell for cell in row.cells if str(cell.article.pk) == article and cell.side), None)
    if cell is None:
        raise Refused("Article: it says nothing of this.", field="article")
    return cell


def _by(request: HttpRequest) -> dict[str, object]:
    """Return who acts, by what right and when."""
    return {"by": request.user, "right": right_to_import(request.user), "now": timezone.now()}

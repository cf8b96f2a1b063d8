"""What of a saved article is text and what is furniture, said block by block."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from articles.actions import other_kind, set_block_kind
from articles.actions.errors import Refused
from articles.models import Revision
from articles.rules import may_change, may_see, right_to_import
from articles.views.gates import refusal
from articles.views.preview import blocks_of

_WHO = "Editors, and leads of the article's team, say what is furniture."


@require_safe
def revision_blocks(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the blocks of an article's text, each with its switch between text and furniture.

    404 to whoever may not see the article, 403 to whoever may see it but does not lead its review.
    """
    revision = _revision(request, pk)
    if not may_change(request.user, revision.article):
        return refusal(request, _WHO, status=403)
    context = {
        "revision": revision,
        "article": revision.article,
        "blocks": blocks_of(revision),
        "turn_url": reverse("turn-block", args=[pk]),
    }
    return render(request, "articles/blocks.html", context)


@require_POST
def turn_revision_block(request: HttpRequest, pk: int) -> HttpResponse:
    """Make furniture of a block of an article's text, or text of furniture; posted is its first code point, `start`.

    404 to whoever may not see the article, 403 to whoever may see it but does not lead its review.
    """
    revision = _revision(request, pk)
    if not may_change(request.user, revision.article):
        return refusal(request, _WHO, status=403)
    posted = request.POST.get("start", "")
    start = int(posted) if posted.isascii() and posted.isdigit() and len(posted) < 10 else -1
    try:
        revision = set_block_kind(
            revision=revision,
            start=start,
            kind=other_kind(revision, start),
            by=request.user,
            right=right_to_import(request.user),
            now=timezone.now(),
        )
    except Refused as error:
        return refusal(request, str(error), status=422)
    if not request.htmx:
        return redirect(f"{reverse('revision-blocks', args=[pk])}#block-{start}")
    block = next(block for block in blocks_of(revision) if block.start == start)
    context = {"block": block, "turn_url": reverse("turn-block", args=[pk])}
    return render(request, "articles/preview_block.html", context)


def _revision(request: HttpRequest, pk: int) -> Revision:
    """Return the text, or answer 404 to whoever may not see its article."""
    revision = get_object_or_404(Revision.objects.select_related("article__publication"), pk=pk)
    if not may_see(request.user, revision.article):
        raise Http404("There is no such text.")
    return revision

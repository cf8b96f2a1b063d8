from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from articles.actions import other_kind, set_block_kind
from articles.actions.errors import Refused
from articles.models import Revision
from articles.rules import may_change, may_see, right_to_import
from articles.views.gates import refusal


@require_POST
def turn_revision_block(request: HttpRequest, pk: int) -> HttpResponse:
    """Make furniture of a block of an article's text, or text of furniture; posted is its first code point, `start`.

    404 to whoever may not see the article, 403 to whoever may see it but does not lead its review.
    """
    revision = get_object_or_404(Revision.objects.select_related("article"), pk=pk)
    if not may_see(request.user, revision.article):
        raise Http404("There is no such text.")
    if not may_change(request.user, revision.article):
        return refusal(request, "Editors, and leads of the article's team, say what is furniture.", status=403)
    posted = request.POST.get("start", "")
    start = int(posted) if posted.isascii() and posted.isdigit() and len(posted) < 10 else -1
    try:
        set_block_kind(
            revision=revision,
            start=start,
            kind=other_kind(revision, start),
            by=request.user,
            right=right_to_import(request.user),
            now=timezone.now(),
        )
    except Refused as error:
        return refusal(request, str(error), status=422)
    if request.htmx:
        response = HttpResponse(status=204)
        response["HX-Refresh"] = "true"  # coverage and every offset-bound mark are drawn anew
        return response
    number = next(n for n, block in enumerate(revision.blocks) if block["start"] == start)
    return redirect(f"{revision.article.get_absolute_url()}#block-{number}")

"""The first line of every view of this app: who may come in, and what a refusal looks like."""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from articles.actions.errors import Refused
from articles.models import Batch, BatchItem
from articles.queries.items import as_seen_by
from articles.rules import batches_for, may_import


def for_importers(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Let in whoever may import, 403 to others; answer what an action refused with its sentence, 422."""

    @wraps(view)
    def answered(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if not may_import(request.user):
            return refusal(request, "Editors, admins and leads of a team import articles.", status=403)
        try:
            return view(request, *args, **kwargs)
        except Refused as error:
            return refusal(request, str(error), status=422)

    return answered


def batch_or_404(request: HttpRequest, pk: int) -> Batch:
    """Return the batch, or answer 404 to whoever may not see it."""
    return get_object_or_404(batches_for(request.user), pk=pk)


def item_or_404(request: HttpRequest, batch: int, pk: int) -> BatchItem:
    """Return the item of a batch, or answer 404 to whoever may not see it."""
    items = BatchItem.objects.select_related("batch", "original", "match_article__publication", "article", "parent")
    return get_object_or_404(as_seen_by(request.user, items), pk=pk, batch=batch_or_404(request, batch))


def refusal(request: HttpRequest, sentence: str, *, status: int) -> HttpResponse:
    """Return a page that says why something was not done; to htmx, the sentence for the page's messages."""
    template = "articles/refusal.html#notice" if request.htmx else "articles/refusal.html"
    response = render(request, template, {"sentence": sentence}, status=status)
    if request.htmx:
        response["HX-Retarget"] = "#import-notice"
        response["HX-Reswap"] = "innerHTML"
    return response

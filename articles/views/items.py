"""One item of a batch: corrected, saved, left out, read again, and the bytes it came from."""

from pathlib import PurePosixPath

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from articles.actions import background
from articles.actions.change_item import correct_item, leave_out, retry, take_back, turn_block
from articles.actions.errors import Refused
from articles.actions.save_item import want_saved
from articles.actions.work_items import work
from articles.forms import DraftForm
from articles.models import BatchItem, Original, Revision
from articles.queries.items import VIEWS, items_of
from articles.queries.originals import opened
from articles.rules import sees_every_import
from articles.views.gates import for_importers, item_or_404
from articles.views.imports import show_batch
from articles.views.preview import preview_of

#: Seconds that a person waits for an item to be saved or read before the page polls for it.
_SECONDS = 3.0


@require_POST
@for_importers
def correct(request: HttpRequest, batch: int, pk: int) -> HttpResponse:
    """Keep corrections of what was recognised, and save the article at once if that was pressed."""
    item = item_or_404(request, batch, pk)
    form = DraftForm(request.POST)
    if not form.is_valid():
        return show_batch(request, item.batch, item.pk, form=form, status=422)
    item = correct_item(item=item, changes=form.changes, now=timezone.now())
    decision = request.POST.get("save")
    if decision is None:
        return _back_to(item)
    if decision not in {"", *BatchItem.Decision.values}:
        raise Refused("There is no such way to save.")
    want_saved([item.pk], by=request.user, now=timezone.now(), decision=decision)
    work(seconds=0, item=item)
    return _onwards(request, item)


@require_POST
@for_importers
def turn(request: HttpRequest, batch: int, pk: int) -> HttpResponse:
    """Make furniture of a block, or text of furniture."""
    item = item_or_404(request, batch, pk)
    start = request.POST.get("start", "")
    if not (start.isascii() and start.isdigit() and len(start) < 12):
        raise Refused("No block begins there.")
    item = turn_block(item=item, start=int(start), now=timezone.now())
    if not request.htmx:
        return _back_to(item, f"#block-{start}")
    preview = preview_of(item)
    block = next(block for block in preview["blocks"] if block.start == int(start))
    return render(request, "articles/preview_block.html", {"block": block, "turn_url": preview["turn_url"]})


@require_POST
@for_importers
def leave_out_view(request: HttpRequest, batch: int, pk: int) -> HttpResponse:
    """Leave an item out."""
    return _onwards(request, leave_out(item=item_or_404(request, batch, pk), by=request.user, now=timezone.now()))


@require_POST
@for_importers
def take_back_view(request: HttpRequest, batch: int, pk: int) -> HttpResponse:
    """Take back what was left out."""
    item = take_back(item=item_or_404(request, batch, pk), by=request.user, now=timezone.now())
    background.kick()
    return _back_to(item)


@require_POST
@for_importers
def retry_view(request: HttpRequest, batch: int, pk: int) -> HttpResponse:
    """Have an item that failed read again."""
    item = item_or_404(request, batch, pk)
    if not retry(batch=item.batch, item=item, now=timezone.now()):
        raise Refused("Nothing of it was kept. Bring it in again.")
    background.kick()
    return _back_to(item)


@require_safe
@for_importers
def item_original(request: HttpRequest, batch: int, pk: int) -> HttpResponse:
    """Hand out the bytes that an item came from."""
    item = item_or_404(request, batch, pk)
    if item.original is None:
        raise Http404("Nothing was kept of it.")
    return _handed_out(item.original, item.name)


@require_safe
@for_importers
def revision_original(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand out the bytes that a revision came from, to editors and to whoever brought them in."""
    revision = get_object_or_404(Revision.objects.select_related("original"), pk=pk)
    if revision.original is None or not (sees_every_import(request.user) or revision.imported_by_id == request.user.pk):
        raise Http404("Nothing was kept of it.")
    return _handed_out(revision.original, revision.source_name)


def _handed_out(original: Original, name: str) -> HttpResponse:
    """Return bytes as a download. They come from anywhere: no browser may show them as a page of the desk."""
    name = PurePosixPath(name.replace("\\", "/")).name or f"{original.sha256[:12]}.bin"
    response = FileResponse(
        opened(original), as_attachment=True, filename=name, content_type="application/octet-stream"
    )
    response["Content-Length"] = str(original.size)
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _back_to(item: BatchItem, fragment: str = "") -> HttpResponse:
    """Show the item again."""
    response = redirect("import-item", pk=item.batch_id, item=item.pk)
    response["Location"] += fragment
    return response


def _onwards(request: HttpRequest, item: BatchItem) -> HttpResponse:
    """Show the next item that wants a look, or this one again where none does or it came back."""
    item = BatchItem.objects.only("state", "batch_id").get(pk=item.pk)
    if item.state in {BatchItem.State.READY, BatchItem.State.FAILED, BatchItem.State.SAVING}:
        return _back_to(item)
    waiting = items_of(item.batch, person=request.user).filter(VIEWS["look"] | VIEWS["certain"])
    following = waiting.filter(pk__gt=item.pk).first() or waiting.first()
    return _back_to(following or item)

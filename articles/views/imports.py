"""The import page, and a batch while it is read, looked at and saved."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from articles.actions import background
from articles.actions.change_item import retry
from articles.actions.errors import Refused
from articles.actions.open_batch import open_batch
from articles.actions.save_item import want_saved
from articles.actions.work_items import work
from articles.forms import DraftForm, ImportForm
from articles.models import Batch, BatchItem
from articles.queries.items import VIEWS, as_seen_by, counts_of, items_of, with_counts
from articles.queries.kinships import Proposal, proposals
from articles.rules import batches_for
from articles.views.gates import batch_or_404, for_importers, item_or_404
from articles.views.preview import preview_of
from articles.views.uploads import takes_uploads

#: Seconds that one look at a batch works on it, where nobody works in the background.
LOOK = 0.6
#: Items on one page of a batch.
PAGE = 50
_RECENT = 20
_LABELS = {
    "all": "All",
    "look": "To look at",
    "certain": "Certain",
    "waiting": "Waiting",
    "failed": "Failed",
    "done": "Done",
    "left_out": "Left out",
}


def _page(request: HttpRequest, form: ImportForm, *, status: int = 200, refused: str = "") -> HttpResponse:
    """Return the import page."""
    batches = with_counts(batches_for(request.user)).order_by("-pk")[:_RECENT]
    context = {"form": form, "batches": batches, "refused": refused}
    return render(request, "articles/import.html", context, status=status)


def _import_page(request: HttpRequest) -> HttpResponse:
    """Offer the ways to bring articles in, and take what is brought."""
    if request.method != "POST":
        return _page(request, ImportForm())
    form = ImportForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, form, status=422)
    try:
        batch = open_batch(brought=form.brought(request.too_long), by=request.user, now=timezone.now())
    except Refused as error:
        return _page(request, form, status=422, refused=str(error))
    _go_on(batch)
    return redirect("import-batch", pk=batch.pk)


def _too_much(request: HttpRequest, why: str) -> HttpResponse:
    """Answer a post that could not be received."""
    return _page(request, ImportForm(), status=413, refused=why)


import_page = for_importers(takes_uploads(require_http_methods(["GET", "HEAD", "POST"])(_import_page), _too_much))


@require_safe
@for_importers
def batch_page(request: HttpRequest, pk: int, item: int | None = None) -> HttpResponse:
    """Show a batch: how far it is, its items, and the preview of one of them."""
    if item is not None:
        item_or_404(request, pk, item)
    batch = batch_or_404(request, pk)
    _go_on(batch)
    return show_batch(request, batch, item)


@require_safe
@for_importers
def batch_progress(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer a page that waits: how far the batch is. Working it off is part of the look where nobody else does."""
    batch = batch_or_404(request, pk)
    _go_on(batch)
    context = _context(request, batch)
    chosen = _chosen(request, batch, _number(request.GET.get("item")))
    moved = chosen is not None and chosen.state != request.GET.get("seen")
    context |= {"chosen": chosen, "moved": moved, "waited": True, **(preview_of(chosen) if moved else {})}
    context["proposals"] = _offered(request, batch, running=context["running"])
    return render(request, "articles/batch.html#progress", context)


@require_POST
@for_importers
def save_certain(request: HttpRequest, pk: int) -> HttpResponse:
    """Save whatever of a batch is certain, or with `all` whatever needs no decision."""
    batch = batch_or_404(request, pk)
    wanted = VIEWS["certain"]
    if request.POST.get("all"):
        wanted = Q(state=BatchItem.State.READY, match__in=["", BatchItem.Match.COPY, BatchItem.Match.KNOWN])
    number = want_saved(BatchItem.objects.filter(wanted, batch=batch), by=request.user, now=timezone.now())
    _go_on(batch)
    messages.success(request, f"{number} {'article is' if number == 1 else 'articles are'} being saved.")
    return redirect("import-batch", pk=batch.pk)


@require_POST
@for_importers
def retry_failed(request: HttpRequest, pk: int) -> HttpResponse:
    """Have everything of a batch that failed read again."""
    batch = batch_or_404(request, pk)
    number = retry(batch=batch, now=timezone.now())
    _go_on(batch)
    messages.success(request, f"{number} {'is' if number == 1 else 'are'} being read again.")
    return redirect("import-batch", pk=batch.pk)


def show_batch(
    request: HttpRequest, batch: Batch, item: int | None, *, form: DraftForm | None = None, status: int = 200
) -> HttpResponse:
    """Return the page of a batch with the preview of an item, else of the first; `form` is what was posted for it."""
    context = _context(request, batch)
    listed = context["page_obj"].object_list
    chosen = _chosen(request, batch, item or (listed[0].pk if listed else None))
    offered = _offered(request, batch, running=context["running"])
    context |= {"chosen": chosen, "explicit": item is not None, "proposals": offered, **preview_of(chosen, form)}
    return render(request, "articles/batch.html", context, status=status)


def _offered(request: HttpRequest, batch: Batch, *, running: bool) -> list[Proposal]:
    """Return what could be one story; nothing while articles still come in: groups would change under the hand."""
    return [] if running else proposals(batch, person=request.user)


def _go_on(batch: Batch) -> None:
    """See to it that the batch goes on: in the background, or for a moment here."""
    if not background.kick():
        work(seconds=LOOK, batch=batch)


def _context(request: HttpRequest, batch: Batch) -> dict[str, object]:
    """Return what the list of a batch shows."""
    counts = counts_of(batch)
    view = request.GET.get("show", "all")
    view = view if view in VIEWS else "all"
    items = items_of(batch, person=request.user).filter(VIEWS[view])
    saveable = Q(state=BatchItem.State.READY, match__in=["", BatchItem.Match.COPY, BatchItem.Match.KNOWN])
    return {
        "batch": batch,
        "counts": counts,
        "read": counts["all"] - counts["waiting"],
        "running": counts["waiting"] > 0,
        "saveable": BatchItem.objects.filter(saveable, batch=batch).count(),
        "views": [
            {"name": name, "label": label, "count": counts[name], "current": name == view}
            for name, label in _LABELS.items()
            if counts[name] or name in {"all", view}
        ],
        "show": view,
        "page_obj": Paginator(items, PAGE).get_page(request.GET.get("page")),
        "states": BatchItem.State,
    }


def _chosen(request: HttpRequest, batch: Batch, pk: int | None) -> BatchItem | None:
    """Return the item whose preview is asked for, with what the preview shows."""
    items = BatchItem.objects.filter(batch=batch, pk=pk).select_related(
        "original", "match_article__publication", "article", "parent"
    )
    return as_seen_by(request.user, items).first() if pk else None


def _number(words: str | None) -> int | None:
    return int(words) if words and words.isascii() and words.isdigit() and len(words) < 19 else None

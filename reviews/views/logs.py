"""Histories: of an article, of the desk, of a person; and the export that anybody can verify."""

import json

from django import forms
from django.contrib.auth import get_user_model
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from articles.models import Article
from editorial.record.log import DESK, article_chain
from editorial.record.models import Chain, Event
from reviews import rules
from reviews.actions.sight import note_sighting
from reviews.queries.log import GROUPS, article_events, desk_events, export, filtered, lines, person_events
from reviews.views.gates import article_or_404

#: Events on one page.
PAGE = 60


class HistoryForm(forms.Form):
    """What of a history is wanted."""

    what = forms.ChoiceField(required=False, choices=[("", "everything"), *((g, g) for g in GROUPS)])
    by = forms.IntegerField(required=False, widget=forms.HiddenInput)
    since = forms.DateField(required=False, widget=forms.DateInput(attrs={"type": "date"}))


@require_GET
def article_history(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what happened to an article, newest first."""
    article = _seen_article(request, pk)
    note_sighting(article=article, person=request.user, now=timezone.now())
    events = article_events(request.user, article)
    return _page(request, events, title=article.title, back=article, chain=article_chain(article.pk))


@require_GET
def article_log(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand out an article's chain as JSON Lines."""
    article = _seen_article(request, pk)
    note_sighting(article=article, person=request.user, now=timezone.now())
    return _download(request, article_chain(article.pk), article_events(request.user, article), f"article-{pk}")


@require_GET
def desk_history(request: HttpRequest) -> HttpResponse:
    """Show what happened on the desk as a whole, for those who see every article."""
    _desk_gate(request)
    return _page(request, desk_events(request.user), title="The desk", back=None, chain=DESK)


@require_GET
def desk_log(request: HttpRequest) -> HttpResponse:
    """Hand out the desk's chain as JSON Lines."""
    _desk_gate(request)
    return _download(request, DESK, desk_events(request.user), "desk")


@require_GET
def person_history(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what somebody did, to themselves and to those who see every article."""
    if pk != request.user.pk and not rules.sees_every_article(request.user):
        raise Http404
    whom = get_object_or_404(get_user_model(), pk=pk)
    return _page(request, person_events(request.user, whom), title=str(whom), back=None, chain=None)


@require_GET
def log_format(request: HttpRequest) -> HttpResponse:
    """Say how an exported chain is verified, and the heads of all chains that the person may know."""
    return render(request, "reviews/log_format.html")


def _seen_article(request: HttpRequest, pk: int) -> Article:
    """Return the article, 404 also to whoever is blind to it: its log tells what others did."""
    article = article_or_404(request, pk)
    if article.blind:
        raise Http404
    return article


def _desk_gate(request: HttpRequest) -> None:
    """Let in whoever sees every article."""
    if not rules.sees_every_article(request.user):
        raise Http404


def _page(
    request: HttpRequest, events: QuerySet[Event], *, title: str, back: Article | None, chain: str | None
) -> HttpResponse:
    """Show one page of a history."""
    form = HistoryForm(request.GET)
    wanted = form.cleaned_data if form.is_valid() else {}
    events = filtered(events, group=wanted.get("what", ""), actor=wanted.get("by"), since=wanted.get("since"))
    page = Paginator(events.select_related("actor").order_by("-at", "-pk"), PAGE).get_page(request.GET.get("page"))
    context = {
        "title": title,
        "back": back,
        "form": form,
        "page_obj": page,
        "lines": lines(page.object_list, moderates=rules.may_moderate(request.user)),
        "head": Chain.objects.filter(name=chain).first() if chain else None,
        "by": wanted.get("by"),
    }
    return render(request, "reviews/history.html", context)


def _download(request: HttpRequest, name: str, readable: QuerySet[Event], file: str) -> StreamingHttpResponse:
    """Stream a chain, a line per event."""
    chain = get_object_or_404(Chain, name=name)
    rows = export(chain, readable, request.user, now=timezone.now())
    text = (json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    response = StreamingHttpResponse(text, content_type="application/x-ndjson; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{file}.jsonl"'
    return response

"""Notices: the list, the bell in the header, and the link that ends e-mails."""

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from reviews.actions.errors import Refused
from reviews.actions.read_notices import choose_mail, mail_of_link, read_notices
from reviews.core.notices import LABELS, Mail
from reviews.models import Notice
from reviews.queries.notices import notices_of, path_of, sentence, unread
from reviews.views.gates import answers_refusals

#: Notices of a page, and of the list under the bell.
PER_PAGE, UNDER_BELL = 40, 8


@require_GET
def notice_list(request: HttpRequest) -> HttpResponse:
    """Show a person's notices, newest first; with `?unread` those not read yet."""
    only_unread = "unread" in request.GET
    found = notices_of(request.user)
    page = Paginator(found.filter(read_at=None) if only_unread else found, PER_PAGE).get_page(request.GET.get("page"))
    waiting = unread(request.user)
    context = {"notices": _lines(page), "page_obj": page, "unread": waiting, "only_unread": only_unread}
    return render(request, "reviews/notices/list.html", context)


@require_GET
@never_cache
def bell(request: HttpRequest) -> HttpResponse:
    """Say how many notices are unread: 204 where that is what the page knows (`?known=`). One query."""
    waiting = unread(request.user)
    if request.GET.get("known") == str(waiting):
        return HttpResponse(status=204)
    return render(request, "components/bell.html#count", {"unread": waiting})


@require_GET
@never_cache
def newest(request: HttpRequest) -> HttpResponse:
    """Show the newest notices, as they stand under the bell."""
    return render(request, "reviews/notices/newest.html", {"notices": _lines(notices_of(request.user)[:UNDER_BELL])})


@require_POST
@answers_refusals
def read(request: HttpRequest) -> HttpResponse:
    """Note that one notice was read (`notice`), or all up to the newest that the page showed (`up_to`)."""
    numbers = {"only": request.POST.get("notice"), "up_to": request.POST.get("up_to")}
    given = {name: int(value) for name, value in numbers.items() if value and value.isdecimal() and len(value) < 19}
    if len(given) != 1:
        raise Refused("Notice: say which.", field="notice")
    read_notices(person=request.user, now=timezone.now(), **given)
    if request.headers.get("X-Requested-With") == "bell":
        return HttpResponse(status=204)
    return redirect("notices")


@csrf_exempt  # Mail programs post here by themselves (RFC 8058): the link's signature is what lets them.
@login_not_required
@require_http_methods(["GET", "POST"])
@answers_refusals
def off(request: HttpRequest, token: str) -> HttpResponse:
    """End a kind of e-mail, by the signed link in it. Opening it asks; a click, or a mail program's post, ends them."""
    person, kinds = mail_of_link(token)
    context = {"labels": [LABELS[kind] for kind in kinds], "done": False}
    if request.method == "POST":
        choose_mail(person=person, choices={kind.value: Mail.OFF.value for kind in kinds}, by=None, now=timezone.now())
        context["done"] = True
    return render(request, "reviews/notices/off.html", context)


def _lines(notices: list[Notice]) -> list[dict[str, object]]:
    """Return notices with their words and where they lead."""
    return [{"notice": notice, "sentence": sentence(notice), "url": path_of(notice)} for notice in notices]

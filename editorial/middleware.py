"""What every answer must carry, in whose time it is told, and who may ask for more than an answer."""

from collections.abc import Callable
from uuid import uuid4
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import add_never_cache_headers, patch_vary_headers

from editorial.record.request import request_id

#: What a suspended person may send all the same, by the names of the addresses.
_SUSPENDED_MAY = {"appeal", "sign-out", "my-data", "take-data", "sign-in", "demo-sign-in"}


class FragmentMiddleware:
    """Keep what is somebody's own out of caches, and pages and their fragments apart in them.

    A sign-in redirect is a 401 for htmx: it would be followed by the browser and the sign-in page swapped into the
    middle of somebody's work.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        """Answer, marking what depends on `HX-Request`."""
        response = self.get_response(request)
        if request.htmx and response.status_code == 302 and not request.user.is_authenticated:
            response = HttpResponse("Your sign-in has expired. Nothing you typed is lost.", status=401)
        patch_vary_headers(response, ["HX-Request"])
        # What one person may see another may not, at the same address: "Back" after signing out included.
        if request.user.is_authenticated and not response.has_header("Cache-Control"):
            add_never_cache_headers(response)
        return response


class RequestNumberMiddleware:
    """Give every request a number, which its events in the log carry, and the answer as `X-Request-ID`."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        """Answer under a number of its own."""
        token = request_id.set(uuid4().hex)
        try:
            response = self.get_response(request)
            response["X-Request-ID"] = request_id.get()
        finally:
            request_id.reset(token)
        return response


class SuspensionMiddleware:
    """Let suspended people read, appeal and leave. Actions refuse them too; this also covers what makes no event."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        """Answer."""
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):  # noqa: ARG002 - Django's signature
        """Refuse what would change something, with the sentence that says until when."""
        until = getattr(request.user, "suspended_until", None)
        name = request.resolver_match.url_name
        if request.method in {"GET", "HEAD", "OPTIONS"} or name in _SUSPENDED_MAY or until is None:
            return None
        if until <= timezone.now():
            return None
        return render(request, "403.html", {"suspended_until": until}, status=403)


def time_zone(get_response: Callable) -> Callable:
    """Show times in the time zone that the person has chosen, or in the desk's."""

    def answered(request: HttpRequest) -> HttpResponse:
        chosen = getattr(request.user, "time_zone", "")
        with timezone.override(_zone(chosen)):
            return get_response(request)

    return answered


def _zone(name: str) -> ZoneInfo | None:
    """Return the zone of this name; None, the desk's, for an empty name and one that this machine does not know."""
    try:
        return ZoneInfo(name) if name else None
    except (ZoneInfoNotFoundError, ValueError):
        return None

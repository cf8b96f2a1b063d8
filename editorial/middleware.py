"""What every answer to a fragment request must carry, and in whose time it is told."""

from collections.abc import Callable
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers, patch_vary_headers


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

"""What every answer to a fragment request must carry."""

from django.http import HttpResponse
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

"""What every page knows of the desk it belongs to."""

from django.conf import settings
from django.http import HttpRequest


def desk(request: HttpRequest) -> dict[str, object]:  # noqa: ARG001
    """Return whether this is the demo desk; pages say so."""
    return {"demo": settings.DEMO}

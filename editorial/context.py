"""What every page knows of the desk it belongs to."""

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

#: Pages that stand in the header for those whom a permission lets in: permission ("" is anyone's), address, label.
_PAGES = (
    ("", "story-list", "Stories"),
    ("", "teams", "Teams"),
    ("", "reviewers", "Reviewers"),
    ("articles.add_article", "plan", "Plan"),
    ("articles.add_article", "import", "Import"),
    ("reviews.view_case", "moderation", "Moderation"),
    ("", "methods", "Methods"),
)


def desk(request: HttpRequest) -> dict[str, object]:
    """Return whether this is the demo desk, which pages say, and what else the person may open.

    The links are worked out where a whole page is drawn; fragments ask for nothing.
    """

    def nav_links() -> list[dict[str, object]]:
        granted = {one: not one or request.user.has_perm(one) for one in {permission for permission, _, _ in _PAGES}}
        return [
            {"url": reverse(name), "label": label, "current": request.path.startswith(reverse(name))}
            for permission, name, label in _PAGES
            if granted[permission]
        ]

    return {"demo": settings.DEMO, "nav_links": nav_links}

"""Who has to work something out anew when an article changes: named in the settings, told within the transaction.

This app knows nothing of reviews; what an article comes to depends on its story and on what of it is furniture all the
same. So that no caller can forget it, the actions themselves tell those whom `ARTICLES_FOLLOWED_BY` names.
"""

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.utils.module_loading import import_string

from articles.models import Article


def tell_followers(articles: Iterable[Article], *, now: datetime) -> None:
    """Tell every follower that these articles have another text, another story or other furniture."""
    changed = list(articles)
    for path in settings.ARTICLES_FOLLOWED_BY:
        if changed:
            import_string(path)(articles=changed, now=now)

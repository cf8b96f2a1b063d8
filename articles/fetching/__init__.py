"""From an address to the bytes behind it, bounded and unable to reach what is not public. `Fetcher.fetch` is the door.

It uses the network and knows no Django. What it may reach is decided by a guard, a parameter: there is no setting that
could open it.
"""

from articles.fetching.errors import NotFetched
from articles.fetching.feeds import Entry, is_feed, read_feed
from articles.fetching.fetcher import Fetched, Fetcher
from articles.fetching.guard import Guard, public_only

__all__ = ["Entry", "Fetched", "Fetcher", "Guard", "NotFetched", "is_feed", "public_only", "read_feed"]

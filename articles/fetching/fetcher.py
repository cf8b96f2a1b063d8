"""Fetch an address: robots.txt first, redirects one by one, each checked anew."""

import socket
from dataclasses import dataclass
from time import monotonic
from urllib.parse import urljoin

from protego import Protego

from articles.fetching.errors import NotFetched
from articles.fetching.guard import Guard, public_only
from articles.fetching.request import Answer, request
from articles.fetching.target import Resolve, Target, reachable, target_of

#: Bytes of a page; a document that is longer is imported as a file.
PAGE_AT_MOST = 15_000_000
#: Seconds for everything that one address takes, robots.txt and redirects included.
SECONDS = 25.0
REDIRECTS = 5
ROBOTS_AT_MOST = 500_000
#: By this name robots.txt may speak of the desk.
ROBOT = "Editorial"
_ROBOTS_KEPT = 600.0  # seconds
_REDIRECT = frozenset({301, 302, 303, 307, 308})


@dataclass(frozen=True, slots=True)
class Fetched:
    """What was at an address: its bytes, their declared type, and the address after all redirects."""

    data: bytes
    content_type: str
    url: str


class Fetcher:
    """Fetches addresses, and remembers what their sites allow."""

    def __init__(
        self, *, guard: Guard = public_only, resolve: Resolve = socket.getaddrinfo, seconds: float = SECONDS
    ) -> None:
        self._guard = guard
        self._resolve = resolve
        self._seconds = seconds
        self._robots: dict[str, tuple[float, Protego | None]] = {}

    def fetch(self, url: str, *, at_most: int = PAGE_AT_MOST) -> Fetched:
        """Return what is at an address. Raises NotFetched, with a sentence, if nothing may or can be had."""
        until = monotonic() + self._seconds
        target, answer = self._follow(target_of(url), until=until, at_most=at_most, ask_robots=True)
        if answer.status != 200:
            raise NotFetched(_refused(answer.status))
        if not answer.whole:
            raise NotFetched(f"What is there has more than {at_most / 1e6:.0f} MB; nothing of it was taken.")
        if not answer.body:
            raise NotFetched("The server answered with nothing.")
        return Fetched(answer.body, answer.headers.get("Content-Type", "")[:200], target.url)

    def _follow(self, target: Target, *, until: float, at_most: int, ask_robots: bool) -> tuple[Target, Answer]:
        """Ask, and go where the answer points; every step is resolved, checked and allowed by itself."""
        for _ in range(REDIRECTS + 1):
            if ask_robots:
                self._ask_robots(target, until)
            if monotonic() > until:
                raise NotFetched("The server took too long to answer.")
            address = reachable(target, self._guard, self._resolve)
            answer = request(target, address, until=until, at_most=at_most)
            location = answer.headers.get("Location") if answer.status in _REDIRECT else None
            if not location:
                return target, answer
            target = target_of(urljoin(target.url, _as_utf8(location)))
        raise NotFetched(f"The address leads on and on: more than {REDIRECTS} redirects.")

    def _ask_robots(self, target: Target, until: float) -> None:
        """Refuse what the site's robots.txt does not allow to the desk."""
        kept_at, rules = self._robots.get(target.origin, (0.0, None))
        if target.origin not in self._robots or monotonic() - kept_at > _ROBOTS_KEPT:
            rules = self._read_robots(target, until)
            if len(self._robots) > 500:
                self._robots.clear()
            self._robots[target.origin] = (monotonic(), rules)
        if rules is not None and not rules.can_fetch(target.url, ROBOT):
            raise NotFetched(
                "The site does not allow programs to fetch this page (robots.txt). Paste its text instead."
            )

    def _read_robots(self, target: Target, until: float) -> Protego | None:
        """Return what the site allows; None is all. A site that cannot say so now allows nothing (RFC 9309)."""
        place = Target(target.scheme, target.host, target.port, "/robots.txt")
        _, answer = self._follow(place, until=until, at_most=ROBOTS_AT_MOST, ask_robots=False)
        if answer.status >= 500 or answer.status == 429:
            raise NotFetched(
                f"The site could not say what may be fetched (robots.txt: {answer.status}). Try again later."
            )
        if answer.status != 200:
            return None
        return Protego.parse(answer.body.decode("utf-8", "replace"))


def _as_utf8(location: str) -> str:
    """Return a header's address, which was read as Latin-1 and is UTF-8 as often as not."""
    try:
        return location.encode("latin-1").decode()
    except UnicodeError:
        return location


def _refused(status: int) -> str:
    """Return the sentence for an answer that is no page."""
    if status in {404, 410}:
        return f"There is no page at this address ({status})."
    if status in {401, 402, 403, 451}:
        return f"The site does not show this page to everybody ({status}). Paste its text instead."
    if status == 429:
        return "The site asks to wait before asking again (429)."
    if status >= 500:
        return f"The site has a fault of its own ({status}). Try again later."
    return f"The site answered with no page ({status})."

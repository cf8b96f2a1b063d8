"""What an address names: scheme, host, port and path, spelled as a request needs them."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from articles.fetching.errors import NotFetched
from articles.fetching.guard import Guard, parsed

_PORTS = {"http": 80, "https": 443}
_CONTROLS = re.compile(r"[\x00-\x20\x7f\\]")
#: Host and port to the resolver's answers, as `socket.getaddrinfo` gives them.
Resolve = Callable[..., list[tuple]]


@dataclass(frozen=True, slots=True)
class Target:
    """Where a request goes. `path` includes the query."""

    scheme: str
    host: str
    port: int
    path: str

    @property
    def origin(self) -> str:
        """Scheme, host and port."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{self.scheme}://{host}" + ("" if self.port == _PORTS[self.scheme] else f":{self.port}")

    @property
    def url(self) -> str:
        """The whole address."""
        return f"{self.origin}{self.path}"


def target_of(url: str) -> Target:
    """Take an address apart. Raises NotFetched for what is none of the web's."""
    url = url.strip()
    if _CONTROLS.search(url):
        raise NotFetched("This is no address: it has a blank or a sign in it that addresses do not have.")
    try:
        parts = urlsplit(url)
        scheme, host, port = parts.scheme.lower(), parts.hostname or "", parts.port
    except ValueError as error:
        raise NotFetched("This is no address of a page.") from error
    if scheme not in _PORTS or not host:
        raise NotFetched("This is no address of a page: it has to begin with https:// or http://.")
    if parts.username is not None or parts.password is not None:
        raise NotFetched("The address holds a name or password; the desk fetches what everybody can read.")
    path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._") + (
        f"?{quote(parts.query, safe='/?%:@!$&()*+,;=~-._[]')}" if parts.query else ""
    )
    return Target(scheme, _ascii(host), _PORTS[scheme] if port is None else port, path)


def reachable(target: Target, guard: Guard, resolve: Resolve) -> str:
    """Return the address of the network to connect to: one that was checked, and every other that the name has.

    However the host is spelled (a name, a number, hexadecimal), the resolver says what it means, and the guard is asked
    about that. One address that may not be reached refuses the whole name.
    """
    try:
        answers = resolve(target.host, target.port, type=1)  # 1 is SOCK_STREAM
    except (OSError, UnicodeError) as error:
        raise NotFetched(f"There is no server called {target.host}.") from error
    addresses = list(dict.fromkeys(answer[4][0] for answer in answers))
    if not addresses:
        raise NotFetched(f"There is no server called {target.host}.")
    for address in addresses:
        why = guard(parsed(address), target.port)
        if why:
            raise NotFetched(why)
    return addresses[0]


def _ascii(host: str) -> str:
    """Return a host as the network spells it."""
    if host.isascii():
        return host
    try:
        return host.encode("idna").decode()
    except UnicodeError as error:
        raise NotFetched("This is no address of a page: its host is misspelled.") from error

"""Addresses of the web, as the desk compares them."""

import hashlib
import re
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit

#: Parameters that say how somebody came to a page and not which page it is.
_TRACKING = re.compile(
    r"utm_\w+|fbclid|gclid|dclid|msclkid|yclid|igshid|mc_[ce]id|_ga|_gl|cmpid|ocid|ref_?src|at_(medium|campaign)", re.I
)
#: Code points of a canonical address; of a longer one the end is replaced by its digest.
AT_MOST = 500
#: Code points of an address that the desk keeps.
URL_AT_MOST = 2000
_DEFAULT_PORTS = {"http": 80, "https": 443}


def canonical(url: str) -> str:
    """The address without what varies while the page stays the same: "" for what is no address of the web.

    Scheme, "www.", default port, trailing slash, fragment, tracking parameters and the order of parameters fall away;
    the host is written small, escapes in one way. Paths keep their case, which servers heed.
    """
    try:
        parts = urlsplit(url.strip())
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return ""
    if parts.scheme.lower() not in _DEFAULT_PORTS or not host:
        return ""
    host = host.removeprefix("www.").rstrip(".")
    if port and port != _DEFAULT_PORTS[parts.scheme.lower()]:
        host = f"{host}:{port}"
    path = quote(unquote(parts.path), safe="/:@!$&'()*+,;=~-._").rstrip("/")
    kept = sorted(pair for pair in parse_qsl(parts.query, keep_blank_values=True) if not _TRACKING.fullmatch(pair[0]))
    address = f"{host}{path}" + (f"?{urlencode(kept)}" if kept else "")
    if len(address) <= AT_MOST:
        return address
    return address[: AT_MOST - 64] + hashlib.sha256(address.encode()).hexdigest()


def linkable(url: str) -> str:
    """The address if it is one that a page may link to and the desk can keep, else ""."""
    url = url.strip()
    return url if domain_of(url) and len(url) <= URL_AT_MOST else ""


def domain_of(url: str) -> str:
    """The host of an address of the web as the desk keeps it; "" where there is none."""
    try:
        parts = urlsplit(url.strip())
        return bare_domain(parts.hostname or "")[:253] if parts.scheme in _DEFAULT_PORTS else ""
    except ValueError:
        return ""


def bare_domain(domain: str) -> str:
    """A domain as the desk keeps it: small letters, no "www."."""
    return domain.strip().lower().removeprefix("www.")

"""One request, to an address of the network that was checked, within bounds of size and time."""

import http.client
import socket
import ssl
import threading
import zlib
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from time import monotonic

from articles.fetching.errors import NotFetched
from articles.fetching.target import Target

USER_AGENT = "Editorial/0.1 (review desk; fetches single articles when an editor asks for them)"
#: Seconds without a byte.
SILENCE = 8.0
_CHUNK = 65_536
_TOO_SLOW = "The server took too long to answer."


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server said. `whole` is False where the body was cut off at the bound."""

    status: int
    headers: http.client.HTTPMessage
    body: bytes
    whole: bool


def request(target: Target, address: str, *, until: float, at_most: int) -> Answer:
    """Ask for a target at this very address, until a moment of the monotonic clock.

    The name is not resolved again: what was checked is what is connected to. The certificate is checked by the name.
    """
    connection = _Connection(target, address, until)
    watch = threading.Timer(max(0.01, until - monotonic()), connection.cut)
    watch.daemon = True
    watch.start()
    try:
        connection.request("GET", target.path, headers=_headers())
        response = connection.getresponse()
        body, whole = _body(response, at_most)
        if connection.was_cut:
            raise NotFetched(_TOO_SLOW)
        return Answer(response.status, response.msg, body, whole)
    except TimeoutError as error:
        raise NotFetched(_TOO_SLOW) from error
    except ssl.SSLError as error:
        raise NotFetched(
            _TOO_SLOW if connection.was_cut else f"Its certificate is not right: {_tls(error)}."
        ) from error
    except (OSError, http.client.HTTPException, zlib.error, ValueError) as error:
        raise NotFetched(_TOO_SLOW if connection.was_cut else _network(error)) from error
    finally:
        watch.cancel()
        connection.close()


class _Connection(http.client.HTTPConnection):
    """A connection to a checked address, which another thread can cut."""

    def __init__(self, target: Target, address: str, until: float) -> None:
        super().__init__(target.host, target.port, timeout=min(SILENCE, max(0.01, until - monotonic())))
        self._target = target
        self._address = address
        self.default_port = 443 if target.scheme == "https" else 80  # so that Host names the port only if it is another
        self.was_cut = False
        self._wire: socket.socket | None = None  # `sock` is taken away as soon as a body is being read

    def connect(self) -> None:
        """Connect to the address, not to the name."""
        self.sock = self._wire = socket.create_connection((self._address, self.port), self.timeout)
        if self._target.scheme == "https":
            self.sock = self._wire = _tls_context().wrap_socket(
                self.sock, server_hostname=self._target.host, do_handshake_on_connect=False
            )
            self.sock.do_handshake()

    def cut(self) -> None:
        """End whatever is under way, from another thread: reads that wait return."""
        self.was_cut = True
        if self._wire is not None:
            with suppress(OSError):  # it may have ended by itself at this moment
                # Past TLS, whose own goodbye would wait for the other side.
                socket.socket.shutdown(self._wire, socket.SHUT_RDWR)


@cache
def _tls_context() -> ssl.SSLContext:
    return ssl.create_default_context()


def _headers() -> dict[str, str]:
    return {
        "User-Agent": USER_AGENT,
        "Accept": "text/html,application/xhtml+xml,application/rss+xml,application/atom+xml,*/*;q=0.5",
        "Accept-Encoding": "gzip, identity",
        "Connection": "close",
    }


def _body(response: http.client.HTTPResponse, at_most: int) -> tuple[bytes, bool]:
    """Return the body up to the bound, unpacked, and whether that is all of it."""
    encoding = (response.getheader("Content-Encoding") or "identity").strip().lower()
    if encoding not in {"identity", "gzip", "x-gzip", "deflate"}:
        raise NotFetched(f"The server packed its answer in a way that nobody asked for ({encoding[:20]}).")
    unpacker = None if encoding == "identity" else zlib.decompressobj(47)  # 47: gzip or zlib, by its head
    body = bytearray()
    while chunk := response.read1(_CHUNK):
        body += unpacker.decompress(chunk, at_most + 1 - len(body)) if unpacker else chunk
        if len(body) > at_most:
            return bytes(body[:at_most]), False
    if response.length:
        raise NotFetched("The answer broke off before its end.")
    return bytes(body), True


def _tls(error: ssl.SSLError) -> str:
    """Return what is wrong with a certificate, in a few words."""
    return getattr(error, "verify_message", "") or (error.reason or "no secure connection").replace("_", " ").lower()


def _network(error: Exception) -> str:
    """Return the sentence for a failed connection."""
    if isinstance(error, ConnectionRefusedError):
        return "The server refuses connections."
    if isinstance(error, http.client.HTTPException | zlib.error | ValueError):
        return "The server's answer makes no sense."
    return "The connection failed."

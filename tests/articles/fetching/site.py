"""A web site on loopback, and a guard that lets a test reach this one port."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address

from articles.fetching import public_only


class Site:
    """Pages by path: bytes, or (status, headers, bytes), or a function that is given the handler."""

    def __init__(self, pages: dict[str, object]) -> None:
        self.pages = pages
        self.asked: list[str] = []
        self.hosts: list[str] = []
        self.agents: list[str] = []
        self.port = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def guard(self, address, port: int) -> str:
        """Production's guard, with this one door opened."""
        if (address, port) == (ip_address("127.0.0.1"), self.port):
            return ""
        return public_only(address, 80 if port == self.port else port)


@contextmanager
def serving(pages: dict[str, object]) -> Iterator[Site]:
    site = Site(pages)
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(site))
    site.port = server.server_port
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _handler(site: Site) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            site.asked.append(self.path)
            site.hosts.append(self.headers["Host"])
            site.agents.append(self.headers["User-Agent"])
            page = site.pages.get(self.path, (404, {}, b"no such page"))
            if isinstance(page, Callable):
                page(self)
                return
            status, headers, body = page if isinstance(page, tuple) else (200, {}, page)
            self.send_response(status)
            for name, value in ({"Content-Type": "text/html", "Content-Length": len(body)} | headers).items():
                if value is not None:
                    self.send_header(name, str(value))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_args: object) -> None:
            pass

        def handle(self) -> None:
            with suppress(BrokenPipeError, ConnectionResetError):  # the client had enough, which is what is tested
                super().handle()

    return Handler

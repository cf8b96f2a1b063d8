"""A bare page with the repository's static files beside it, to try single modules of static/js in a real browser."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGE = b"""<!doctype html><html lang=en><meta charset=utf-8><title>bare</title>
<p>before</p><article id=text lang=en></article><p id=after>after</p>"""


class QuietHandler(SimpleHTTPRequestHandler):
    """Serves the repository's files, and the bare page at the root."""

    extensions_map = {**SimpleHTTPRequestHandler.extensions_map, ".js": "text/javascript"}

    def do_GET(self):
        if self.path != "/":
            super().do_GET()
            return
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(PAGE)))
        self.end_headers()
        self.wfile.write(PAGE)

    def log_message(self, format, *args):  # noqa: A002
        """Say nothing: the test's own output is enough."""


@contextmanager
def bare_page(browser, module: str) -> Iterator:
    """A page of Chromium that has imported `static/js/<module>.js` as `window.<module>`."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(QuietHandler, directory=str(ROOT)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    page = browser.new_page()
    try:
        page.goto(f"http://127.0.0.1:{server.server_port}/")
        page.evaluate("async name => { window[name] = await import(`/static/js/${name}.js`); }", module)
        yield page
    finally:
        page.close()
        server.shutdown()
        server.server_close()

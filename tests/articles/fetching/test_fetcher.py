import gzip
import socket
import time
from contextlib import contextmanager

import pytest

from articles.fetching import Fetcher, NotFetched
from articles.fetching.fetcher import PAGE_AT_MOST, REDIRECTS
from tests.articles.fetching.site import serving

PAGE = "<p>Ein Artikel über Größe.</p>".encode()


def to(place: str) -> tuple:
    return (302, {"Location": place}, b"")


def fetch(site, path="/", **more):
    return Fetcher(guard=site.guard, **more).fetch(f"{site.url}{path}")


def test_a_page_comes_with_its_type_and_address():
    with serving({"/a": (200, {"Content-Type": "text/html; charset=utf-8"}, PAGE)}) as site:
        fetched = fetch(site, "/a#part")
    assert (fetched.data, fetched.content_type, fetched.url) == (PAGE, "text/html; charset=utf-8", f"{site.url}/a")
    assert site.asked == ["/robots.txt", "/a"]
    assert all("Editorial" in agent for agent in site.agents)


def test_loopback_is_refused_by_the_guard_that_production_uses():
    with serving({"/": PAGE}) as site, pytest.raises(NotFetched):
        Fetcher().fetch(f"{site.url}/")
    assert site.asked == []


def test_what_was_packed_is_unpacked():
    with serving({"/": (200, {"Content-Encoding": "gzip", "Content-Length": None}, gzip.compress(PAGE))}) as site:
        assert fetch(site).data == PAGE


def test_a_body_in_chunks_is_put_together():
    def chunked(handler):
        handler.send_response(200)
        handler.send_header("Transfer-Encoding", "chunked")
        handler.end_headers()
        for part in (PAGE[:5], PAGE[5:]):
            handler.wfile.write(b"%x\r\n%s\r\n" % (len(part), part))
        handler.wfile.write(b"0\r\n\r\n")

    def to_http_11(handler):
        handler.protocol_version = "HTTP/1.1"
        chunked(handler)
        handler.close_connection = True

    with serving({"/": to_http_11}) as site:
        assert fetch(site).data == PAGE


def test_redirects_are_followed_and_said():
    with serving({"/": to("/b"), "/b": to("c?q=ü".encode().decode("latin-1")), "/c?q=%C3%BC": PAGE}) as site:
        assert fetch(site).url == f"{site.url}/c?q=%C3%BC"


@pytest.mark.parametrize(
    ("place", "sentence"),
    [
        ("http://169.254.169.254/latest/meta-data/", "not public"),
        ("http://[::1]/", "not public"),
        ("http://2130706433/", "not public"),
        ("http://127.0.0.1:1/", "Port 1"),
        ("file:///etc/passwd", "no address of a page"),
        ("http://user:secret@127.0.0.1/", "name or password"),
    ],
)
def test_redirects_are_checked_like_addresses(place, sentence):
    with serving({"/": to(place)}) as site, pytest.raises(NotFetched, match=sentence):
        fetch(site)


def test_redirects_end():
    with serving({"/": to("/"), "/robots.txt": b""}) as site, pytest.raises(NotFetched, match=f"{REDIRECTS} redirects"):
        fetch(site)
    assert site.asked.count("/") == REDIRECTS + 1


def test_a_name_that_changes_its_mind_between_check_and_connection_gains_nothing():
    """DNS rebinding: the second answer would be another place. There is no second question."""
    asked = []

    def resolve(host, port, **more):
        asked.append(host)
        if len(asked) % 2 == 0:
            return [(2, 1, 6, "", ("10.0.0.1", port))]
        return socket.getaddrinfo("127.0.0.1", port, **more)

    with serving({"/robots.txt": b"", "/": PAGE}) as site:
        fetcher = Fetcher(guard=site.guard, resolve=resolve)
        with pytest.raises(NotFetched, match=r"10\.0\.0\.1"):
            fetcher.fetch(f"http://news.example:{site.port}/")
        assert asked == ["news.example"] * 2
        assert site.asked == ["/robots.txt"]
        assert fetcher.fetch(f"http://news.example:{site.port}/").data == PAGE
    assert set(site.hosts) == {f"news.example:{site.port}"}


@contextmanager
def public_network(monkeypatch, sites):
    """Let connections to these public addresses end at sites on loopback; every other one is refused, and noted."""
    reached, connect = [], socket.create_connection

    def connected(place, *args, **more):
        reached.append(place)
        if place[0] not in sites:
            raise ConnectionRefusedError
        return connect(("127.0.0.1", sites[place[0]].port), *args, **more)

    monkeypatch.setattr(socket, "create_connection", connected)
    yield reached


def answering(*addresses):
    """Return a resolver that gives one address after the other, and the questions it was asked."""
    asked, rest = [], list(addresses)

    def resolve(host, port, **_more):
        asked.append(host)
        return [(2, 1, 6, "", (rest.pop(0) if len(rest) > 1 else rest[0], port))]

    return resolve, asked


def test_the_connection_goes_to_the_address_that_was_checked(monkeypatch):
    """With the guard of production. "localhost" is the system's name for loopback: it is not asked again."""
    resolve, asked = answering("93.184.216.34")
    with serving({"/": PAGE}) as site, public_network(monkeypatch, {"93.184.216.34": site}) as reached:
        assert Fetcher(resolve=resolve).fetch("http://localhost/").data == PAGE
    assert reached == [("93.184.216.34", 80)] * 2  # robots.txt, then the page
    assert asked == ["localhost"] * 2


@pytest.mark.parametrize("inside", ["127.0.0.1", "10.0.0.7", "169.254.169.254", "::1", "::ffff:127.0.0.1", "fd00::1"])
@pytest.mark.parametrize("turn", [0, 1, 2])
def test_a_name_that_turns_inside_is_refused_at_every_step(monkeypatch, inside, turn):
    """DNS rebinding: public for robots.txt, or for the page and its redirect, and then an address of the inside."""
    resolve, asked = answering(*["93.184.216.34"] * turn, inside)
    pages = {"/robots.txt": b"", "/": to("/moved"), "/moved": PAGE}
    with (
        serving(pages) as site,
        public_network(monkeypatch, {"93.184.216.34": site}) as reached,
        pytest.raises(NotFetched, match="not public"),
    ):
        Fetcher(resolve=resolve).fetch("http://news.example/")
    assert len(asked) == turn + 1
    assert reached == [("93.184.216.34", 80)] * turn
    assert site.asked == ["/robots.txt", "/"][:turn]


def test_no_proxy_of_the_environment_comes_between(monkeypatch):
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    with serving({"/": PAGE}) as site:
        assert fetch(site).data == PAGE


def test_a_page_that_never_ends_is_bounded_in_size():
    def endless(handler):
        handler.send_response(200)
        handler.end_headers()
        while True:
            handler.wfile.write(b"<p>words</p>" * 10_000)

    with serving({"/": endless}) as site, pytest.raises(NotFetched, match=r"more than \d+ MB"):
        fetch(site)


def test_a_page_that_unpacks_to_more_is_bounded_in_size():
    bomb = gzip.compress(b"0" * (PAGE_AT_MOST + 1))
    assert len(bomb) < 50_000
    with serving({"/": (200, {"Content-Encoding": "gzip"}, bomb)}) as site, pytest.raises(NotFetched, match="MB"):
        fetch(site)


def drip_body(handler):
    handler.send_response(200)
    handler.end_headers()
    for _ in range(100):
        handler.wfile.write(b"x")
        time.sleep(0.05)


def drip_headers(handler):
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nX-Long: ")
    for _ in range(100):
        handler.wfile.write(b"x")
        time.sleep(0.05)


@pytest.mark.parametrize("page", [drip_body, drip_headers, lambda _: time.sleep(3)])
def test_a_page_that_drips_is_bounded_in_time(page):
    with serving({"/": page, "/robots.txt": b""}) as site:
        start = time.monotonic()
        with pytest.raises(NotFetched, match="too long"):
            fetch(site, seconds=0.4)
        assert time.monotonic() - start < 1.5


def test_an_answer_that_broke_off_is_refused():
    with (
        serving({"/": (200, {"Content-Length": 1000}, b"short")}) as site,
        pytest.raises(NotFetched, match="broke off"),
    ):
        fetch(site)


@pytest.mark.parametrize(
    ("page", "sentence"),
    [
        ((404, {}, b""), "no page at this address"),
        ((403, {}, b""), "not show this page to everybody"),
        ((429, {}, b""), "asks to wait"),
        ((503, {}, b""), "fault of its own"),
        ((302, {}, b""), "no page"),
        ((200, {}, b""), "with nothing"),
        ((200, {"Content-Encoding": "br"}, b"x"), "packed"),
        ((200, {"Content-Encoding": "gzip"}, b"no gzip"), "makes no sense"),
        (lambda handler: handler.wfile.write(b"nonsense\r\n\r\n"), "makes no sense"),
        (lambda _: None, "makes no sense|connection failed"),
    ],
)
def test_what_is_no_page_gets_its_sentence(page, sentence):
    with serving({"/": page}) as site, pytest.raises(NotFetched, match=sentence):
        fetch(site)


def test_nobody_there():
    with serving({}) as site:
        pass
    with pytest.raises(NotFetched, match="refuses connections"):
        fetch(site)


def test_a_name_that_nobody_has():
    with pytest.raises(NotFetched, match=r"no server called nowhere\.invalid"):
        Fetcher().fetch("https://nowhere.invalid/")


def test_tls_where_there_is_none():
    with serving({"/": PAGE}) as site, pytest.raises(NotFetched, match="certificate"):
        Fetcher(guard=site.guard).fetch(f"https://127.0.0.1:{site.port}/")


@pytest.mark.parametrize(
    ("rules", "path", "allowed"),
    [
        (b"User-agent: *\nDisallow: /", "/a", False),
        (b"User-agent: *\nDisallow: /b", "/a", True),
        (b"User-agent: editorial\nDisallow: /\n\nUser-agent: *\nAllow: /", "/a", False),
        (b"User-agent: *\nDisallow: /\n\nUser-agent: Editorial\nAllow: /", "/a", True),
        (b"User-agent: *\nDisallow: /*.html$", "/a.html", False),
        (b"User-agent: *\nDisallow: /\nAllow: /a", "/a", True),
        ((404, {}, b""), "/a", True),
        ((401, {}, b""), "/a", True),
        ((500, {}, b""), "/a", False),
        (to("/rules.txt"), "/a", False),
        (b"\xff\xfe nonsense \x00", "/a", True),
    ],
)
def test_robots_txt_is_honoured(rules, path, allowed):
    pages = {"/robots.txt": rules, "/rules.txt": b"User-agent: *\nDisallow: /", path: PAGE}
    with serving(pages) as site:
        if allowed:
            assert fetch(site, path).data == PAGE
        else:
            with pytest.raises(NotFetched, match=r"robots\.txt"):
                fetch(site, path)
            assert path not in site.asked


def test_robots_txt_is_asked_again_where_a_redirect_leads():
    pages = {"/robots.txt": b"User-agent: *\nDisallow: /secret", "/": to("/secret")}
    with serving(pages) as site, pytest.raises(NotFetched, match=r"robots\.txt"):
        fetch(site)
    assert site.asked == ["/robots.txt", "/"]

"""The workspace: saving a mark beside a bare view, and what opening an article costs in time, queries and bytes.

Run: python -m pytest -s tests/benchmarks/bench_workspace.py
"""

import gzip
import re
import statistics
import time
from pathlib import Path
from urllib.parse import urlencode
from uuid import uuid4

import brotli
import pytest
from django.conf import settings as of_the_desk
from django.core.handlers.wsgi import WSGIHandler
from django.core.management import call_command
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import path, reverse
from django.utils import timezone

from articles.models import Publication
from editorial.urls import urlpatterns as desk_patterns
from reviews.models import Annotation
from tests.benchmarks.long_text import long_desk

pytestmark = pytest.mark.django_db(transaction=True)

SAVES = 200
IMPORT = re.compile(r"""(?:from|import)\s*["'](\./[^"']+)["']""")
ASSET = re.compile(r"""(?:src|href)="(/static/[^"]+\.(?:js|css))\"""")


def say(words: str) -> None:
    print(f"\n{words}")  # noqa: T201 - a benchmark says what it measured


def bare(request):
    """Know the person and commit one inserted row: the least that a save can cost."""
    with transaction.atomic():
        Publication.objects.create(name=str(uuid4()))
    return HttpResponse(str(request.user.pk))


urlpatterns = [path("bare/", bare), *desk_patterns]


@pytest.fixture
def long():
    """Return a desk with an article of 20,000 words under 2,000 marks by five."""
    return long_desk()


@pytest.fixture
def short():
    """Return a desk with an article of 800 words and 50 marks by the first reviewer."""
    return long_desk(words=800, marks=100, reviewers=2)


def signed_in(desk) -> Client:
    client = Client(headers={"accept-encoding": "gzip, br"})
    client.force_login(desk.reviewers[0])
    return client


class Server:
    """Answers requests of a signed-in person as a web server has them answered.

    Django's test client would copy the context of every template that is drawn, and send forms as scripts do not.
    """

    def __init__(self, desk) -> None:
        self._handler = WSGIHandler()
        self._from = RequestFactory(headers={"accept-encoding": "gzip, br"})
        self._from.cookies = signed_in(desk).cookies

    def get(self, url: str):
        """Answer a GET."""
        return self._handler.get_response(self._from.get(url))

    def post(self, url: str, fields: dict[str, object]):
        """Answer what a script posts. The token that shows where it comes from is that of the page."""
        token = "a" * 32
        self._from.cookies[of_the_desk.CSRF_COOKIE_NAME] = token
        headers = {"hx-request": "true", "x-csrftoken": token}
        body = "application/x-www-form-urlencoded"
        return self._handler.get_response(self._from.post(url, urlencode(fields), content_type=body, headers=headers))


def spent_on(*requests, times: int, afterwards=lambda: None) -> list[tuple[float, float]]:
    """Return the median and the 95th percentile of each of these requests, in ms.

    They are made in turn, so that whatever else the machine does is borne by all.
    """
    spent: list[list[float]] = [[] for _ in requests]
    for _ in range(times):
        for request, times_of in zip(requests, spent, strict=True):
            began = time.perf_counter()
            response = request()
            times_of.append((time.perf_counter() - began) * 1000)
            assert response.status_code == 200, response.content[:300]
        afterwards()
    return [(statistics.median(one), statistics.quantiles(one, n=20)[-1]) for one in spent]


def queries_of(request) -> int:
    """Return how many queries a request makes."""
    with CaptureQueriesContext(connection) as asked:
        request()
        return len(asked)


def saving(desk, server):
    """Return a function that saves one new mark on another sentence each time."""
    revision = desk.article.current
    sentences = [span for span in revision.sentences if not span.get("furniture")]
    turn = iter(range(10**6))

    def save():
        span = sentences[next(turn) % len(sentences)]
        quote = revision.text[span["start"] : span["end"]]
        fields = {"uuid": uuid4(), "version": 0, "revision": revision.pk, "verdict": "verified"}
        fields |= {"start": span["start"], "end": span["end"], "quote": quote}
        return server.post(reverse("save-mark", args=[desk.article.pk]), fields)

    return save


@pytest.mark.urls(__name__)
def test_saving_a_mark(short):
    server = Server(short)
    save = saving(short, server)
    for _ in range(5):
        server.get("/bare/")
        save()
    asked = queries_of(save)
    newest = Annotation.objects.order_by("-pk")[:1]
    one, other = spent_on(
        lambda: server.get("/bare/"),
        save,
        times=SAVES,
        afterwards=lambda: Annotation.objects.filter(pk=newest.values("pk")).delete(),
    )
    ratios = [other[at] / one[at] for at in (0, 1)]
    say(f"bare view {one[0]:.2f} ms (95 %: {one[1]:.2f}), saving a mark {other[0]:.2f} ms (95 %: {other[1]:.2f})")
    say(f"{ratios[0]:.1f} and {ratios[1]:.1f} times a bare view, {asked} queries")
    assert asked <= 12
    assert ratios[0] <= 5


def weight_of(html: bytes, root: Path) -> dict[str, int]:
    """Return the compressed bytes of a page and of every style sheet and script that it loads, by name."""
    names, weights = set(ASSET.findall(html.decode())), {"the page": len(gzip.compress(html, 6))}
    while names:
        name = names.pop()
        if name in weights:
            continue
        held = (root / name.removeprefix("/static/")).read_bytes()
        weights[name] = len(brotli.compress(held))
        if name.endswith(".js"):
            folder = name.rsplit("/", 1)[0]
            names |= {f"{folder}/{imported.removeprefix('./')}" for imported in IMPORT.findall(held.decode())}
    return weights


@pytest.fixture
def collected(tmp_path, settings):
    """Return the folder of the static files as they are served."""
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "editorial.staticfiles.HashedStorage"},
    }
    call_command("collectstatic", interactive=False, verbosity=0)
    return tmp_path


def test_opening_an_article_with_50_marks(short, collected):
    client = signed_in(short)
    url = reverse("workspace", args=[short.article.pk])
    html = unpacked(client.get(url))
    asked = queries_of(lambda: client.get(url))
    weights = weight_of(html, collected)
    ours = sum(size for name, size in weights.items() if name.startswith("/static/js/"))
    [(median, worst)] = spent_on(lambda: client.get(url), times=30)
    for name, size in sorted(weights.items(), key=lambda pair: -pair[1]):
        say(f"  {size / 1024:6.1f} KB {name}")
    say(
        f"{sum(weights.values()) / 1024:.1f} KB at first visit, {ours / 1024:.1f} KB of it our scripts; {asked} queries"
    )
    say(f"{asked} queries, {median:.0f} ms of server time (95 %: {worst:.0f})")
    assert asked <= 12
    assert sum(weights.values()) <= 60 * 1024
    assert ours <= 25 * 1024


def unpacked(response) -> bytes:
    """Return a page as it was before it was compressed."""
    how = response.headers.get("Content-Encoding", "")
    return gzip.decompress(response.content) if how == "gzip" else response.content


def test_opening_a_long_text_under_2000_marks(long):
    client = signed_in(long)
    url = reverse("workspace", args=[long.article.pk])
    first = client.get(url)
    html = unpacked(first)
    asked = queries_of(lambda: client.get(url))
    [(median, worst)] = spent_on(lambda: client.get(url), times=20)
    say(
        f"{len(long.text.split()):,} words, {html.count(b'<mark'):,} runs: {len(html) / 1024:.0f} KB of HTML, "
        f"{len(first.content) / 1024:.0f} KB as sent, {asked} queries"
    )
    say(f"{median:.0f} ms of server time (95 %: {worst:.0f})")
    assert asked <= 12
    save = saving(long, Server(long))
    save()
    began = timezone.now()
    answer = save()
    say(f"one more mark: {len(answer.content)} bytes, {(timezone.now() - began).total_seconds() * 1000:.0f} ms")
    assert len(first.content) <= 120 * 1024

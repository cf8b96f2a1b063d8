"""What every test may use: a moment, and a browser.

The database is SQLite, or what DATABASE_URL names (tests/settings.py).
"""

import os
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import hypothesis
import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

# No test is timed: on a busy machine all of them are slow.
hypothesis.settings.register_profile("untimed", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow])
hypothesis.settings.load_profile("untimed")

CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
#: Nothing that a browser does by itself: no sandbox (CI runs as root), no graphics card, no calls home.
CHROMIUM_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-quic",
]


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let a second database be tried without repeating what uses none."""
    parser.addoption("--database-only", action="store_true", help="run only the tests that use the database")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mark what drives a browser, for `-m "not browser"`; leave out what uses no database if that was asked."""
    for item in items:
        if "chromium" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.browser)
    if config.getoption("--database-only"):
        without = [item for item in items if not _uses_database(item)]
        items[:] = [item for item in items if _uses_database(item)]
        config.hook.pytest_deselected(items=without)


def _uses_database(item: pytest.Item) -> bool:
    """Whether a test asks for the database, by its mark or through a fixture."""
    fixtures = {"db", "transactional_db", "live_server"}
    return item.get_closest_marker("django_db") is not None or not fixtures.isdisjoint(item.fixturenames)


def missing(what: str, install: str) -> None:
    """Fail in CI for want of something, elsewhere skip and say what to install."""
    sentence = f"needs {what}: install {install}"
    if os.environ.get("CI", "").lower() == "true":
        pytest.fail(sentence, pytrace=False)
    pytest.skip(sentence)


@pytest.fixture(scope="session", autouse=True)
def _emptied_between_tests() -> None:
    """Let Django empty the log after tests that commit: on SQLite that is a DELETE, which the log's triggers refuse."""
    from django.db import connection

    from tests.editorial.record.guard import statements

    if connection.vendor != "sqlite":
        return
    operations = type(connection.ops)
    lay, lift = statements("sqlite")
    flush = operations.execute_sql_flush
    operations.execute_sql_flush = lambda self, sql: flush(self, [*lift, *sql, *lay] if sql else sql)


@pytest.fixture
def now() -> datetime:
    """Return the moment at which things happen in a test."""
    return datetime(2026, 3, 2, 9, 30, tzinfo=UTC)


@pytest.fixture(scope="session")
def chromium() -> str:
    """Return the path of an installed Chromium."""
    found = next(filter(None, map(shutil.which, CHROMIUM)), None)
    if found is None:
        missing("a browser", "chromium (on Debian: apt-get install chromium)")
    return found


@pytest.fixture(scope="session")
def browser(chromium: str) -> "Iterator[Browser]":
    """Run one Chromium for the whole session."""
    from django.db import connections
    from playwright.sync_api import sync_playwright

    # Playwright keeps an event loop running in this thread, where Django would refuse every query.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=chromium, args=CHROMIUM_ARGUMENTS)
        yield running
        running.close()
        # While that loop runs, Django keeps this thread's connections apart: the suite's end would not find them.
        connections.close_all()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def page(browser: "Browser", live_server) -> "Iterator[Page]":
    """Open a page on the desk, `page.goto("/")`; at its end, fail for errors that the browser reported."""
    context = browser.new_context(base_url=live_server.url, locale="en-GB", timezone_id="UTC")
    context.set_default_timeout(30_000)
    opened = context.new_page()
    errors: list[str] = []
    opened.on("pageerror", lambda error: errors.append(str(error)))
    opened.on("console", lambda message: errors.append(message.text) if _is_error(message) else None)
    yield opened
    context.close()
    assert errors == []


def _is_error(message) -> bool:
    """Whether a page complained: of a script or a broken policy, not of an answer that says no (401, 409, 422)."""
    return message.type == "error" and "Failed to load resource" not in message.text

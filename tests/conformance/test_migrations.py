"""The migrations say what the models say, and each can be taken back."""

import sqlite3

import pytest

from tests.conformance.run import bare_environment, python, said

#: Our apps, those that depend on others first.
APPS = ["reviews", "articles", "record", "post", "accounts"]


@pytest.fixture
def manage(tmp_path):
    """Return a function that runs `manage.py` on an empty desk of its own, and fails with what it said."""
    env = bare_environment(DEBUG="1", DATA_DIR=str(tmp_path))

    def run(*arguments: str) -> str:
        result = python("manage.py", *arguments, env=env)
        assert result.returncode == 0, said(result)
        return said(result)

    return run


def test_nothing_is_missing(manage):
    assert "No changes detected" in manage("makemigrations", "--check", "--dry-run")


def test_every_migration_can_be_taken_back(manage, tmp_path):
    manage("migrate")
    before = schema(tmp_path / "editorial.sqlite3")
    assert any(name.startswith("reviews_annotation") for name in before)
    for app in APPS:
        manage("migrate", app, "zero")
    left = schema(tmp_path / "editorial.sqlite3")
    assert [name for name in left if name.startswith(tuple(f"{app}_" for app in APPS))] == []
    manage("migrate")
    assert schema(tmp_path / "editorial.sqlite3") == before


def schema(database) -> dict[str, str]:
    """Return every table and index of an SQLite database with the statement that makes it."""
    connection = sqlite3.connect(database)
    try:
        return dict(connection.execute("SELECT name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_%'"))
    finally:
        connection.close()

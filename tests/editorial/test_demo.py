"""The demo desk: alive, made by the actions of real use, and careful with what is not its own."""

import os
import socket
import sqlite3
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from django.urls import reverse

from articles.models import Article
from editorial.accounts.models import User
from editorial.demo.content import load
from editorial.demo.fill import fill, steps
from editorial.record.log import verify
from editorial.record.models import Event
from reviews.core.verdicts import OutcomeKind, Status
from reviews.models import (
    Annotation,
    ChangeOfMind,
    Claim,
    Comment,
    Contradiction,
    Occurrence,
    Ruling,
    Standing,
    Team,
)

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def filled(db, now):
    taken = []
    fill(now=now, step=taken.append)
    assert len(taken) == steps()


def test_every_status_and_outcome_occurs_as_it_was_worked_out_by_hand(filled):
    """One filling, read from every side: it takes seconds."""
    expected = {review.article: review.expected_status for review in load().reviews}
    found = {
        article.current.source_name.removesuffix(".txt"): getattr(
            getattr(article, "standing", None), "status", Status.UNREVIEWED
        )
        for article in Article.objects.select_related("current", "standing")
    }
    assert found == expected
    assert set(found.values()) == set(Status)
    assert set(Claim.objects.values_list("outcome", flat=True)) == set(OutcomeKind)
    assert Annotation.objects.count() >= 300
    assert User.objects.count() == 8
    assert Team.objects.count() == 2
    stories = Counter(Article.objects.exclude(story=None).values_list("story__title", flat=True))
    assert stories.most_common(1)[0][1] >= 6
    assert Article.objects.count() >= 26
    assert Standing.objects.exclude(team=None).exists()
    assert list(verify()) == []
    assert Event.objects.filter(kind="review.submitted").exists()
    for model in (Comment, ChangeOfMind, Contradiction, Occurrence):
        assert model.objects.exists()
    assert Ruling.objects.exclude(replaced_at=None).exists()


def test_one_click_lets_nobody_in_outside_the_demo(client, db, settings):
    User.objects.create_user("asha@desk.example", "a password", name="Asha")
    assert "demo" not in client.get(reverse("sign-in")).content.decode().casefold()
    assert client.post(reverse("demo-sign-in"), {"email": "asha@desk.example"}).status_code == 404
    settings.DEMO = True
    assert "Asha" in client.get(reverse("sign-in")).content.decode()
    answer = client.post(reverse("demo-sign-in"), {"email": "asha@desk.example", "next": "https://evil.example/"})
    assert answer["Location"] == reverse("desk")
    assert client.get(reverse("desk")).status_code == 200


def test_one_click_is_for_the_people_of_the_demo_only(client, db, settings):
    settings.DEMO = True
    User.objects.create_user("someone@paper.example", "a password", name="Someone")
    assert client.post(reverse("demo-sign-in"), {"email": "someone@paper.example"}).status_code == 404


def demo(folder: Path, *arguments: str) -> subprocess.CompletedProcess:
    """Run `manage.py demo` with a data folder of its own, on the embedded database."""
    ours = {key: value for key, value in os.environ.items() if key not in {"DATABASE_URL", "DJANGO_SETTINGS_MODULE"}}
    return subprocess.run(  # noqa: S603 – our own command
        [sys.executable, "manage.py", "demo", *arguments],
        cwd=ROOT,
        env=ours | {"DATA_DIR": str(folder)},
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )


def last_line(result: subprocess.CompletedProcess) -> str:
    return result.stderr.strip().splitlines()[-1]


def test_a_port_that_is_taken_is_one_line(tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        result = demo(tmp_path, "--port", str(port))
    assert result.returncode == 1
    assert f"Port {port} is taken by another program." in last_line(result)
    assert "Traceback" not in result.stderr


def test_a_folder_that_cannot_be_written_is_one_line(tmp_path):
    file = tmp_path / "data"
    file.write_text("in the way")
    result = demo(file, "--no-serve")
    assert result.returncode == 1
    assert len(result.stderr.strip().splitlines()) == 1
    assert str(file) in result.stderr


def test_a_second_start_keeps_what_was_done_and_a_newer_database_is_one_line(tmp_path):
    first = demo(tmp_path, "--no-serve")
    assert first.returncode == 0, first.stderr
    for role in ("admin", "observer", "reviewer", "lead", "editor", "moderator"):
        assert role in first.stdout
    assert "http://127.0.0.1:8000/" in first.stdout
    again = demo(tmp_path, "--no-serve")
    assert again.returncode == 0, again.stderr
    assert "as you left it" in again.stdout

    with sqlite3.connect(tmp_path / "demo.sqlite3") as database:
        database.execute(
            "insert into django_migrations (app, name, applied) values ('reviews', '9999_later', '2030-01-01')"
        )
    newer = demo(tmp_path, "--no-serve")
    assert newer.returncode == 1
    assert "newer version of Editorial" in last_line(newer)
    assert "Traceback" not in newer.stderr

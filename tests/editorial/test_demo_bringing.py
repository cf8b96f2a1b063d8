"""What the demo's editor has brought in: certain, doubtful, here already, failed."""

import pytest

from articles.models import BatchItem
from editorial.demo.bringing import bring_in_files
from tests.articles.helpers import TEXT
from tests.factories import NOW, make_article, make_editor

pytestmark = pytest.mark.django_db


def test_something_waits_to_be_looked_at():
    make_article(TEXT)
    batch = bring_in_files(known=TEXT, by=make_editor(), now=NOW)
    items = {item.name: item for item in BatchItem.objects.filter(batch=batch)}
    assert {name: item.state for name, item in items.items() if item.state != "ready"} == {
        "harbour-rows.csv": "opened",
        "harbour-rows.csv, row 2": "failed",
        "scan-of-a-page.pdf": "failed",
    }
    assert items["ferry-timetable.html"].certain
    assert items["ferry-timetable.html"].draft["byline"] == "Ines Maro, Otto Brandt"
    assert not items["untitled-note.txt"].certain
    assert items["sent-again.txt"].match == "known"

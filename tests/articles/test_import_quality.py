"""`manage.py import_quality`: the table of how well web pages are read."""

import json

import pytest
from django.core.management import CommandError, call_command

PAGE = """<!doctype html><html lang="en"><head><title>The bridge is open | The Gazette</title>
<meta property="og:title" content="The bridge is open"><meta name="author" content="Ada Holm">
<meta property="article:published_time" content="2025-05-04T08:00:00Z"></head><body><article>
<h1>The bridge is open</h1><p>The bridge over the sound was opened on Sunday, after nine years of work and at a cost of
twelve million crowns.</p><p>Some four thousand people walked across it on the first day, the council said.</p>
</article></body></html>"""


def test_the_table_says_what_was_right(tmp_path, capsys):
    facts = {
        "with": ["four thousand people"],
        "without": ["Subscribe now"],
        "title": "The bridge is open",
        "author": "Ada Holm",
        "date": "2025-05-04",
    }
    (tmp_path / "page.html").write_text(PAGE, encoding="utf-8")
    (tmp_path / "expected.json").write_text(json.dumps({"page.html": facts}))
    call_command("import_quality", str(tmp_path))
    said = capsys.readouterr().out
    assert "segments F1 1.000" in said
    assert "title 1 of 1, author 1 of 1, published 1 of 1" in said


def test_a_folder_without_expectations_is_one_line(tmp_path):
    with pytest.raises(CommandError, match=r"there is no expected\.json"):
        call_command("import_quality", str(tmp_path))

"""How well the pages beside the checkout are read: the numbers to reach stand here."""

from articles.reading.quality import measure
from tests.shared import shared


def test_pages_are_read_better_than_by_the_library_alone():
    quality = measure(shared("html"))
    assert len(quality.pages) == 40
    assert quality.f1 >= 0.985  # trafilatura alone: 0.979
    assert quality.recall >= 0.995
    right = {fact: quality.right(fact) for fact in ("title", "author", "published")}
    assert right["title"][0] >= 37  # alone: 24
    assert right["author"][0] >= 23  # alone: 14
    assert right["published"][0] >= 36  # alone: 35
    assert [right[fact][1] for fact in ("title", "author", "published")] == [40, 28, 40]


def test_the_table_says_what_was_measured():
    name = "bbc.com.52241221.html"
    quality = measure(shared("html"), [name])
    first, line, *sums = quality.lines()
    assert "segments" in first
    assert line.startswith(name)
    assert "3/3" in line
    assert "title 1 of 1, author 0 of 0, published 1 of 1" in sums[0]
    assert "1 pages" in sums[1]


def test_what_is_wrong_counts_as_wrong(tmp_path):
    (tmp_path / "a.html").write_text("<p>The bridge stands. It is new and long.</p>", "utf-8")
    (tmp_path / "b.html").write_text("", "utf-8")
    (tmp_path / "expected.json").write_text(
        '{"a.html": {"with": ["bridge stands", "ferry"], "without": ["new"], "title": "x"}, "b.html": {"with": ["y"]}}',
        "utf-8",
    )
    quality = measure(tmp_path)
    assert (quality.precision, quality.recall) == (1 / 2, 1 / 3)
    assert quality.right("title") == (0, 1)
    assert quality.right("author") == (0, 0)

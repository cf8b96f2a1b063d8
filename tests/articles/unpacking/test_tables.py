import io
import json
import tracemalloc

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.blocks import BlockKind, tiles
from articles.reading import UnreadableArticle
from articles.unpacking import Container, NotOpened, draft_of_row, kind_of, unpack
from articles.unpacking.row import COLUMNS, field_of
from articles.unpacking.tables import ROWS_AT_MOST

TEXT = "The bridge was closed on Monday.\n\nIt will open again in May, said the mayor of the town."


def rows_of(kind: Container, data: bytes, **more):
    return list(unpack(kind, io.BytesIO(data), **more))


def row(**fields) -> bytes:
    return json.dumps(fields).encode()


@pytest.mark.parametrize(
    ("name", "content_type", "data", "kind"),
    [
        ("a.jsonl", "", b"{}", Container.JSONL),
        ("A.NDJSON", "", b"{}", Container.JSONL),
        ("a.csv", "", b"text\n", Container.CSV),
        ("a", "text/csv; charset=utf-8", b"text\n", Container.CSV),
        ("a.txt", "", b'{"text": "A"}\n{"text": "B"}\n', Container.JSONL),
        ("a.txt", "", b"{not json}\n", None),
        ("a.html", "text/html", b"<p>A", None),
        ("a.txt", "", b"", None),
    ],
)
def test_what_is_a_table(name, content_type, data, kind):
    file = io.BytesIO(data)
    assert kind_of(file, name=name, content_type=content_type) is kind
    assert file.tell() == 0


def test_lines_of_jsonl_are_rows():
    data = b'\xef\xbb\xbf{"text": "A"}\r\n\r\n{"text": "B"}\nno json\n[1]\n{"text": "C"}'
    parts = rows_of(Container.JSONL, data, name="f.jsonl")
    assert [part.name for part in parts] == [f"f.jsonl, row {n}" for n in range(1, 6)]
    assert [json.loads(part.data)["text"] for part in parts if not part.refused] == ["A", "B", "C"]
    assert [part.refused for part in parts if part.refused] == ["The line is no JSON.", "The line is no JSON object."]
    assert all(part.is_row for part in parts)


@pytest.mark.parametrize("data", [b"plain words\n", b"[1, 2]\n", b"", b"\n\n", b"[" * 100_000])
def test_what_is_no_jsonl_is_refused(data):
    with pytest.raises(NotOpened):
        rows_of(Container.JSONL, data)


def test_cells_of_csv_are_fields():
    data = b'Title;Body;Published at\n"One; two";"Line 1\nLine ""2""";2024-05-06\n;;\nNext;Text;\n'
    parts = rows_of(Container.CSV, data, name="f.csv")
    assert [json.loads(part.data) for part in parts] == [
        {"Title": "One; two", "Body": 'Line 1\nLine "2"', "Published at": "2024-05-06"},
        {"Title": "Next", "Body": "Text", "Published at": ""},
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_encodings_of_csv(encoding):
    text = "title,text\n" + "Überraschung,„Größe“ und Maß für die Bürger der Stadt\n" * 20
    parts = rows_of(Container.CSV, text.encode(encoding))
    assert json.loads(parts[0].data)["title"] == "Überraschung"


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"name,words\nA,B\n", "No column is called"),
        (b"text,body\nA,B\n", "mean the same: text"),
        (b"text\n", "no rows"),
        (b"", "No column"),
        (b"text\n\0\0\0", "binary"),
    ],
)
def test_what_is_no_table_of_articles_is_refused(data, sentence):
    with pytest.raises(NotOpened, match=sentence):
        rows_of(Container.CSV, data)


def test_a_row_with_too_many_cells_is_refused_and_the_rest_goes_on():
    parts = rows_of(Container.CSV, b"text,title\nA,B,C\nD,E\n")
    assert [bool(part.refused) for part in parts] == [True, False]


def test_a_table_that_goes_on_for_ever_stops():
    class Endless(io.RawIOBase):
        def readable(self):
            return True

        def seekable(self):
            return True

        def readinto(self, buffer):
            line = b'{"text": "A"}\n' * (len(buffer) // 14)
            buffer[: len(line)] = line
            return len(line)

        def seek(self, *_):
            return 0

    parts = unpack(Container.JSONL, io.BufferedReader(Endless(), 1400))
    for _ in range(ROWS_AT_MOST):
        next(parts)
    with pytest.raises(NotOpened, match="Only the first"):
        next(parts)


@pytest.mark.parametrize("kind", [Container.JSONL, Container.CSV])
def test_memory_does_not_grow_with_the_rows(kind, tmp_path):
    """A tenth of the rows takes as much memory as all of them."""
    peaks = []
    for count in (1_000, 10_000):
        path = tmp_path / f"{count}"
        with path.open("w") as file:
            if kind is Container.CSV:
                file.write("title,text\n")
            for n in range(count):
                text = f"Words of article {n}. " * 20
                file.write(f"{n},{text}\n" if kind is Container.CSV else json.dumps({"title": n, "text": text}) + "\n")
        tracemalloc.start()
        with path.open("rb") as file:
            assert sum(1 for _ in unpack(kind, file)) == count
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < 1.2 * peaks[0] + 50_000


def test_columns_are_matched_by_name():
    assert {field_of(name) for name in COLUMNS} == set(COLUMNS)
    assert field_of("Published At") == field_of("published_at") == field_of("pubDate") == "published"
    assert field_of("Kommentar") == ""


def test_a_row_becomes_a_draft():
    draft, story = draft_of_row(
        row(
            Headline="Bridge closed",
            body=TEXT,
            authors=["A. Writer", "B. Writer"],
            date="2024-05-06T10:00:00Z",
            source="Town Paper",
            lang="en-GB",
            link="https://town.example/bridge",
            story="The bridge",
        )
    )
    assert draft.title == "Bridge closed"
    assert not draft.title_proposed
    assert draft.text == f"Bridge closed\n\n{TEXT}"
    assert draft.blocks[0].kind is BlockKind.HEADLINE
    assert tiles(draft.blocks, draft.text)
    assert draft.byline == "A. Writer, B. Writer"
    assert draft.published.isoformat() == "2024-05-06"
    assert (draft.publication, draft.language, draft.url) == ("Town Paper", "en", "https://town.example/bridge")
    assert story == "The bridge"


def test_a_headline_that_the_text_begins_with_is_not_doubled():
    draft, _ = draft_of_row(row(title="The bridge is closed!", text=f"The Bridge Is Closed\n\n{TEXT}"))
    assert draft.text == f"The Bridge Is Closed\n\n{TEXT}"
    assert [block.kind for block in draft.blocks].count(BlockKind.HEADLINE) == 1
    assert tiles(draft.blocks, draft.text)


def test_a_date_that_is_none_is_doubtful():
    draft, _ = draft_of_row(row(title="A", text=TEXT, date="some day"))
    assert draft.published is None
    assert any("some day" in warning for warning in draft.warnings)


@pytest.mark.parametrize("data", [b"{}", b'{"title": "A"}', b'{"text": "  "}', b'{"text": null}', b"[]", b"no"])
def test_a_row_without_a_text_is_refused(data):
    with pytest.raises(UnreadableArticle):
        draft_of_row(data)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(
    st.dictionaries(st.sampled_from([*COLUMNS, "other"]), st.text() | st.integers() | st.none() | st.lists(st.text()))
)
def test_any_row_is_a_draft_that_tiles_or_a_sentence(fields):
    refused = ""
    try:
        draft, _ = draft_of_row(json.dumps(fields).encode())
    except UnreadableArticle as error:
        refused = str(error)
    assert refused.endswith(".") or (draft.title and tiles(draft.blocks, draft.text))


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.binary(max_size=400), st.sampled_from(list(Container)))
def test_any_bytes_are_parts_or_a_sentence(data, kind):
    parts, refused = [], ""
    try:
        parts += unpack(kind, io.BytesIO(data))
    except NotOpened as error:
        refused = str(error)
    assert parts or refused.endswith(".")
    assert all(part.refused or part.data for part in parts)

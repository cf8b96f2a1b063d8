"""PDF files, made by a writer of our own: each page a list of (left, base, size, words)."""

import zlib
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader, PdfWriter

from articles.blocks import tiles
from articles.reading import UnreadableArticle, read


def pdf(pages, *, info="", compress=False):
    """A PDF 1.4 with Helvetica (F1) and Helvetica-Bold (F2, for sizes written as negative numbers)."""
    font = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica{} /Encoding /WinAnsiEncoding >>"
    objects = ["", "", font.format(""), font.format("-Bold"), info or "<< >>"]
    kids = []
    for lines in pages:
        shown = b"".join(
            f"BT /F{1 if size > 0 else 2} {abs(size)} Tf 1 0 0 1 {left} {base} Tm (".encode()
            + words.encode("cp1252").replace(b"(", b"\\(").replace(b")", b"\\)")
            + b") Tj ET\n"
            for left, base, size, words in lines
        )
        stream = zlib.compress(shown) if compress else shown
        kind = "/Filter /FlateDecode " if compress else ""
        objects.append(f"<< {kind}/Length {len(stream)} >>\nstream\n".encode() + stream + b"\nendstream")
        kids.append(len(objects) + 1)
        drawn = f"/Resources << /Font << /F1 3 0 R /F2 4 0 R >> >> /Contents {len(objects)} 0 R"
        objects.append(f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] {drawn} >>")
    objects[0] = "<< /Type /Catalog /Pages 2 0 R >>"
    objects[1] = f"<< /Type /Pages /Count {len(kids)} /Kids [{' '.join(f'{kid} 0 R' for kid in kids)}] >>"
    data, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(data))
        data += (
            f"{number} 0 obj\n".encode() + (content if isinstance(content, bytes) else content.encode()) + b"\nendobj\n"
        )
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    size = len(objects) + 1
    trailer = f"trailer << /Size {size} /Root 1 0 R /Info 5 0 R >>\nstartxref\n{len(data)}\n%%EOF"
    return data + f"xref\n0 {size}\n0000000000 65535 f \n{table}{trailer}".encode()


TEXT = [
    (50, 700, 24, "Council votes for bridge"),
    (50, 670, 12, "By Jane Doe"),
    (50, 640, 12, "After twenty years of talk, the council met on Tuesday even-"),
    (50, 626, 12, "ing and voted for the new bridge over the river, which will"),
    (50, 612, 12, "cost nine million euros – a well-known sum."),
    (50, 585, 12, "Work begins soon. The ferry, an old and well-"),
    (50, 571, 12, "known boat, goes to a museum at the other end of the valley"),
]
FIRST = (
    "After twenty years of talk, the council met on Tuesday evening and voted for the new bridge over the river, "
    "which will cost nine million euros – a well-known sum."
)
SECOND = (
    "Work begins soon. The ferry, an old and well-known boat, goes to a museum at the other end of the valley "
    "and stays there for all to see, until the river takes it too."
)
NEXT = [
    (50, 700, 12, "and stays there for all to see, until the river takes it too."),
    (50, 530, 16, "What it costs"),
    (50, 510, 12, "• Steel from the coast"),
    (50, 496, 12, "• Stone from the hills"),
    (50, 470, -12, "Who pays"),
    (50, 450, 12, "Three towns pay for it in equal parts, said the mayor at night."),
]


def framed(lines, number):
    return [*lines, (50, 780, 8, "River Post, Tuesday"), (300, 20, 8, f"Page {number} of 2")]


def blocks(draft):
    return [(block.kind.value, block.level, block.content(draft.text)) for block in draft.blocks]


@pytest.mark.parametrize("compress", [False, True])
def test_lines_become_paragraphs_headings_and_furniture(compress):
    draft = read(pdf([framed(TEXT, 1), framed(NEXT, 2)], compress=compress))
    assert blocks(draft) == [
        ("headline", 0, "Council votes for bridge"),
        ("furniture", 0, "By Jane Doe"),
        ("paragraph", 0, FIRST),
        ("paragraph", 0, SECOND),
        ("heading", 2, "What it costs"),
        ("list_item", 1, "• Steel from the coast"),
        ("list_item", 1, "• Stone from the hills"),
        ("heading", 3, "Who pays"),
        ("paragraph", 0, "Three towns pay for it in equal parts, said the mayor at night."),
        ("furniture", 0, "River Post, Tuesday"),
        ("furniture", 0, "Page 1 of 2"),
        ("furniture", 0, "Page 2 of 2"),
    ]
    assert (draft.title, draft.byline, draft.title_proposed) == ("Council votes for bridge", "Jane Doe", False)
    assert any("hyphen" in warning for warning in draft.warnings)


def test_properties_name_an_author_where_the_text_has_none():
    draft = read(pdf([[TEXT[0], *TEXT[2:5]]], info="<< /Author (John Roe) /Title (Council votes for bridge) >>"))
    assert draft.byline == "John Roe"
    assert any("John Roe" in warning for warning in draft.warnings)
    assert read(pdf([TEXT], info="<< /Author (John Roe) >>")).byline == "Jane Doe"


def test_pages_without_text_are_scans():
    with pytest.raises(UnreadableArticle, match="no text layer"):
        read(pdf([[], []]))


def test_truncated_and_broken_files_are_refused_or_read():
    whole = pdf([framed(TEXT, 1), framed(NEXT, 2)])
    for length in range(10, len(whole), 97):
        try:
            assert tiles(read(whole[:length]).blocks, read(whole[:length]).text)
        except UnreadableArticle as refused:
            assert str(refused).startswith("The PDF")  # noqa: PT017 - either way is right


def test_encrypted_files_are_refused():
    writer = PdfWriter(clone_from=PdfReader(BytesIO(pdf([TEXT]))))
    writer.encrypt("secret", algorithm="RC4-128")
    target = BytesIO()
    writer.write(target)
    with pytest.raises(UnreadableArticle, match="encrypted"):
        read(target.getvalue())


def test_endless_pages_are_refused():
    with pytest.raises(UnreadableArticle, match="501 pages; at most 500"):
        read(pdf([[]] * 501))


def test_a_stream_that_unpacks_without_end_is_refused():
    bomb = zlib.compress(b"0 " * 30_000_000, 9)
    whole = pdf([TEXT])
    start, end = whole.index(b"stream\n") + 7, whole.index(b"\nendstream")
    data = whole[:start] + bomb + whole[end:]
    data = data.replace(f"/Length {end - start}".encode(), f"/Filter /FlateDecode /Length {len(bomb)}".encode(), 1)
    with pytest.raises(UnreadableArticle, match="unpacks to more than a document holds"):
        read(data)


def test_endless_drawing_is_refused_in_time(monkeypatch):
    monkeypatch.setattr("articles.reading.pdf.MAX_OPERATIONS", 1000)
    with pytest.raises(UnreadableArticle, match="unpacks to more than a document holds"):
        read(pdf([TEXT * 10] * 10))


@settings(deadline=None, max_examples=60)
@given(st.data())
def test_any_damage_is_read_or_refused(data):
    whole = bytearray(pdf([TEXT]))
    for _ in range(data.draw(st.integers(1, 12))):
        whole[data.draw(st.integers(8, len(whole) - 1))] = data.draw(st.integers(0, 255))
    try:
        draft = read(bytes(whole))
    except UnreadableArticle as refused:
        assert str(refused).endswith(".")  # noqa: PT017 - either way is right
        return
    assert tiles(draft.blocks, draft.text)

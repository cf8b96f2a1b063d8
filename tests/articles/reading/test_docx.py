"""Word documents, made part by part."""

import zipfile
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.blocks import tiles
from articles.reading import UnreadableArticle, read

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
STYLES = f"""<w:styles {W}>
<w:style w:styleId="T"><w:name w:val="Title"/></w:style>
<w:style w:styleId="H1"><w:name w:val="heading 1"/><w:pPr><w:outlineLvl w:val="0"/></w:pPr></w:style>
<w:style w:styleId="Mine"><w:name w:val="My heading"/><w:basedOn w:val="H1"/></w:style>
<w:style w:styleId="Q"><w:name w:val="Intense Quote"/></w:style>
<w:style w:styleId="L"><w:name w:val="List Bullet"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>
</w:styles>"""
NUMBERING = f"""<w:numbering {W}>
<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/></w:lvl></w:abstractNum>
<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:numFmt w:val="decimal"/></w:lvl>
<w:lvl w:ilvl="1"><w:numFmt w:val="decimal"/></w:lvl></w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>
</w:numbering>"""


def p(words, properties="", run=""):
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:rPr>{run}</w:rPr><w:t>{words}</w:t></w:r></w:p>"


def style(name):
    return f'<w:pStyle w:val="{name}"/>'


def numbered(depth=0):
    return f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="2"/></w:numPr>'


def docx(body, **parts):
    target = BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("[Content_Types].xml", "<Types/>")
        file.writestr("word/document.xml", f"<w:document {W}><w:body>{body}</w:body></w:document>")
        for name, content in {"styles": STYLES, "numbering": NUMBERING, **parts}.items():
            file.writestr(name if "/" in name else f"word/{name}.xml", content)
    return target.getvalue()


def blocks(draft):
    return [(block.kind.value, block.level, block.content(draft.text)) for block in draft.blocks]


def test_styles_lists_and_tables_become_blocks():
    body = (
        p("Council votes for bridge", style("T"))
        + p("By Jane Doe")
        + p("The council met on Tuesday. It was late.")
        + p("What it costs", style("Mine"))
        + p("Steel", style("L"))
        + p("Dig", numbered())
        + p("in the hills", numbered(1))
        + p("Pave", numbered())
        + p("A crossing is a promise.", style("Q"))
        + p("Who pays", run="<w:b/>")
        + p("Who pays it all, in bold? They do.", run='<w:b w:val="0"/>')
        + f"<w:tbl><w:tr><w:tc>{p('Town')}</w:tc><w:tc>{p('Euros')}{p('(millions)')}</w:tc></w:tr></w:tbl>"
    )
    draft = read(docx(body))
    assert blocks(draft) == [
        ("headline", 0, "Council votes for bridge"),
        ("furniture", 0, "By Jane Doe"),
        ("paragraph", 0, "The council met on Tuesday. It was late."),
        ("heading", 1, "What it costs"),
        ("list_item", 1, "Steel"),
        ("list_item", 1, "1. Dig"),
        ("list_item", 2, "1. in the hills"),
        ("list_item", 1, "2. Pave"),
        ("quotation", 0, "A crossing is a promise."),
        ("heading", 2, "Who pays"),
        ("paragraph", 0, "Who pays it all, in bold? They do."),
        ("table_row", 0, "Town\tEuros (millions)"),
    ]
    assert (draft.title, draft.title_proposed, draft.byline) == ("Council votes for bridge", False, "Jane Doe")


def test_text_is_what_is_shown_with_insertions_and_without_deletions():
    body = (
        "<w:p><w:r><w:t>The </w:t></w:r><w:del><w:r><w:delText>old </w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>new </w:t></w:r></w:ins><w:r><w:t xml:space='preserve'>bridge</w:t><w:tab/><w:t>stands</w:t>"
        "<w:br/><w:t>here</w:t><w:noBreakHyphen/><w:t>now.</w:t></w:r><w:r><w:instrText>PAGE</w:instrText></w:r>"
        "<w:hyperlink><w:r><w:t> Really.</w:t></w:r></w:hyperlink></w:p>"
    )
    assert read(docx(body)).text == "The new bridge stands\nhere\u2011now. Really."


def test_notes_follow_the_text_and_page_heads_are_furniture():
    reference = '<w:p><w:r><w:t>It cost nine million.</w:t><w:footnoteReference w:id="2"/></w:r></w:p>'
    separator, note = f'<w:footnote w:id="0" w:type="separator">{p("x")}', f'<w:footnote w:id="2">{p("In 2025.")}'
    notes = f"<w:footnotes {W}>{separator}</w:footnote>{note}</w:footnote></w:footnotes>"
    head = f"<w:hdr {W}>{p('River Post')}</w:hdr>"
    draft = read(docx(reference, footnotes=notes, header1=head, header2=head))
    assert blocks(draft) == [
        ("paragraph", 0, "It cost nine million. [2]"),
        ("paragraph", 0, "[2] In 2025."),
        ("furniture", 0, "River Post"),
    ]


def test_text_boxes_are_read_once():
    box = f"<w:txbxContent>{p('In the box.')}</w:txbxContent>"
    compatibility = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    choices = f"<mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback>"
    alternate = f"<mc:AlternateContent {compatibility}>{choices}</mc:AlternateContent>"
    body = f"<w:p><w:r><w:t>Outside it.</w:t></w:r><w:r>{alternate}</w:r></w:p>"
    assert read(docx(body)).text == "Outside it.\n\nIn the box."


def test_properties_name_an_author_where_the_text_has_none():
    core = (
        '<c:p xmlns:c="x" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>The bridge stands</dc:title>'
        "<dc:creator>John Roe</dc:creator></c:p>"
    )
    draft = read(docx(p("The bridge stands") + p("It does. We saw it."), **{"docProps/core.xml": core}))
    assert (draft.title, draft.title_proposed, draft.byline) == ("The bridge stands", False, "John Roe")
    assert "John Roe" in draft.warnings[0]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (docx("")[:200], "damaged or was cut off"),
        (docx(""), "no words"),
        (docx("<w:p>"), "damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "old or encrypted Office file"),
    ],
)
def test_damaged_and_old_files_are_refused(data, reason):
    with pytest.raises(UnreadableArticle, match=reason):
        read(data)


def packed(**parts):
    target = BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in parts.items():
            file.writestr(name, content)
    return target.getvalue()


@pytest.mark.parametrize(
    ("part", "reason"),
    [
        ("xl/workbook.xml", "spreadsheet"),
        ("ppt/presentation.xml", "presentation"),
        ("content.xml", "OpenDocument"),
        ("META-INF/container.xml", "e-book"),
        ("a.txt", "ZIP archive, not one article"),
    ],
)
def test_other_packed_files_are_refused_by_name(part, reason):
    with pytest.raises(UnreadableArticle, match=reason):
        read(packed(**{part: "<x/>"}))


def test_entities_are_refused():
    bomb = '<!DOCTYPE x [<!ENTITY a "haha"><!ENTITY b "&a;&a;&a;">]>'
    document = f"{bomb}<w:document {W}><w:body><w:p><w:r><w:t>&b;</w:t></w:r></w:p></w:body></w:document>"
    with pytest.raises(UnreadableArticle, match="declares entities"):
        read(packed(**{"word/document.xml": document}))


def test_a_part_that_unpacks_without_end_is_refused():
    with pytest.raises(UnreadableArticle, match="unpacks to more than 40 MB"):
        read(packed(**{"word/document.xml": b"<x>" + b" " * 60_000_000}))


def test_deeply_nested_tables_are_read_or_refused():
    nested = "<w:tbl><w:tr><w:tc>" * 60 + p("deep") + "</w:tc></w:tr></w:tbl>" * 60
    assert "deep" in read(docx(p("The bridge stands.") + nested)).text
    with pytest.raises(UnreadableArticle, match="damaged"):
        read(docx("<w:tbl><w:tr><w:tc>" * 5000))


@settings(deadline=None, max_examples=60)
@given(st.data())
def test_any_damage_is_read_or_refused(data):
    whole = bytearray(docx(p("The bridge stands") + p("It does. We saw it.")))
    for _ in range(data.draw(st.integers(1, 8))):
        whole[data.draw(st.integers(4, len(whole) - 1))] = data.draw(st.integers(0, 255))
    try:
        draft = read(bytes(whole))
    except UnreadableArticle as refused:
        assert str(refused).endswith(".")  # noqa: PT017 - either way is right
        return
    assert tiles(draft.blocks, draft.text)

"""Markdown: its words as a reader sees them, its structure as blocks, its front matter as facts."""

from collections.abc import Iterator
from contextlib import suppress

import regex
from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

from articles.blocks import BlockKind
from articles.reading.assembling import draft_of_pieces, promote_heading
from articles.reading.dates import read_date
from articles.reading.draft import ArticleDraft, Facts, Piece, UnreadableArticle
from articles.reading.markup import pieces_in
from articles.reading.plain import read_plain
from articles.reading.trees import parse

# What is larger is read as plain text: the parser takes quadratic time for brackets, and drops what lies too deep.
MAX_LENGTH = 1_000_000  # code points
_MAX_BRACKETS = 20_000
_MAX_NESTING = 60
_PARSER = MarkdownIt("commonmark", {"maxNesting": _MAX_NESTING}).enable("table")
_FRONT_MATTER = regex.compile(r"\A(?P<fence>---|\+\+\+)[ \t]*\n(?P<lines>.*?)\n(?P=fence)[ \t]*(?:\n|\Z)", regex.S)
_ENTRY = regex.compile(r"^(?P<key>[\w-]+)\s*[:=]\s*(?P<value>\S.*)$", regex.M)
_KEYS = {
    "title": "title",
    "headline": "title",
    "author": "byline",
    "authors": "byline",
    "byline": "byline",
    "date": "published",
    "published": "published",
    "publication": "publication",
    "publisher": "publication",
    "source": "publication",
    "site": "publication",
    "url": "url",
    "link": "url",
    "canonical": "url",
    "canonical_url": "url",
    "lang": "language",
    "language": "language",
}
_BREAK = regex.compile(r"<br\s*/?>", regex.I)


def read_markdown(characters: str, *, url: str = "") -> ArticleDraft:
    """The draft of a Markdown text (CommonMark with tables). Marks of formatting and addresses of links are no text.

    Numbers of lists stay, as words may refer to them; the words that stand for an image are kept.
    """
    characters = characters.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    facts, body = _front_matter(characters)
    tokens = _PARSER.parse(body) if len(body) < MAX_LENGTH and body.count("[") < _MAX_BRACKETS else []
    if not tokens or max(token.level for token in tokens) > _MAX_NESTING - 10:
        return read_plain(characters, url=url)
    pieces = list(_pieces(SyntaxTreeNode(tokens)))
    promote_heading(pieces)
    return draft_of_pieces(pieces, facts, url=url)


def _front_matter(characters: str) -> tuple[Facts, str]:
    """Facts of a YAML or TOML head, of its plain one-line entries; and what comes after it."""
    facts = Facts()
    match = _FRONT_MATTER.match(characters)
    if match is None:
        return facts, characters
    for entry in _ENTRY.finditer(match["lines"]):
        name, value = _KEYS.get(entry["key"].lower()), entry["value"].strip().strip("\"'[]").strip()
        if name == "published":
            line = read_date(value)
            facts.published = facts.published or (line and line.whole)
        elif name:
            setattr(facts, name, getattr(facts, name) or value)
    return facts, characters[match.end() :]


def _pieces(node: SyntaxTreeNode, kind: BlockKind | None = None, depth: int = 0) -> Iterator[Piece]:
    """The blocks within a node; `kind` is that of its paragraphs, `depth` how many lists it lies in."""
    for child in node.children:
        match child.type:
            case "heading":
                yield Piece(_words(child), BlockKind.HEADING, level=int(child.tag[1]))
            case "paragraph":
                yield Piece(_words(child), kind)
            case "blockquote":
                yield from _pieces(child, BlockKind.QUOTATION, depth)
            case "bullet_list" | "ordered_list":
                for item in child.children:
                    yield from _item(item, depth + 1, numbered=child.type == "ordered_list")
            case "table":
                for row in (row for part in child.children for row in part.children):
                    yield Piece("\t".join(_words(cell) for cell in row.children), BlockKind.TABLE_ROW)
            case "fence" | "code_block" | "html_block":
                yield from _literal(child, kind)


def _literal(node: SyntaxTreeNode, kind: BlockKind | None) -> Iterator[Piece]:
    """Code as it is, and the words of HTML."""
    if node.type != "html_block":
        yield Piece(node.content.strip("\n"), BlockKind.PARAGRAPH)
        return
    with suppress(UnreadableArticle):  # a remark or a tag alone holds no words
        for piece in pieces_in(parse(node.content)):
            piece.kind = piece.kind or kind
            yield piece


def _item(item: SyntaxTreeNode, depth: int, *, numbered: bool) -> Iterator[Piece]:
    """An item of a list: its first paragraph with its number is the item, what else it holds are blocks after it."""
    number = f"{item.info}. " if numbered else ""
    for index, piece in enumerate(_pieces(item, None, depth)):
        if index == 0 and piece.kind in {None, BlockKind.HEADING}:
            piece.text, piece.kind, piece.level = number + piece.text, BlockKind.LIST_ITEM, depth
        yield piece


def _words(node: SyntaxTreeNode) -> str:
    """The words of a heading, paragraph or cell, without marks."""
    parts = []
    for child in (inner for inline in node.children for inner in inline.walk(include_self=False)):
        match child.type:
            case "text" | "code_inline":
                parts.append(child.content)
            case "softbreak":
                parts.append(" ")
            case "hardbreak":
                parts.append("\n")
            case "html_inline" if _BREAK.match(child.content):
                parts.append("\n")
    return "".join(parts)

"""From pieces and facts to the draft: the same last steps for every format."""

from collections.abc import Sequence
from dataclasses import replace

import regex

from articles.blocks import Block, BlockKind
from articles.reading.draft import ArticleDraft, Facts, Piece, UnreadableArticle, compose
from articles.reading.furniture import mark_furniture
from articles.reading.header import read_header
from articles.reading.languages import declared_language, language_of
from articles.reading.titles import propose_title
from articles.text import normalise

_VISIBLE = regex.compile(r"[^\p{Z}\p{C}]")


def is_visible(text: str) -> bool:
    """Whether anything in the text can be seen: not white space, not marks of direction alone."""
    return bool(_VISIBLE.search(text))


def draft_of_pieces(pieces: Sequence[Piece], facts: Facts, *, url: str = "") -> ArticleDraft:
    """The draft of pieces from a format that knows its structure; `facts` are what it says of itself.

    What the source declares goes before what stands in the text. Raises UnreadableArticle if the pieces hold no words.
    """
    pieces = [piece for piece in pieces if normalise(piece.text).strip()]
    mark_furniture(pieces)
    found = read_header(pieces)
    headline = next((piece for piece in pieces if piece.kind is BlockKind.HEADLINE), None)
    facts = replace(
        facts,
        title=facts.title or found.title or (headline.text if headline else ""),
        byline=facts.byline or found.byline,
        published=facts.published or found.published,
        publication=facts.publication or found.publication,
        url=facts.url or found.url,
        warnings=facts.warnings + ([] if facts.published else found.warnings),
    )
    text, blocks = compose(pieces)
    if not is_visible(text):
        raise UnreadableArticle("The file holds no words.")
    return draft_of(text, blocks, facts, url=url)


def draft_of(text: str, blocks: tuple[Block, ...], facts: Facts, *, url: str = "") -> ArticleDraft:
    """A draft of text, blocks and facts; language and title are made of the text where the facts lack them."""
    language = declared_language(facts.language) or language_of(text)
    title = facts.title
    if not title:
        body = next((block for block in blocks if block.kind is BlockKind.PARAGRAPH), blocks[0])
        title = propose_title(text, body.start, body.end, language)
    return ArticleDraft(
        title=" ".join(normalise(title).split()),
        title_proposed=not facts.title,
        text=text,
        blocks=blocks,
        byline=facts.byline,
        published=facts.published,
        publication=facts.publication,
        language=language,
        url=url or facts.url,
        warnings=tuple(facts.warnings),
    )

"""From pieces and facts to the draft: the same last steps for every format."""

from collections.abc import Sequence
from dataclasses import replace

import regex

from articles.blocks import Block, BlockKind
from articles.reading.draft import ArticleDraft, Facts, Piece, UnreadableArticle, compose
from articles.reading.furniture import mark_furniture
from articles.reading.header import PERSON, read_header
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
        byline=facts.byline or _people(found.byline, facts.publication),
        published=facts.published or found.published,
        publication=facts.publication or found.publication,
        url=facts.url or found.url,
        warnings=facts.warnings + ([] if facts.published else found.warnings),
    )
    text, blocks = compose(pieces)
    if not is_visible(text):
        raise UnreadableArticle("The file holds no words.")
    return draft_of(text, blocks, facts, url=url)


def _people(byline: str, publication: str) -> str:
    """The byline without the paper that stands behind the names."""
    names = byline.split(", ")
    return ", ".join(name for name in names if len(names) == 1 or name.casefold() != publication.casefold())


def draft_with_properties(
    pieces: Sequence[Piece], title: str, creator: str, *, url: str = "", warnings: Sequence[str] = ()
) -> ArticleDraft:
    """The draft of a document with a title and creator in its properties, which often are its template's or owner's.

    The title only says which of the first paragraphs is the headline; the creator is the byline where the text has
    none, with a warning.
    """
    if not any(piece.kind is BlockKind.HEADLINE for piece in pieces):
        same = next((piece for piece in pieces[:3] if piece.text == title), None)
        if same is not None:
            same.kind, same.level = BlockKind.HEADLINE, 0
        else:
            promote_heading(pieces)
    draft = draft_of_pieces(pieces, Facts(warnings=list(warnings)), url=url)
    if draft.byline or not (PERSON.match(creator) and " " in creator):
        return draft
    warning = f"The byline {creator} is the author in the file's properties; the text names none."
    return replace(draft, byline=creator, warnings=(*draft.warnings, warning))


def promote_heading(pieces: Sequence[Piece]) -> None:
    """Make the first heading the headline, if nothing stands before it or no other is of the first level as it is."""
    headings = [piece for piece in pieces if piece.kind is BlockKind.HEADING]
    top = [piece for piece in headings if piece.level == 1]
    if headings and (headings[0] is pieces[0] or top == headings[:1]):
        headings[0].kind, headings[0].level = BlockKind.HEADLINE, 0


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

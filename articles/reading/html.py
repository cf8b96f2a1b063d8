"""Web pages and pasted HTML: trafilatura finds the article, rules of our own its headline, captions and facts."""

import logging
from collections.abc import Iterator

import regex
from lxml.html import HtmlElement

from articles.blocks import BlockKind
from articles.reading.assembling import draft_of_pieces, promote_heading
from articles.reading.authors import byline_of
from articles.reading.comments import drop_comments
from articles.reading.draft import ArticleDraft, Facts, Piece, UnreadableArticle
from articles.reading.lost import CAPTION, with_lost
from articles.reading.markup import pieces_in
from articles.reading.page import (
    Page,
    canonical_address,
    fold,
    language_declared,
    look_at,
    publication_of,
    site_names,
    title_of,
    words_of,
)
from articles.reading.phrases import LIST_HEADS
from articles.reading.publishing import published_on
from articles.reading.trees import HEAD, parse
from articles.text import normalise

_MANY_ELEMENTS = 10_000  # above that without trafilatura's second opinions, which take quadratic time
_BREAK = "\x00"  # a line break that was meant; control characters never come in
_BREAKS = regex.compile(rf"(?:\s*{_BREAK}){{2,}}")
_INNER = frozenset({"hi", "ref", "del", "code", "graphic", "done"})
_CAPTIONS = 200  # pictures without <figure> whose captions are kept
_CREDIT = regex.compile(r"copyright|credit|source|quelle|agency|photographer|fotograf|author", regex.I)
_CREDIT_LINE = regex.compile(
    r"\W*(?:photo|foto|symbolbild|bildquelle|bild|image|picture|quelle|source|credit|copyright|©)\b?[^.]{0,60}$",
    regex.I,
)
_CAPTION_CLASS = regex.compile(r"(?:^|[-_])caption(?:[-_]?(?:text|inner|content))?$", regex.I)
_PASTED = regex.compile(
    r"<!--\s*StartFragment|docs-internal-guid|<meta[^>]+generator[^>]+(?:Microsoft Word|LibreOffice|OpenOffice)|"
    r"urn:schemas-microsoft-com:office:word",
    regex.I,
)


def read_page(characters: str, *, url: str = "") -> ArticleDraft:
    """The draft of a web page's article, or of pasted HTML. Raises UnreadableArticle if there are no words in it."""
    tree = parse(characters)
    bare = _is_bare(characters, tree)
    if not bare:
        drop_comments(tree)
    page = look_at(tree, url)
    names = site_names(page)
    if bare:
        pieces = list(pieces_in(tree))
        promote_heading(pieces)
        pasted = bool(_PASTED.search(characters[:HEAD]))
        title, heading = ("", None) if pasted or tree.find(".//title") is None else title_of(page, names)
    else:
        title, heading = title_of(page, names)
        pieces = _article(page, heading)
    if not pieces:
        raise UnreadableArticle("No article was found on the page.")
    facts = Facts(
        title=title,
        byline=byline_of(page, [piece.text for piece in pieces], names),
        published=published_on(page, heading) if heading is not None or title else None,
        publication=publication_of(page),
        url=canonical_address(page),
        language=language_declared(page),
    )
    _mark_headline(pieces, title, words_of(heading) if heading is not None else "")
    return draft_of_pieces(pieces, facts)


def _is_bare(characters: str, tree: HtmlElement) -> bool:
    """Whether all of the HTML is article: a paste, a word processor's file, or a page with no site around its words."""
    if _PASTED.search(characters[:HEAD]) or tree.find("head") is None:
        return True
    if any(True for _ in tree.iter("nav", "aside", "footer", "header", "form", "iframe")):
        return False
    linked = sum(len(words_of(link)) for link in tree.iter("a"))
    return linked < 0.15 * len(words_of(tree))


def _article(page: Page, heading: HtmlElement | None) -> list[Piece]:
    """The blocks of the article on a page, by trafilatura; its captions and lost paragraphs, by us."""
    _keep_captions(page.tree)
    body = _extracted(page.tree)
    pieces = list(_pieces(body)) if body is not None else []
    pieces = with_lost(pieces, page.tree, heading)
    while pieces and LIST_HEADS.match(pieces[-1].text.rstrip(" :")):
        pieces.pop()  # the links that stood under it are gone
    declared = [Piece(words) for line in page.declared.body.split("\n") if (words := line.strip())]
    stated, shown = (sum(len(piece.text) for piece in some) for some in (declared, pieces))
    if stated > 2 * shown or (len(pieces) == 1 and stated > 0.9 * shown):
        return declared  # the page shows its text by script only
    return pieces or list(pieces_in(page.tree))


def _keep_captions(tree: HtmlElement) -> None:
    """Turn pictures with a caption into paragraphs of its words, as trafilatura drops them whole."""
    captions = [element for element in tree.iter("p", "div", "span", "dd", "small") if _is_caption(element)]
    for caption in captions[:_CAPTIONS]:
        frame = _frame_of(caption)
        words = normalise(words_of(caption, unless=_is_credit))
        if frame is not None and words and not _CREDIT_LINE.match(words):
            _become_words(frame, words)
    for figure in list(tree.iter("figure")):
        caption = figure.find(".//figcaption")
        if caption is None or any(True for _ in figure.iter("table", "blockquote", "h1", "h2")):
            continue
        words = normalise(words_of(caption, unless=_is_credit))
        linked = sum(len(words_of(link)) for link in caption.iter("a"))
        _become_words(figure, "" if _CREDIT_LINE.match(words) or linked > 0.9 * len(words) else words)


def _become_words(element: HtmlElement, words: str) -> None:
    """Make a paragraph of an element, which was a picture with its caption."""
    tail = element.tail
    element.clear()
    element.tag, element.text, element.tail = "p", words, tail
    element.set(CAPTION, "1")


def _is_caption(element: HtmlElement) -> bool:
    return any(_CAPTION_CLASS.search(name) for name in (element.get("class") or "").split())


def _frame_of(caption: HtmlElement) -> HtmlElement | None:
    """The element that holds a picture and this caption and no other words; None where there is none."""
    words, frame = words_of(caption), caption
    for _ in range(3):
        frame = frame.getparent()
        if frame is None or frame.tag in {"figure", "body", "article"} or words_of(frame) != words:
            return None
        if next(frame.iter("img", "picture", "amp-img"), None) is not None:
            return frame
    return None


def _is_credit(element: HtmlElement) -> bool:
    return bool(_CREDIT.search(element.get("class") or ""))


def _extracted(tree: HtmlElement) -> HtmlElement | None:
    """trafilatura's view of the article, as its own small set of elements."""
    import trafilatura  # noqa: PLC0415 - slow to import, and plain text does without

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    fast = sum(1 for _ in tree.iter()) > _MANY_ELEMENTS
    try:
        document = trafilatura.bare_extraction(tree, fast=fast, include_comments=False, with_metadata=False)
    except Exception:  # noqa: BLE001 - what breaks it is the page; the page is read whole then
        return None
    return document.body if document is not None else None


def _pieces(element: HtmlElement, kind: BlockKind | None = None, depth: int = 0) -> Iterator[Piece]:
    """The blocks of a body; loose words between them are paragraphs."""
    loose = [element.text or ""]
    for child in element:
        if child.tag in _INNER or child.tag == "lb":
            loose.append(_BREAK if child.tag == "lb" else _inner(child))
        else:
            yield from _flush(loose, kind)
            yield from _block(child, kind, depth)
            loose = []
        loose.append(child.tail or "")
    yield from _flush(loose, kind)


def _flush(loose: list[str], kind: BlockKind | None) -> Iterator[Piece]:
    """The loose words as a block; two line breaks on end part blocks, as writers without paragraphs use them."""
    for part in _BREAKS.split("".join(loose)):
        words = _lines(part.replace(_BREAK, "\n"))
        if words:
            yield Piece(words, kind)


def _lines(words: str) -> str:
    return "\n".join(line for raw in words.split("\n") if (line := " ".join(raw.split())))


def _inner(element: HtmlElement) -> str:
    return "".join(
        ["" if element.tag == "graphic" else element.text or ""]
        + [(_BREAK if child.tag == "lb" else _inner(child)) + (child.tail or "") for child in element]
    )


def _block(element: HtmlElement, kind: BlockKind | None, depth: int) -> Iterator[Piece]:
    match element.tag:
        case "head":
            level = (element.get("rend") or "h2")[-1]
            for piece in _pieces(element, BlockKind.HEADING, depth):
                piece.text, piece.level = " ".join(piece.text.split()), int(level) if level.isdigit() else 2
                yield piece
        case "list":
            for number, item in enumerate(element.iterchildren("item"), 1):
                yield from _item(item, depth + 1, number if element.get("rend") == "ol" else 0)
        case "quote":
            yield from _pieces(element, BlockKind.QUOTATION, depth)
        case "row":
            cells = [" ".join("".join(cell.itertext()).split()) for cell in element]
            yield Piece("\t".join(cells), BlockKind.TABLE_ROW)
        case _:
            yield from _pieces(element, kind, depth)


def _item(item: HtmlElement, depth: int, number: int) -> Iterator[Piece]:
    for index, piece in enumerate(_pieces(item, None, depth)):
        if index == 0 and piece.kind is None:
            piece.text = f"{number}. {piece.text}" if number else piece.text
            piece.kind, piece.level = BlockKind.LIST_ITEM, depth
        yield piece


def _mark_headline(pieces: list[Piece], title: str, heading: str) -> None:
    """Make the publication's headline the first block, whether the extraction kept it or not."""
    wanted = {fold(title), fold(heading)} - {""}
    for piece in [piece for piece in pieces[:4] if fold(piece.text) in wanted]:
        pieces.remove(piece)
    if title:
        pieces.insert(0, Piece(title, BlockKind.HEADLINE))

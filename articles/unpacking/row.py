"""One row of a table as an article. Columns are matched by name, case and signs apart; the import page lists them."""

import json
import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from articles.blocks import Block, BlockKind
from articles.decoding import decode
from articles.reading import ArticleDraft, UnreadableArticle, read
from articles.reading.dates import read_date
from articles.text import normalise

#: What a column may be called, for each field of an article.
COLUMNS = {
    "title": "title headline",
    "text": "text body content articletext fulltext article",
    "html": "html contenthtml bodyhtml",
    "byline": "byline author authors creator",
    "published": "published date publicationdate publishedat datepublished pubdate",
    "publication": "publication publisher source site sitename outlet newspaper",
    "language": "language lang",
    "url": "url address link canonicalurl permalink",
    "story": "story topic",
}
_FIELDS = {name: field for field, names in COLUMNS.items() for name in names.split()}


def field_of(column: str) -> str:
    """Return the field that a column's name stands for ("Published at" is `published`), or an empty string."""
    return _FIELDS.get(re.sub(r"[\W_]+", "", column.casefold()), "")


def draft_of_row(data: bytes) -> tuple[ArticleDraft, str]:
    """Return the draft of a row (JSON, in UTF-8) and the title of the story that it belongs to, or "".

    What the columns say goes before what the text says of itself. The title of the row is the publication's headline,
    so it is in the text: before it, unless the text begins with it. Raises UnreadableArticle.
    """
    row = _row(data)
    url = row.get("url", "")
    if row.get("html", "").strip():
        draft = read(row["html"].encode(), name="row.html", content_type="text/html; charset=utf-8", url=url)
    elif row.get("text", "").strip():
        draft = read(row["text"].encode(), content_type="text/plain; charset=utf-8", url=url)
    else:
        raise UnreadableArticle("The row has no text: its “text” and “html” columns are empty or missing.")
    title = " ".join(normalise(row.get("title", "")).split())
    if title:
        draft = _headed(draft, title)
    published, doubt = _date(row.get("published", ""))
    draft = replace(
        draft,
        byline=row.get("byline", "").strip() or draft.byline,
        published=published or draft.published,
        publication=row.get("publication", "").strip() or draft.publication,
        language=row.get("language", "").strip().lower().replace("_", "-").split("-")[0][:8] or draft.language,
        url=url or draft.url,
        warnings=(*draft.warnings, *doubt),
    )
    return draft, row.get("story", "").strip()


def _row(data: bytes) -> dict[str, str]:
    """Return the fields of a row as text; of two columns for one field the first that is not empty."""
    try:
        stored = json.loads(decode(data))
    except (ValueError, RecursionError) as error:
        raise UnreadableArticle("The row is no JSON.") from error
    if not isinstance(stored, Mapping):
        raise UnreadableArticle("The row is no JSON object.")
    row: dict[str, str] = {}
    for column, value in stored.items():
        field, words = field_of(column), _words(value)
        if field and words and not row.get(field):
            row[field] = words
    return row


def _words(value: object) -> str:
    """Return a value as text: lists are joined, nothing is nothing."""
    if value is None or isinstance(value, bool | Mapping):
        return ""
    if isinstance(value, list):
        return ", ".join(words for item in value if (words := _words(item)))
    return str(value).encode(errors="replace").decode().strip()


def _headed(draft: ArticleDraft, title: str) -> ArticleDraft:
    """Return the draft under its headline, which becomes its first block unless it is there already."""
    headline = next((block for block in draft.blocks if block.kind is BlockKind.HEADLINE), None)
    first = next((block for block in draft.blocks if block.kind is not BlockKind.FURNITURE), None)
    for block in (headline, first):
        if block is not None and _same(block.content(draft.text), title):
            blocks = tuple(_as_headline(each) if each is block else _demoted(each) for each in draft.blocks)
            return replace(draft, title=title, title_proposed=False, blocks=blocks)
    added = len(title) + 2
    blocks = (
        Block(BlockKind.HEADLINE, 0, added),
        *(replace(_demoted(block), start=block.start + added, end=block.end + added) for block in draft.blocks),
    )
    return replace(draft, title=title, title_proposed=False, text=f"{title}\n\n{draft.text}", blocks=blocks)


def _same(one: str, other: str) -> bool:
    """Whether two headlines are the same but for case, signs and white space."""
    return re.sub(r"\W+", "", one.casefold()) == re.sub(r"\W+", "", other.casefold())


def _as_headline(block: Block) -> Block:
    return replace(block, kind=BlockKind.HEADLINE, level=0)


def _demoted(block: Block) -> Block:
    """A second headline is a heading."""
    return replace(block, kind=BlockKind.HEADING, level=2) if block.kind is BlockKind.HEADLINE else block


def _date(words: str) -> tuple[date | None, tuple[str, ...]]:
    """Return the day that a cell says, or what is doubtful about it."""
    if not words:
        return None, ()
    try:
        return date.fromisoformat(words[:10]), ()
    except ValueError:
        line = read_date(words)
        day = line.whole if line else None
    return day, () if day else (f"The date “{words[:40]}” does not say which day of which year it is.",)

"""What a page declares about its article for machines: JSON-LD, by schema.org's words."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from html import unescape
from typing import Any

import regex
from lxml.html import HtmlElement

_ARTICLES = regex.compile(r"(?:article|posting|report|creativework\w*)$", regex.I)
_DEPTH = 12  # levels of nested objects that are looked into
_COMMENT = regex.compile(r"^\s*(?:<!--|/\*.*?\*/|//\s*<!\[CDATA\[)|(?:-->|//\s*\]\]>)\s*$", regex.S)
_TAG = regex.compile(r"<[^<>]*>")
_TRAILING = regex.compile(r",(\s*[}\]])")  # a comma behind the last value, as templates leave it
_SIGNS = regex.compile(r"\W+")


@dataclass(frozen=True, slots=True)
class Declared:
    """The article as its page declares it; empty where it does not. `published` is the text of a date."""

    headline: str = ""
    authors: tuple[str, ...] = ()
    organisations: tuple[str, ...] = ()
    published: str = ""
    publisher: str = ""
    language: str = ""
    body: str = ""


def declared(tree: HtmlElement, titles: Sequence[str] = ()) -> Declared:
    """What the page's JSON-LD says of its article: the one that `titles` of the page name, else the first.

    Broken parts are passed over, references are followed.
    """
    nodes = [node for script in tree.iter("script") if _is_linked_data(script) for node in _nodes(_parsed(script.text))]
    by_id: dict[str, dict[str, Any]] = {}
    for node in nodes:
        if isinstance(node.get("@id"), str):
            by_id[node["@id"]] = {**node, **by_id.get(node["@id"], {})}
    articles = [node for node in nodes if _types(node, _ARTICLES)]
    article = _titled(articles, titles) or next((node for node in articles if node.get("headline")), None)
    article = article or next(iter(articles), None)
    page = next((node for node in nodes if "webpage" in str(node.get("@type", "")).lower()), {})
    site = next((node for node in nodes if "website" in str(node.get("@type", "")).lower()), {})
    if article is None:
        article = page
    people = [_resolved(author, by_id) for author in _listed(article.get("author") or article.get("creator"))]
    publishers = [_resolved(one, by_id) for one in _listed(article.get("publisher") or site.get("publisher"))]
    return Declared(
        headline=_string(article.get("headline")),
        authors=tuple(name for person in people if not _is_group(person) for name in _names(person)),
        organisations=tuple(name for person in people if _is_group(person) for name in _names(person)),
        published=next(
            (
                moment
                for key in ("datePublished", "dateCreated")
                for node in (article, page)
                if (moment := _moment(node.get(key)))
            ),
            "",
        ),
        publisher=next((name for one in publishers for name in _names(one)), "") or _string(site.get("name")),
        language=_string(article.get("inLanguage")) or _string(page.get("inLanguage")),
        body=_lines(article.get("articleBody")),
    )


def _titled(articles: Sequence[dict[str, Any]], titles: Sequence[str]) -> dict[str, Any] | None:
    """The first article whose headline stands in a title of the page, or the other way round."""
    wanted = [folded for title in titles if len(folded := _SIGNS.sub("", title.casefold())) > 8]
    for node in articles:
        headline = _SIGNS.sub("", (_string(node.get("headline")) or _string(node.get("name"))).casefold())
        if len(headline) > 8 and any(headline in title or title in headline for title in wanted):
            return node
    return None


def _is_linked_data(script: HtmlElement) -> bool:
    return bool(script.text) and "ld+json" in (script.get("type") or "")


def _parsed(text: str) -> Any:
    text = _COMMENT.sub("", text).strip().rstrip(";")
    for attempt in (text, _TRAILING.sub(r"\1", text)):
        try:
            return json.loads(attempt, strict=False)
        except (ValueError, RecursionError):
            continue
    return None


def _nodes(value: Any, depth: int = 0) -> Iterator[dict[str, Any]]:
    """All objects that say their type or identity, outer ones first."""
    if depth > _DEPTH:
        return
    if isinstance(value, list):
        for item in value:
            yield from _nodes(item, depth + 1)
    elif isinstance(value, dict):
        if "@type" in value or "@id" in value:
            yield value
        for item in value.values():
            if isinstance(item, (dict, list)):
                yield from _nodes(item, depth + 1)


def _types(node: dict[str, Any], pattern: regex.Pattern[str]) -> bool:
    return any(isinstance(name, str) and pattern.search(name) for name in _listed(node.get("@type")))


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _resolved(value: Any, by_id: dict[str, dict[str, Any]]) -> Any:
    """The object that a bare reference points to; anything else as it is."""
    if isinstance(value, dict) and "name" not in value and isinstance(value.get("@id"), str):
        return by_id.get(value["@id"], value)
    return value


def _is_group(value: Any) -> bool:
    kinds = _listed(value.get("@type")) if isinstance(value, dict) else []
    return bool(kinds) and "Person" not in kinds


def _names(value: Any) -> list[str]:
    if isinstance(value, dict):
        full = " ".join(_string(value.get(part)) for part in ("givenName", "familyName"))
        value = value.get("name") or full
    return [name for one in _listed(value) if (name := _string(one))]


def _string(value: Any) -> str:
    """A string value as a reader would see it, "" for anything else."""
    if isinstance(value, list) and value:
        value = value[0]
    return " ".join(unescape(unescape(_TAG.sub("", value))).split()) if isinstance(value, str) else ""


def _moment(value: Any) -> str:
    """The text of a date; of a number, the day that so many seconds, or thousandths, since 1970 are."""
    if isinstance(value, (int, float)) and 1e8 < value < 1e13:
        return datetime.fromtimestamp(value / 1000 if value > 1e11 else value, UTC).date().isoformat()
    return _string(value)


def _lines(value: Any) -> str:
    """A text as a reader would see it, its lines kept."""
    if not isinstance(value, str):
        return ""
    return "\n".join(" ".join(line.split()) for line in unescape(_TAG.sub("", value)).splitlines())

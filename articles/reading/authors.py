"""Who wrote a web page's article: by its declarations, its byline, its credit line."""

from collections.abc import Iterator, Sequence

import regex
from lxml.html import HtmlElement

from articles.reading.header import byline_in, person_names
from articles.reading.page import Page, is_site, words_of

_MARKED = regex.compile(
    r"(?<![\p{L}])(?:author|byline|by-line|autor|autorin|auteur|writer|contributors?)(?![\p{Ll}])|Author", regex.I
)
_META_NAMES = ("author", "article:author", "parsely-author", "dc.creator", "byl")
_META = regex.compile(r"(?:post|entry|article|story)[-_]?(?:meta|info|details)", regex.I)
_ELSEWHERE = regex.compile(
    r"comment|reply|respond|related|sidebar|widget|teaser|recommend|promo|popular|avatar|"
    r"(?<![\p{L}])(?:nav|menu)(?![\p{L}])|(?<![\p{L}-])footer",
    regex.I,
)
_PICTURES = regex.compile(r"img|image|photo|caption|gallery", regex.I)
_ARTICLE = regex.compile(r"(?:^|\s)(?:hentry|h-entry|post|entry|article)(?:\s|$)")
_BOX = regex.compile(r"(?:author|autor)[-_]?(?:box|bio|info|description|social|card)|about[-_]?the[-_]?author", regex.I)
_LABEL = regex.compile(
    r"^(?:(?:(?:written|posted|published|words|story|text|report)\s+)?by|veröffentlicht\s+von|geschrieben\s+von|von|por|par|di|door|"
    r"escrito\s+por|publicado\s+por|publié\s+par|écrit\s+par|av|af|(?:author|autor|autorin|auteur|autore|text|texto|texte)\s*:)"
    r"\s*:?\s*(?=\S)",
    regex.I,
)
_NAMED = regex.compile(r"(?:^|(?<=\W))(?:by|von|por|par|di|door)\s+\p{L}.*$", regex.I)
_TRAIL = regex.compile(
    r"\s*(?:[|·•–—]|\s-\s|\(|@|\b(?:am|on|at|um|in|le|el)\s+(?:\d|\p{L}+\s+\d)|\b(?:\d{1,2}[./:]\d|19\d\d|20\d\d)|"
    r"\b(?:updated|published|aktualisiert|actualizado)\b).*$",
    regex.I,
)
_PHOTOGRAPHER = regex.compile(r"^(?:photo|foto|image|bild|picture|illustration|video|credit|фото)", regex.I)
_GENERIC = regex.compile(
    r"^(?:admin(?:istrator)?|redaktion|redacción|rédaction|redazione|redação|redactie|"
    r"editor(?:s|ial)?(?: team| staff)?|staff(?: writer| reporter)?|newsroom|news ?desk|webmaster|unknown|guest|gast|"
    r"team|user|root)\b",
    regex.I,
)
_WRITTEN_BY = regex.compile(
    r"^(?:(?:ein|eine|an?|un|una|une)\s+)?(?:\p{L}+)\s+(?:von|by|por|par)\s+(?P<name>\p{Lu}[^,.;:()]{2,60}?)"
    r"(?:\s+(?:mit|with|con|avec)\s+\p{Lu}.{0,60})?[.:]?$",
    regex.I,
)
_AGENCY = r"(?:dpa|afp|ap|reuters|apa|sda|sid|epd|kna|ots|efe|ansa|tass|ntb|tt|ritzau|belga|anp|lusa|pap|ddp)"
_CREDIT = regex.compile(
    rf"^\p{{Lu}}[\p{{L}} .,/-]{{2,40}}\s\((?P<start>{_AGENCY}(?:/\w{{1,6}})?)\)\s*[-–—.:]|"
    rf"\((?P<end>(?:[\p{{L}}.]{{1,12}}(?:/|,\s?|\s(?:mit|with|and|und|con)\s))?{_AGENCY}(?:/\w{{1,6}})*)\)$",
    regex.I,
)


def byline_of(page: Page, paragraphs: Sequence[str], names: Sequence[str]) -> str:
    """The article's authors, joined by ", "; "" if the page names none.

    First what stands as a byline in the text, then declared persons, then elements marked as byline, then the
    declared author; names of the site and generic ones ("Redaktion") only where nothing else is found.
    """
    people = [*page.declared.authors]
    metas = [
        name
        for key in ("author", "article:author", "parsely-author", "dc.creator", "byl")
        for name in page.meta.get(key, ())
    ]
    metas = [cleaned(name, names) for name in metas if not name.startswith(("http", "@"))]
    candidates = (
        _in_text(paragraphs),
        _certain(people, names),
        next(_marked(page.tree, names), ""),
        _certain(metas[:1], names),
        _agency(paragraphs),
        ", ".join(people),
        next((name for name in metas if name), ""),
    )
    return next((candidate for candidate in candidates if candidate), "")


def cleaned(words: str, names: Sequence[str] = ()) -> str:
    """A name without "By" before it, and without site, date or handle around it."""
    words = next((part for part in words.split(" - ") if part.strip() and not is_site(part, names)), words)
    return _TRAIL.sub("", _LABEL.sub("", words.strip(" ,-–—|·"))).strip(" ,-–—|·:/")


def _certain(people: Sequence[str], names: Sequence[str]) -> str:
    kept = [
        name for name in people if name and not _GENERIC.match(name) and not is_site(name, names) and len(name) < 80
    ]
    kept = [name for name in kept if not name.startswith(("http", "@"))]
    return ", ".join(dict.fromkeys(kept))


def _in_text(paragraphs: Sequence[str]) -> str:
    """A byline that is a paragraph of the article, near its beginning or its end."""
    for paragraph in (*paragraphs[:5], *paragraphs[-3:]):
        words = paragraph.split("\n")[0]
        if len(words) > 120:
            continue
        found = byline_in(words)
        match = _WRITTEN_BY.match(words) if not found else None
        if match and person_names(match["name"]) and " " in match["name"]:
            found = ", ".join(person_names(match["name"]))
        if found and " " in found:
            return found
    return ""


def _marked(tree: HtmlElement, names: Sequence[str]) -> Iterator[str]:
    """Names in elements marked as the author's, outside comments, pictures and other articles; author boxes last."""
    later = []
    for element in tree.iter("a", "span", "div", "p", "li", "address", "h2", "h3", "h4", "small", "b", "em", "cite"):
        marks = f"{element.get('class') or ''} {element.get('id') or ''}"
        explicit = "author" in (element.get("rel") or "") or "author" in (element.get("itemprop") or "")
        if not explicit and not _MARKED.search(marks) and not _META.search(marks):
            continue
        words = words_of(element)
        if not words or len(words) > 160 or _PHOTOGRAPHER.match(words) or is_elsewhere(element):
            continue
        match = None if explicit else _NAMED.search(words)
        name = cleaned(match.group() if match else words, names)
        if not name or len(name) > 80 or name.endswith(":") or is_site(name, names) or _GENERIC.match(name):
            continue
        people = ", ".join(person_names(name))
        if people and not _BOX.search(marks) and (explicit or match or _MARKED.search(marks)):
            yield people
        elif explicit or "author" in marks.lower():
            later.append(name)
    yield from later


def is_elsewhere(element: HtmlElement, *, pictures: bool = True) -> bool:
    """Whether an element stands in comments, navigation, another article's teaser, or (if asked) beside pictures."""
    for _ in range(8):
        if element is None or element.tag in {"body", "main", "article"}:
            return False
        marks = f"{element.get('class') or ''} {element.get('id') or ''}"
        if _ARTICLE.search(marks):
            return False
        outer = element.tag == "footer" and next(element.iterancestors("article"), None) is None
        if outer or element.tag in {"nav", "aside", "figure", "form"} or _ELSEWHERE.search(marks):
            return True
        if pictures and _PICTURES.search(marks):
            return True
        element = element.getparent()
    return False


def _agency(paragraphs: Sequence[str]) -> str:
    """The news agency credited in the dateline or at the end: "dpa/lno"."""
    for words in (*paragraphs[:2], *paragraphs[-4:]):
        match = _CREDIT.search(words)
        if match:
            return match["start"] or match["end"]
    return ""

"""Who wrote a web page's article: by its declarations, its byline, its credit line."""

from collections.abc import Iterator, Sequence

import regex
from lxml.html import HtmlElement

from articles.reading.header import byline_in, person_names
from articles.reading.page import Page, is_site, words_of

_MARKED = regex.compile(
    r"(?<![\p{L}])(?:author|byline|by-line|autor|autorin|auteur|writer|contributors?)(?![\p{Ll}])|Author", regex.I
)
_META_NAMES = ("author", "article:author", "parsely-author", "dc.creator", "byl", "citation_author", "sailthru.author")
_WRITTEN = regex.compile(
    r"^(?:written by|by|author|verfasst von|geschrieben von|autor|écrit par|escrito por|scritto da)$", regex.I
)
_PROFILE = regex.compile(
    r"/(?:authors?|autor(?:en|es)?|auteurs?|contributors?|staff|journalists?|reporters?)/[^/?#]+", regex.I
)
_REVERSED = regex.compile(r"^(?P<last>\p{Lu}[\p{L}'’-]+),\s+(?P<first>\p{Lu}[\p{L}.'’ -]+)$")
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
    r"escrito\s+por|publicado\s+por|publié\s+par|écrit\s+par|av|af|(?:author|autor|autorin|auteur|autore|words|text|texto|texte)\s*:)"
    r"\s*:?\s*(?=\S)",
    regex.I,
)
_NAMED = regex.compile(r"(?:^|(?<=\W))(?:by|von|por|par|di|door)\s+\p{L}.*$", regex.I)
_AGENCY = r"(?:dpa|afp|ap|reuters|apa|sda|sid|epd|kna|ots|efe|ansa|tass|ntb|tt|ritzau|belga|anp|lusa|pap|ddp)"
_TRAIL = regex.compile(
    r"\s*(?:[|·•–—]|\s-\s|\(|@|\b(?:am|on|at|um|in|le|el)\s+(?:\d|\p{L}+\s+\d)|\b(?:\d{1,2}[./:]\d|19\d\d|20\d\d)|"
    r"\b(?:updated|published|aktualisiert|actualizado)\b|\s(?:for|für|pour|para)\s+(?=\p{Lu})|"
    rf"\b(?:photos?|photography|fotos?|bilder|images?)\s*(?::|by\b|von\b)|(?:,|\s(?:mit|with|avec|con))\s+{_AGENCY}\b).*$",
    regex.I,
)
_PLACE = regex.compile(r"\s+in\s+\p{Lu}[\p{L}-]+(?:\s\p{Lu}[\p{L}-]+)?(?=,|\s+(?:and|und|et|y|e)\s|$)")
_DAY_BEFORE = regex.compile(
    r"^(?:\d[\d./-]{5,9}|\d{1,2}\.?\s+\p{L}+\s+\d{4})[\s,|·–-]+(?=(?:by|von|por|par|di|door)\s)", regex.I
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
    people = [name for one in page.declared.authors for name in _separate(cleaned(one, names))]
    metas = _in_meta(page, names)
    candidates = (
        _in_text(paragraphs),
        _certain(people, names),
        next(_marked(page.tree, names), ""),
        _certain(metas, names),
        _agency(paragraphs),
        ", ".join(people),
        ", ".join(metas),
    )
    return next((candidate for candidate in candidates if candidate), "")


def _in_meta(page: Page, names: Sequence[str]) -> list[str]:
    """The authors that the page's head declares, by the first way in which it does."""
    for key in _META_NAMES:
        stated = [name for name in page.meta.get(key, ()) if not name.startswith("http") and not _is_handle(name)]
        if key == "citation_author":
            stated = [_REVERSED.sub(r"\g<first> \g<last>", name) for name in stated]
        found = [one for name in stated for one in _separate(cleaned(name, names)) if one]
        if found:
            return found
    for label, words in zip(page.meta.get("twitter:label1", ()), page.meta.get("twitter:data1", ()), strict=False):
        if _WRITTEN.match(label):
            return person_names(words)
    return []


def _is_handle(name: str) -> bool:
    """Whether this is an account or a mail address, and no name."""
    return "@" in name and " " not in name


def _separate(words: str) -> list[str]:
    """The names in words that are nothing but names, else the words as one; behind full names a single word is none."""
    people = person_names(words)
    if not people:
        return [words]
    return [name for name in people if " " in name] if " " in people[0] else people


def cleaned(words: str, names: Sequence[str] = ()) -> str:
    """A name without "By" before it, and without site, date or handle around it."""
    words = next((part for part in words.split(" - ") if part.strip() and not is_site(part, names)), words)
    return _PLACE.sub("", _TRAIL.sub("", _LABEL.sub("", words.strip(" ,-–—|·")))).strip(" ,-–—|·:/")


def _certain(people: Sequence[str], names: Sequence[str]) -> str:
    kept = [
        name for name in people if name and not _GENERIC.match(name) and not is_site(name, names) and len(name) < 80
    ]
    kept = [name for name in kept if not name.startswith(("http", "@"))]
    return ", ".join({name.casefold(): name for name in reversed(kept)}[key] for key in _once(kept))


def _once(people: Sequence[str]) -> list[str]:
    """The names folded, each once, in their order."""
    return list(dict.fromkeys(name.casefold() for name in people))


def _in_text(paragraphs: Sequence[str]) -> str:
    """A byline that is a paragraph of the article, near its beginning or its end."""
    for paragraph in (*paragraphs[:5], *paragraphs[-3:]):
        words = paragraph.split("\n")[0]
        if len(words) > 120:
            continue
        words = _DAY_BEFORE.sub("", words)
        found = byline_in(words) or byline_in(_TRAIL.sub("", words))
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
        explicit = _is_explicit(element)
        profile = element.tag == "a" and bool(_PROFILE.search(element.get("href") or ""))
        if not explicit and not profile and not _MARKED.search(marks) and not _META.search(marks):
            continue
        words = words_of(element)
        if not words or len(words) > 160 or _PHOTOGRAPHER.match(words) or is_elsewhere(element):
            continue
        named, people = _people_in(element, words, names, explicit=explicit)
        marked = not _BOX.search(marks) and (explicit or named or _MARKED.search(marks))
        if people and (marked or (profile and " " in people[0])):
            yield ", ".join(_with_siblings(element, people, names))
        elif explicit or "author" in marks.lower():
            name = cleaned(words, names)
            if name and len(name) <= 80 and not name.endswith(":") and not is_site(name, names):
                later.append(name)
    yield from (name for name in later if not _GENERIC.match(name))


def _is_explicit(element: HtmlElement) -> bool:
    """Whether the page says by its vocabulary that this is the author."""
    return "author" in (element.get("rel") or "") or "author" in (element.get("itemprop") or "")


def _people_in(element: HtmlElement, words: str, names: Sequence[str], *, explicit: bool) -> tuple[bool, list[str]]:
    """Whether "by" stands before the names in an element, and the names; those of a site and generic ones are none."""
    match = None if explicit else _NAMED.search(words)
    people = _persons(match.group() if match else words, names)
    if len(element) > 1 or (people and any(len(name.split()) > 3 for name in people)):
        parts = [part for child in element.itertext() if (part := " ".join(child.split()))]
        each = [name for part in parts if not _is_handle(part) for name in _persons(part, names) if " " in name]
        if not people or len(each) > len(people):
            return match is not None, each
    return match is not None, people


def _persons(words: str, names: Sequence[str]) -> list[str]:
    """The persons that words name and nothing else, without the paper behind them."""
    name = cleaned(words, names)
    if not name or len(name) > 80 or name.endswith(":") or is_site(name, names) or _GENERIC.match(name):
        return []
    people = [person for person in person_names(name) if not is_site(person, names)]
    return [person for person in people if " " in person] if people and " " in people[0] else people


def _with_siblings(element: HtmlElement, people: list[str], names: Sequence[str]) -> list[str]:
    """The names in an element, and those in the elements beside it that are marked in the same way."""

    def marks(one: HtmlElement) -> tuple[str | None, ...]:
        return (one.tag, *(one.get(name) for name in ("class", "rel", "itemprop")))

    parent = element.getparent()
    beside = [] if parent is None else list(parent)
    if len(beside) == 1 and parent.getparent() is not None:
        beside = [other for row in parent.getparent() for other in row]  # each in a row or item of its own
    found = list(people)
    for other in beside:
        if other is not element and isinstance(other.tag, str) and marks(other) == marks(element):
            found += [name for name in _persons(words_of(other), names) if " " in name]
    return list(dict.fromkeys(found))[:8]


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

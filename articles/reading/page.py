"""What a web page says about its article: title, authors, date, publication, language, address."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import unescape
from urllib.parse import urljoin, urlsplit

import regex
from lxml.html import HtmlElement

from articles.reading.linked_data import Declared, declared

_SEPARATOR = regex.compile(r"\s+[|–—»«·•:›~-]+\s+|\s*\|\s*|(?<=\S)\s*[»›]\s*|:\s+(?=\S)")
_BETWEEN = regex.compile(r"\s+[|–—»«·•›‹~:/<>\\-]+\s+|\s*[|｜]\s*|\s*[»›]\s*")
_BEFORE = regex.compile(r"^(?P<site>[^:]{2,60}):\s+(?=\S)")
_BEHIND = regex.compile(r"\s*[(\[](?P<site>[^()\[\]]{2,60})[)\]]$")
_ENTITY = regex.compile(r"&(?:[a-z]{2,8}|#\d{2,5}|#x[0-9a-f]{2,4});", regex.I)
_HEADLINE = regex.compile(
    r"(?:^|\s)(?:entry|post|article|story|news|content)[-_]{1,2}(?:title|headline)(?:\s|$)", regex.I
)
_WORD = regex.compile(r"\w+")
_ARCHIVE = regex.compile(r"^https?://web\.archive\.org/web/\d+[a-z_]*/")
_UNSEEN = frozenset({"script", "style", "noscript", "template", "rt", "rp"})
_HEADLINE_LENGTH = 300


@dataclass(frozen=True, slots=True)
class Page:
    """A parsed page and what its head declares."""

    tree: HtmlElement
    url: str
    meta: dict[str, list[str]]
    declared: Declared

    def first(self, *names: str) -> str:
        """The first non-empty content of the meta elements with these names, "" if none."""
        return next((content for name in names for content in self.meta.get(name, ())), "")


def look_at(tree: HtmlElement, url: str = "") -> Page:
    """Gather the page's declarations; `url` is where it was found, if known."""
    meta: dict[str, list[str]] = {}
    for element in tree.iter("meta"):
        content = _plain(element.get("content") or "")
        name = (element.get("property") or element.get("name") or element.get("itemprop") or "").lower()
        if content and name:
            meta.setdefault(name, []).append(content)
    shown = [words_of(element) for tag in ("title", "h1") for element in list(tree.iter(tag))[:3]]
    return Page(tree, url, meta, declared(tree, [*meta.get("og:title", ()), *shown]))


def _plain(words: str) -> str:
    """Words of an attribute, without the escapes that were escaped once more."""
    return " ".join((unescape(words) if _ENTITY.search(words) else words).split())


def words_of(element: HtmlElement, *, unless: Callable[[HtmlElement], bool] | None = None) -> str:
    """The words a reader sees in an element: no scripts or styles, no reading aids, nothing in what `unless` names."""
    return " ".join("".join(_seen(element, unless)).split())


def _seen(element: HtmlElement, unless: Callable[[HtmlElement], bool] | None) -> list[str]:
    if not isinstance(element.tag, str) or element.tag in _UNSEEN or (unless and unless(element)):
        return []
    words = [element.text or ""]
    for child in element:
        words += _seen(child, unless)
        words.append(child.tail or "")
    if element.tag in {"br", "p", "div", "li"}:
        words.append(" ")
    return words


def fold(words: str) -> str:
    """Words for comparing: small letters, no punctuation, single blanks."""
    return " ".join(_WORD.findall(words.casefold()))


def canonical_address(page: Page) -> str:
    """The page's own address: its canonical link, og:url, or where it was found."""
    links = (link.get("href") for link in page.tree.iter("link") if "canonical" in (link.get("rel") or "").lower())
    for address in (*links, page.first("og:url"), page.url):
        full = _joined(page.url, address or "")
        if _host(full):
            return full
    return page.url


def publication_of(page: Page) -> str:
    """The name of the site or paper: as declared, else its domain; "" if neither is known."""
    for name in (page.first("og:site_name"), page.declared.publisher, page.first("application-name", "publisher")):
        if name and not name.startswith(("http", "@")):
            return _BETWEEN.split(name)[0] if len(name) > 40 else name
    return _host(canonical_address(page)).removeprefix("www.")


def language_declared(page: Page) -> str:
    """The declared language, as it is written: "de", "en-GB"; "" if none."""
    return page.tree.get("lang") or page.declared.language or page.first("og:locale", "content-language") or ""


def title_of(page: Page, names: Sequence[str]) -> tuple[str, HtmlElement | None]:
    """The headline and, if it is to be seen on the page, its element. `names` are names of the site.

    The heading that says what the page declares as its title is the headline; without one, the declared title itself,
    without the site's name at either end.
    """
    references = _declared_titles(page, names)
    shown = _shown_headline(page, references, names)
    if shown is not None:
        return shown
    if references:
        return references[0], None
    heading = next((element for tag in ("h1", "h2") for element in page.tree.iter(tag) if words_of(element)), None)
    return (words_of(heading), heading) if heading is not None else ("", None)


def _shown_headline(page: Page, references: Sequence[str], names: Sequence[str]) -> tuple[str, HtmlElement] | None:
    """The heading that says what is declared, or is marked as the headline, or is the only one of the first level."""
    headings = [element for element in page.tree.iter("h1") if not _is_site_heading(element, names, page)]
    best, best_score = None, 0.0
    for heading in headings[:20]:
        score = max((_headline_score(words_of(heading), reference) for reference in references), default=0.1)
        if score > best_score:
            best, best_score = heading, score
    if best is not None and best_score >= 0.4:
        return _without_kicker(best, references), best
    marked = _marked_heading(page, names)
    if marked is not None and (not references or max(likeness(words_of(marked), one) for one in references) >= 0.4):
        return words_of(marked), marked
    exact = next((one for words in references if (one := _heading_with(page, words, names)) is not None), None)
    if len(headings) == 1 and exact is None:
        short = all(len(reference.split()) < 3 for reference in references)
        if best is not None and best_score >= 0.1:
            return _without_kicker(best, references), best
        exact = headings[0] if short else None
    return (words_of(exact), exact) if exact is not None else None


def _declared_titles(page: Page, names: Sequence[str]) -> list[str]:
    """What the page declares as its title, the best known first, without names of the site; such a name alone last."""
    titles = [_plain(words_of(element)) for element in page.tree.iter("title")][:1]
    meta = [title for name in ("headline", "og:title", "twitter:title") for title in page.meta.get(name, ())]
    stated = [without_site(title, names) for title in (page.declared.headline, *meta, *titles) if title]
    stated = [title for title in stated if title]
    tight = {name.replace(" ", "") for name in names}
    return [title for title in stated if fold(title).replace(" ", "") not in tight] or (
        [] if _marked_heading(page, names) is not None else stated
    )


def _headline_score(heading: str, reference: str) -> float:
    """How much a heading says what is declared; a word or two of many are a section's name, not the headline."""
    score = likeness(heading, reference)
    return score / 2 if len(heading.split()) < 3 and len(reference.split()) > 3 * len(heading.split()) else score


def _marked_heading(page: Page, names: Sequence[str]) -> HtmlElement | None:
    """The one heading that the page marks as its article's headline; None where there are several or none."""
    marked = [
        element
        for tag in ("h1", "h2", "h3")
        for element in page.tree.iter(tag)
        if ("headline" in (element.get("itemprop") or "") or _HEADLINE.search(element.get("class") or ""))
        and not _is_site_heading(element, names, page)
    ]
    return marked[0] if len(marked) == 1 else None


def likeness(one: str, other: str) -> float:
    """The share of words in common, 0 to 1, of the shorter of two titles; one that is far shorter counts less."""
    first, second = set(fold(one).split()), set(fold(other).split())
    if not first or not second or len(one) > _HEADLINE_LENGTH:
        return 0.0
    common = len(first & second)
    return 0.5 * common / min(len(first), len(second)) + 0.5 * common / max(len(first), len(second))


def site_names(page: Page) -> list[str]:
    """Names by which the site calls itself, folded; its domain among them, without dots and top level."""
    names = [page.first("og:site_name"), page.declared.publisher, page.first("application-name"), publication_of(page)]
    labels = _host(canonical_address(page)).split(".")[:-1]
    names += sorted(labels, key=len)[-1:]
    folded = [fold(name).removeprefix("www ") for name in names if name]
    return [name for name in dict.fromkeys(folded) if name]


def without_site(title: str, names: Sequence[str]) -> str:
    """The title without parts at its ends that are the site's name or its domain."""
    for pattern in (_BEFORE, _BEHIND):
        match = pattern.search(title)
        if match and fold(match["site"]) in names:
            title = title[: match.start()] + title[match.end() :]
    parts = _BETWEEN.split(title)
    signs = _BETWEEN.findall(title)
    first, last = 0, len(parts)
    while last - first > 1 and is_site(parts[last - 1], names):
        last -= 1
    while last - first > 1 and is_site(parts[first], names):
        first += 1
    kept = parts[first]
    for index in range(first + 1, last):
        kept += signs[index - 1] + parts[index]
    return kept.strip()


def is_site(part: str, names: Sequence[str]) -> bool:
    """Whether a part of a title is a name of the site, however it is spaced or dotted."""
    folded = fold(part).removeprefix("www ")
    close = folded.replace(" ", "")
    if not close:
        return True
    return any(
        folded == name or close in _tight(name) or (len(close) > 5 and _tight(name)[0] in close) for name in names
    )


def _tight(name: str) -> tuple[str, str]:
    """A name without blanks, and the same without its last word, which in a domain is the top level."""
    return name.replace(" ", ""), "".join(name.split()[:-1])


def _host(url: str) -> str:
    try:
        return urlsplit(_ARCHIVE.sub("", url)).hostname or ""
    except ValueError:
        return ""


def _path(url: str) -> str:
    try:
        return urlsplit(_ARCHIVE.sub("", url)).path
    except ValueError:
        return url


def _joined(base: str, address: str) -> str:
    """The address as seen from a page; "" if it is none."""
    try:
        return urljoin(base, address.strip())
    except ValueError:
        return ""


def _is_site_heading(element: HtmlElement, names: Sequence[str], page: Page) -> bool:
    """Whether a heading is the site's own name, as it stands on every page."""
    words = words_of(element)
    if not words or is_site(words, names):
        return True
    link = next(element.iter("a"), None)
    if link is None and element.getparent() is not None and element.getparent().tag == "a":
        link = element.getparent()
    if link is None:
        return False
    target = link.get("href") or "#"
    return "#" not in target and _path(_joined(page.url, target)) in {"", "/"}


def _without_kicker(heading: HtmlElement, references: Sequence[str]) -> str:
    """The heading's words, without a line in an element of its own above the words that the page declares."""
    words = words_of(heading)
    pieces = [
        piece for piece in (words_of(child) + "\0" + (child.tail or "") for child in heading) if piece.strip("\0 ")
    ]
    endings = {fold(ending) for piece in pieces for ending in piece.split("\0")}
    for reference in references:
        folded = fold(reference)
        if folded and folded != fold(words) and folded in endings and fold(words).endswith(folded):
            return reference
    return words


def _heading_with(page: Page, reference: str, names: Sequence[str]) -> HtmlElement | None:
    """The heading that says exactly what is declared, or a part of it between separators."""
    wanted = {fold(reference), *(fold(part) for part in _SEPARATOR.split(reference))} - {""}
    for tag in ("h1", "h2", "h3"):
        for element in page.tree.iter(tag):
            words = words_of(element)
            if fold(words) in wanted and len(words.split()) > 1 and not _is_site_heading(element, names, page):
                return element
    return None

"""When a web page's article was published: as declared, as written beside the headline, as htmldate finds it."""

from collections.abc import Iterator
from copy import deepcopy
from datetime import date, timedelta
from itertools import zip_longest

import regex
from lxml.html import HtmlElement

from articles.reading.authors import is_elsewhere
from articles.reading.dates import DateLine, read_date
from articles.reading.page import Page, canonical_address, words_of

_META = (
    "article:published_time",
    "datepublished",
    "og:article:published_time",
    "parsely-pub-date",
    "publishdate",
    "dc.date.issued",
    "dcterms.created",
    "dc.date",
    "dcterms.date",
    "publication_date",
    "date",
    "pubdate",
)
_ADDRESS = regex.compile(r"/(?P<year>(?:19|20)\d\d)[/-](?P<month>0?[1-9]|1[0-2])(?:[/-](?P<day>\d{1,2}))?/")
_AFTER, _BEFORE = 200, 40  # elements around the headline among which a date is looked for
_NEAR = timedelta(days=60)


def published_on(page: Page, heading: HtmlElement | None) -> date | None:
    """The day of publication, or None. A written day without a year takes the year of a date found close to it."""
    stated = [page.declared.published, *(content for name in _META for content in page.meta.get(name, ()))]
    for words in (*stated, *_microdata(page.tree)):
        line = read_date(words[:10]) or read_date(words)
        if line and line.whole:
            return line.whole
    by_address = _in_address(page)
    if by_address:
        return by_address
    written = list(_written(page.tree, heading))
    whole = next((line.whole for line in written if line.whole), None)
    return whole or _with_year(written, _searched(page))


def _microdata(tree: HtmlElement) -> Iterator[str]:
    """Values of elements marked as the date of publication."""
    for element in tree.iter("time", "abbr", "span", "div", "p"):
        marked = element.get("itemprop") == "datePublished" or element.get("pubdate") is not None
        if marked or (element.tag == "abbr" and "published" in (element.get("class") or "")):
            yield element.get("content") or element.get("datetime") or element.get("title") or words_of(element)


def _in_address(page: Page) -> date | None:
    """The day in an address like /2010/05/19/name; in /2010/05/name, completed by a date of that month on the page."""
    match = _ADDRESS.search(canonical_address(page))
    if match is None:
        return None
    if match["day"]:
        line = read_date("-".join(match.groups()))
        return line and line.whole
    month = (int(match["year"]), int(match["month"]))
    texts = (words_of(element) for element in page.tree.iter("time", "span", "nobr", "a", "p", "abbr", "small", "em"))
    lines = (line for words in texts if len(words) < 60 and (line := read_date(words)))
    return next((line.whole for line in lines if line.day and (line.year, line.month) == month), None)


def _written(tree: HtmlElement, heading: HtmlElement | None) -> Iterator[DateLine]:
    """Dates that fill an element near the headline, the nearest first, above or below it."""
    elements = [element for element in tree.iter() if isinstance(element.tag, str)]
    place = next((index for index, element in enumerate(elements) if element is heading), None)
    if place is None:
        return
    below, above = elements[place + 1 : place + _AFTER], elements[max(0, place - _BEFORE) : place][::-1]
    for element in (one for pair in zip_longest(below, above) for one in pair if one is not None):
        if element.tag in {"script", "style", "option"} or sum(1 for _ in element.iter()) > 12:
            continue
        words = element.get("datetime", "")[:10] if element.tag == "time" else words_of(element)
        line = read_date(words)
        if line and line.month and not is_elsewhere(element):
            yield line


def _with_year(written: list[DateLine], other: date | None) -> date | None:
    for line in written:
        if other and line.day:
            found = date(other.year, line.month, min(line.day, 28)) + timedelta(days=max(0, line.day - 28))
            if abs(found - other) <= _NEAR:
                return found
    return other


def _searched(page: Page) -> date | None:
    """What htmldate makes of the page."""
    from htmldate import find_date  # noqa: PLC0415 - slow to import, seldom needed

    try:
        found = find_date(deepcopy(page.tree), url=page.url or None, original_date=True, extensive_search=True)
    except Exception:  # noqa: BLE001 - what breaks it is the page, and a date is no reason to refuse one
        return None
    return date.fromisoformat(found) if found else None

"""When a web page's article was published: as declared, as written beside the headline, as htmldate finds it."""

from collections.abc import Iterator
from copy import deepcopy
from datetime import date, timedelta
from itertools import zip_longest

import regex
from lxml.html import HtmlElement

from articles.reading.authors import is_elsewhere
from articles.reading.dates import MONTHS, DateLine, is_update, read_date
from articles.reading.page import Page, canonical_address, language_declared, words_of

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
    "citation_publication_date",
    "sailthru.date",
    "date",
    "pubdate",
)
_ADDRESS = regex.compile(
    r"/(?P<year>(?:19|20)\d\d)[/-](?P<month>0?[1-9]|1[0-2]|[a-z]{3})(?:[/-](?P<day>\d{1,2}))?[/-](?=.)", regex.I
)
_COMPACT = regex.compile(r"(?<!\d)(?P<year>20[0-3]\d)(?P<month>0[1-9]|1[0-2])(?P<day>0[1-9]|[12]\d|3[01])(?!\d)")
_MONTH_FIRST = ("en-us", "en-ph")
_STAMPS = ("datetime", "data-datetime", "data-date", "data-published", "data-timestamp", "data-time", "title")
_CHANGED = regex.compile(r"updated|modified|aktualisiert", regex.I)
_ISO = regex.compile(r"(?:19|20)\d\d-\d\d-\d\d(?!\d)")
_AFTER, _BEFORE = 200, 40  # elements around the headline among which a date is looked for
_NEAR = timedelta(days=60)


def published_on(page: Page, heading: HtmlElement | None) -> date | None:
    """The day of publication, or None. A written day without a year takes the year of a date found close to it."""
    stated = [page.declared.published, *(content for name in _META for content in page.meta.get(name, ()))]
    first = _first_of(page)
    for words in (*stated, *_microdata(page.tree)):
        compact = _COMPACT.match(words)
        day = "-".join(compact.groups()) if compact else words[:10]
        line = read_date(day, first=first) or read_date(words, first=first)
        if line and line.whole:
            return line.whole
    by_address = _in_address(page)
    if by_address:
        return by_address
    written = list(_written(page.tree, heading, first))
    whole = next((line.whole for line in written if line.whole), None)
    return whole or _compact_in_address(page) or _with_year(written, _searched(page))


def _first_of(page: Page) -> str:
    """Which comes first where the page writes a date with slashes: "day", "month", or "" where its language is open."""
    language = language_declared(page).lower().replace("_", "-")
    if language.startswith(_MONTH_FIRST):
        return "month"
    return "day" if language and language != "en" else ""


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
    number = MONTHS.get(match["month"].lower()) or (int(match["month"]) if match["month"].isdigit() else 0)
    if match["day"] and number:
        line = read_date(f"{match['year']}-{number}-{match['day']}")
        return line and line.whole
    month = (int(match["year"]), number)
    texts = (words_of(element) for element in page.tree.iter("time", "span", "nobr", "a", "p", "abbr", "small", "em"))
    lines = (line for words in texts if len(words) < 60 and (line := read_date(words)))
    return next((line.whole for line in lines if line.day and (line.year, line.month) == month), None)


def _compact_in_address(page: Page) -> date | None:
    """The day in an address like /20100519/name or /name-20100519.html."""
    match = _COMPACT.search(canonical_address(page))
    line = read_date("-".join(match.groups())) if match else None
    return line and line.whole


def _written(tree: HtmlElement, heading: HtmlElement | None, first: str) -> Iterator[DateLine]:
    """Dates that fill an element near the headline, the nearest first, above or below it; dates of changes last."""
    updates = []
    elements = [element for element in tree.iter() if isinstance(element.tag, str)]
    place = next((index for index, element in enumerate(elements) if element is heading), None)
    if place is None:
        return
    below, above = elements[place + 1 : place + _AFTER], elements[max(0, place - _BEFORE) : place][::-1]
    for element in (one for pair in zip_longest(below, above) for one in pair if one is not None):
        if element.tag in {"script", "style", "option"} or sum(1 for _ in element.iter()) > 12:
            continue
        stamp = next((value[:10] for name in _STAMPS if _ISO.match(value := element.get(name) or "")), "")
        words = words_of(element)
        line = read_date(stamp) or read_date(words, first=first)
        if line and line.month and not is_elsewhere(element):
            marks = f"{element.get('class') or ''} {element.get('itemprop') or ''}"
            if is_update(words) or _CHANGED.search(marks):
                updates.append(line)
            else:
                yield line
    yield from updates


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

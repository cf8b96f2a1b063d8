"""Who is mayor of what, who founded or leads it, what the journal is called."""

import re
from collections.abc import Iterator

from articles.crosscheck.fact import AND, NAME, OF, TAG, THE, WORD, Fact, Value, span_of
from articles.crosscheck.language import listed
from articles.crosscheck.people import People
from articles.crosscheck.reading import Row

_WHO = r"@(?P<who>\d+)"
_WHAT = r"(?P<at>(?:\[\w:\w+\])*\[(?P<family>[jo]):(?P<office>\w+)\]\S*)"
#: Of what: a name, or in common words (`head of the rail agency`).
_OF_WHAT = rf"(?: {OF} {THE}?(?:@(?P<of>\d+)|(?P<common>(?:[^\s@#~,;:.()]+ ?){{1,4}})))?"
_HOLDS = [
    # Norvane's chief executive, Oscar Delgado
    re.compile(rf"@(?P<of>\d+) 's {WORD}{{0,2}}?{_WHAT} (?:, )?{_WHO}(?!\d)"),
    # the election commissioner, Agnes Thorpe; police chief Agnes Thorpe; its director is Carmen Ledesma
    re.compile(rf"(?<!\S){_WHAT} (?:{OF} {THE}?@(?P<of>\d+) )?(?:, |: |(?:is|was|es|fue) )?{_WHO}(?! \(|\d)"),
    # showrunner and director Alejandro Lozano
    re.compile(rf"(?<!\S){_WHAT} (?:and|y) {TAG}\[[jo]:\w+\]\S* {_WHO}(?!\d)"),
    # Agnes Thorpe, the election commissioner (of Port Ellery)
    re.compile(
        rf"{_WHO} (?:, |\( |- )(?:#\d+ , )?{THE}?(?:@(?P<whose>\d+) 's )?{WORD}{{0,3}}?{_WHAT}(?! 's| - |\S){_OF_WHAT}"
    ),
    # Aino Rask is (remains, trained as) the chief executive of Celtrix
    re.compile(
        rf"{_WHO} (?:, #\d+ , )?(?:, who )?(?:is|was|became|becomes|es|era|fue|sera|serves as|will be|trained as|"
        rf"worked as|"
        rf"works as|trabaja como|trabajo como|(?:will )?\[e:stay\]\S+(?: as)?) "
        rf"{THE}?(?:former )?{WORD}{{0,3}}?{_WHAT}{_OF_WHAT}"
    ),
]
#: What the person just spoken of is: he is a teacher, the 49-year-old taught.
_IS_TOO = re.compile(
    rf"(?<!\S)(?:he|she|(?P<age>the #\d+ - \S*year_-_old)|el|ella) (?:was |is |es |era )?{THE}?{WORD}{{0,2}}?{_WHAT}"
)
_NEXT = re.compile(
    r"(?<!\S)(?:next|new|elected|future|incoming|becomes|will be|proxim[oa]|nuev[oa]|elect[oa]|sera|futur[oa]|"
    r"\S+\]elected)(?!\S)"
)
_FORMER = re.compile(
    r"(?<!\S)(?:former|outgoing|ex|previous|predecessor|since|replac\S+|succe\S+|late|exalcald\S+|saliente|anterior|"
    r"antigu[oa]|"
    r"desde|sucede|sustituye)(?!\S)"
)
_ITS = re.compile(r"(?:^|\s)(?:its|su) (?:[^\s@,;.]+ ){0,2}$")
#: Offices that a participle gives: directed by, founded by.
_DONE_BY = re.compile(
    rf"(?<!\S)(?:\[\w:\w+\])*?\[b:(\w+)\]\S*(?: (?:in|en) (?:the )?[@~]\d+){{0,2}} "
    rf"(?:by|por) (?:[^\s@#~,;.()]+ ){{0,6}}?{NAME}{AND}"
)
#: The song that he wrote, `que escribió Ana Ruiz`.
_WHO_DID = re.compile(rf"(?<!\S)(?:which|that|que) (?:{NAME} {TAG}\[b:(\w+)\]|{TAG}\[b:(\w+)\]\S* {NAME})")
#: What it was done to: `Celtrix was` founded by.
_PATIENT = re.compile(rf"{NAME} (?:, )?(?:(?:was|were|is|are|has been|fue|ha sido) )?$")
_OF_GROUP = re.compile(rf"(?:{NAME} (?:, )?{THE}?)?{TAG}\[o:(candidate)\]\S* (?:of|for|de|del) {THE}?{NAME}")
#: The journal Celestial Letters; his defence team, Hollis & Pryce.
#: A mosaic of Neptune.
_OF_NAMED = re.compile(
    rf"(?<!\S)(?:a|an|un|una) {WORD}{{0,4}}?(?!\[)([^\s@#~,;:.()“”«»\"\[\]'-]{{4,}}) (?:of|de) @(\d+)(?! 's|\d| @)"
)
#: The Ravel Museum in Bruges.
_LOCATED = re.compile(rf"{NAME} (?:, )?(?:in|at|of|en|de) {NAME}(?!\d)")
_NO_NOUN = listed(
    "former late great young best first second third last next that this with from into they their there about which "
    "would could should were been have"
)
_THE_NAMED = re.compile(
    rf"(?<!\S)(?:the|its|his|her|their|el|la|su) {WORD}{{0,2}}?(?!\[)"
    rf"([^\s@#~,;:.()“”«»\"\[\]'-]{{4,}}) (?:, )?@(\d+)(?! 's|\d| @)"
)


def find(row: Row, people: People) -> Iterator[Fact]:
    """Find who a sentence says holds or held which office, founded or leads what, stands for whom."""
    if "[b:" in row.line:
        yield from _doers(row)
    if "[j:" in row.line or "[o:" in row.line:
        yield from _offices(row, people)
        yield from _groups(row, people)
    yield from _named(row)
    yield from _located(row, people)


def _offices(row: Row, people: People) -> Iterator[Fact]:
    for pattern in _HOLDS:
        for match in pattern.finditer(row.line):
            found = match.groupdict()
            holder = int(found["who"])
            if people.kind(holder) in {"place", "organisation", "title"}:
                continue
            yield Fact("role", "is", holder, (found["office"],), row.number, (span_of(row, match, "at"),), 0.7)
            of = _of_what(row, match, people)
            if found["family"] == "j" and of != holder:
                slot = f"{_when(row, match)}{found['office']}"
                yield Fact("role", slot, of, (holder,), row.number, (span_of(row, match, "who"),), 0.7)
    for match in _IS_TOO.finditer(row.line):
        who = [people.main] if match["age"] else people.meant(row, row.at(match.start()))
        if who and who[0] is not None:
            yield Fact("role", "is", who[0], (match["office"],), row.number, (span_of(row, match, "at"),), 0.6)


def _of_what(row: Row, match: re.Match[str], people: People) -> Value | None:
    """Return what an office belongs to: a name, the last of some common words, or what `its` stands for."""
    found = match.groupdict()
    for group in ("of", "whose"):
        if found.get(group):
            return int(found[group])
    if found.get("common"):
        end = match.end("common") - (found["common"].endswith(" "))
        return "the " + row.tokens[row.at(end - 1)].word
    if _ITS.search(row.line, 0, match.start("at")):
        return people.owner(row, row.at(match.start()))
    return None


def _when(row: Row, match: re.Match[str]) -> str:
    """Say whether an office is held now (nothing), next or no more: two holders then do not exclude each other."""
    around = row.line[max(0, match.start() - 40) : match.end() + 25]
    return "next " if _NEXT.search(around) else "former " if _FORMER.search(around) else ""


def _doers(row: Row) -> Iterator[Fact]:
    for match in _DONE_BY.finditer(row.line):
        values = tuple(int(match[group]) for group in (2, 3) if match[group])
        spans = tuple(span_of(row, match, group) for group in (2, 3) if match[group])
        before = _PATIENT.search(row.line, 0, match.start())
        of = int(before[1]) if before else None
        if of not in values:
            yield Fact("relation", match[1], of, values, row.number, spans, 0.7)

    for match in _WHO_DID.finditer(row.line):
        who = 1 if match[1] else 4
        concept = match[2] or match[3]
        yield Fact("relation", concept, None, (int(match[who]),), row.number, (span_of(row, match, who),), 0.6)


def _groups(row: Row, people: People) -> Iterator[Fact]:
    for match in _OF_GROUP.finditer(row.line):
        who = [int(match[1])] if match[1] else people.meant(row, row.at(match.start()))
        if who:
            group = int(match[3])
            yield Fact("relation", "candidate of", who[0], (group,), row.number, (span_of(row, match, 3),), 0.7)


def _located(row: Row, people: People) -> Iterator[Fact]:
    for match in _LOCATED.finditer(row.line):
        what, place = int(match[1]), int(match[2])
        if people.kind(what) == "organisation" and people.kind(place) in {"place", "single"}:
            yield Fact("place", "in", what, (place,), row.number, (span_of(row, match, 2),), 0.8)


def _named(row: Row) -> Iterator[Fact]:
    for match in _OF_NAMED.finditer(row.line):
        if match[1] not in _NO_NOUN:
            yield Fact(
                "name", f"named {match[1]} of", None, (int(match[2]),), row.number, (span_of(row, match, 2),), 0.5
            )
    for match in _THE_NAMED.finditer(row.line):
        if match[1] not in _NO_NOUN:
            yield Fact("name", f"named {match[1]}", None, (int(match[2]),), row.number, (span_of(row, match, 2),), 0.7)

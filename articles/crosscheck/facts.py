"""What a text says of the names in it: who plays whom, who is whose what, who holds which office, what rests on what.

Each pattern reads the row of a sentence (see `reading`). A fact is a slot with a subject (`plays` of name 3) and the
values that the text puts there; the same slot and subject in two texts can be compared. Which names mean the same
person is decided later, when all texts are known: facts keep the numbers of names.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from articles.crosscheck.reading import Reading, Row, commonest, looks_like_organisation
from articles.names import Span

#: A name by its number, or a word or concept.
Value = int | str


@dataclass(frozen=True, slots=True)
class Fact:
    """A slot, whose it is (None: the story's), the values, and the words that say so. `weight`: how sure, in 0..1."""

    aspect: str
    slot: str
    subject: Value | None
    values: tuple[Value, ...]
    row: int
    spans: tuple[Span, ...]
    weight: float


# The pieces of patterns. Every piece but the last of a pattern ends with the space after its token.
_TAG = r"(?:\[\w:\w+\])*"
_WORD = rf"(?:{_TAG}[^\s@#~,;:.()“”«»\"\[\]]+ )"
_NAME = r"@(\d+)"
_AND = r"(?: (?:and|y|e|,|&)(?: and| y)? @(\d+))?"
_ASIDE = r"(?:\( [^()]{1,90} \) |, [^,;.]{1,110} , )?"
_KIN = rf"{_TAG}\[k:(\w+)\]\S*"
_THE = r"(?:(?:the|a|an|its|their|his|her|our|el|la|los|las|un|una|su|sus) )"
_OF = r"(?:of|at|for|from|de|del|en)"

_PLAYING = (
    r"(?:plays|played|playing|portrays|portrayed|portraying|embodies|embodied|interpreta|interpreto|encarna|encarno|"
    r"(?:stars?|starred|starring|appears|appeared|appearing|shines|returns|cast|cast here|seen) as|"
    rf"takes? on {_WORD}{{0,4}}?role of|in the role of|(?:delivers|gives|offers|turns in) {_WORD}{{1,7}}?as|"
    r"da vida a|en el papel de|hace de|como)"
)
_PLAYED = r"(?:played|portrayed|embodied|interpretad[oa]|encarnad[oa]|brought to life) (?:by|por)"

_PLAYS = [
    re.compile(rf"{_NAME} {_ASIDE}{_PLAYING} {_WORD}{{0,4}}?{_NAME}(?!\d)"),
    re.compile(rf"{_NAME} {_ASIDE}as {_NAME}(?!\d)"),
]
_PLAYED_BY = re.compile(rf"{_NAME} (?:[(,-] )?(?:(?:is|was|es|fue) )?{_PLAYED} {_WORD}{{0,4}}?{_NAME}(?!\d)")

_OWNED_KIN = [
    # Valeria's (late) husband, Leo
    (re.compile(rf"{_NAME} 's {_WORD}{{0,2}}?{_KIN} (?:, )?{_NAME}{_AND}"), "XKYZ"),
    # Samuel, Valeria's husband
    (re.compile(rf"{_NAME} , {_NAME} 's {_WORD}{{0,2}}?{_KIN}(?! (?:, )?@)"), "YXK"),
    # Leo, (the) husband of Valeria
    (re.compile(rf"{_NAME} , {_THE}?{_WORD}{{0,2}}?{_KIN} (?:of|de|del) {_NAME}"), "YKX"),
    # the husband of Valeria, Leo
    (re.compile(rf"{_KIN} (?:of|de|del) {_NAME} , {_NAME}{_AND}"), "KXYZ"),
    # her husband, Leo; their two small children — Tamara and Isaac
    (re.compile(rf"(?<!\S)(?:her|his|their|su|sus) (?:#\d+ )?{_WORD}{{0,3}}?{_KIN} (?:[,(:-] )?{_NAME}{_AND}"), "pKYZ"),
    # a mother of two young children, Eli and Sofi
    (re.compile(rf"\[k:(?:mother|father)\]\S* (?:of|de) (?:#\d+ )?{_WORD}{{0,3}}?{_KIN} [,(:-] {_NAME}{_AND}"), "pKYZ"),
    # Peter, her husband; Peter, the mayor's brother
    (re.compile(rf"{_NAME} , (?:her|his|their|su) {_WORD}{{0,2}}?{_KIN}(?! (?:, )?@)"), "YpK"),
    (re.compile(rf"{_NAME} , the {_WORD}{{0,3}}(?:- {_WORD})?'s {_WORD}{{0,1}}?{_KIN}(?! (?:, )?@)"), "YpK"),
]

_WHO = r"@(?P<who>\d+)"
_WHAT = r"(?P<at>(?:\[\w:\w+\])*\[(?P<family>[jo]):(?P<office>\w+)\]\S*)"
#: Of what: a name, or in common words (`head of the rail agency`).
_OF_WHAT = rf"(?: {_OF} {_THE}?(?:@(?P<of>\d+)|(?P<common>(?:[^\s@#~,;:.()]+ ?){{1,4}})))?"
_HOLDS = [
    # Norvane's chief executive, Oscar Delgado
    re.compile(rf"@(?P<of>\d+) 's {_WORD}{{0,2}}?{_WHAT} (?:, )?{_WHO}(?!\d)"),
    # the election commissioner, Agnes Thorpe; police chief Agnes Thorpe; its director is Carmen Ledesma
    re.compile(rf"(?<!\S){_WHAT} (?:{_OF} {_THE}?@(?P<of>\d+) )?(?:, |: |(?:is|was|es|fue) )?{_WHO}(?! \(|\d)"),
    # showrunner and director Alejandro Lozano
    re.compile(rf"(?<!\S){_WHAT} (?:and|y) {_TAG}\[[jo]:\w+\]\S* {_WHO}(?!\d)"),
    # Agnes Thorpe, the election commissioner (of Port Ellery)
    re.compile(
        rf"{_WHO} (?:, |\( |- )(?:#\d+ , )?{_THE}?(?:@(?P<whose>\d+) 's )?{_WORD}{{0,3}}?{_WHAT}(?! 's| - |\S){_OF_WHAT}"
    ),
    # Aino Rask is (remains, trained as) the chief executive of Celtrix
    re.compile(
        rf"{_WHO} (?:, #\d+ , )?(?:, who )?(?:is|was|became|becomes|es|era|fue|sera|serves as|will be|trained as|worked as|"
        rf"works as|trabaja como|trabajo como|(?:will )?\[e:stay\]\S+(?: as)?) "
        rf"{_THE}?(?:former )?{_WORD}{{0,3}}?{_WHAT}{_OF_WHAT}"
    ),
]
#: What the person just spoken of is: he is a teacher, the 49-year-old taught.
_IS_TOO = re.compile(
    rf"(?<!\S)(?:he|she|(?P<age>the #\d+ - \S*year_-_old)|el|ella) (?:was |is |es |era )?{_THE}?{_WORD}{{0,2}}?{_WHAT}"
)
_NEXT = re.compile(
    r"(?<!\S)(?:next|new|elected|future|incoming|becomes|will be|proxim[oa]|nuev[oa]|elect[oa]|sera|futur[oa]|\S+\]elected)(?!\S)"
)
_FORMER = re.compile(
    r"(?<!\S)(?:former|outgoing|ex|previous|predecessor|since|replac\S+|succe\S+|late|exalcald\S+|saliente|anterior|antigu[oa]|"
    r"desde|sucede|sustituye)(?!\S)"
)
#: Offices that a participle gives: directed by, founded by.
_DONE_BY = re.compile(
    rf"(?<!\S)(?:\[\w:\w+\])*?\[b:(\w+)\]\S*(?: (?:in|en) (?:the )?[@~]\d+){{0,2}} (?:by|por) (?:[^\s@#~,;.()]+ ){{0,6}}?{_NAME}{_AND}"
)
#: What it was done to: `Celtrix was` founded by.
_PATIENT = re.compile(rf"{_NAME} (?:, )?(?:(?:was|were|is|are|has been|fue|ha sido) )?$")
_OF_GROUP = re.compile(rf"(?:{_NAME} (?:, )?{_THE}?)?{_TAG}\[o:(candidate)\]\S* (?:of|for|de|del) {_THE}?{_NAME}")

_BASED = re.compile(
    r"(?<!\S)(?:based|inspired|adapted|drawn|basad[oa]s?|inspirad[oa]s?|adaptad[oa]|adaptacion) (?:up)?(?:on|by|from|en|por|de)"
    r" ((?:(?![;.] |- |that |which |que )\S+ ){1,14})"
)
_ABOUT = re.compile(
    r"(?<!\S)(?:follows|follow|centers on|centres on|centers around|revolves around|focuses on|tells the story of|"
    r"sigue a|se centra en|gira en torno a|cuenta la historia de)"
    rf" {_WORD}{{0,4}}?(?:{_NAME}|(#\d+ {_WORD}{{0,2}}?[^\s@#~,;:.()]+))"
)
_CAUSE = [
    re.compile(
        r"(?<!\S)(?:because of|due to(?! be)|caused by|blamed|blames|blame|owing to|attributed to|debido a|a causa de|"
        r"provocad[oa] por|causad[oa] por|atribuyo a|la causa (?:\S+ ){0,4}?fue)"
        r" ((?:(?:a|an|the|el|la|los|un|una|de|of) )*(?:[^\s@#~,;:.()]+ ?){1,5})"
    ),
    re.compile(r"(?<!\S)((?:[^\s@#~,;:.()]+ ){1,4})(?:was the (?:reason|cause)|fue la causa|fue el motivo)"),
]
_POSSESSED = re.compile(
    rf"(?:{_NAME}|{_KIN}) 's (?:(?!@|#|~|is |was |isn|wasn|just |not |\S*\[[kjo]:)(?:[^\s,;:.()]+) ){{0,3}}?{_TAG}\[e:(affair|marry|divorce|die|kidnap|resign|arrest)\]\S*"
)
_ITS = re.compile(r"(?:^|\s)(?:its|su) (?:[^\s@,;.]+ ){0,2}$")
_NO_CONTENT = frozenset(
    "a an the of de del el la los las un una in on en y and for to by that was were it his her its their this".split()
)


class People:
    """Which names of a text are likely people, places or neither; and whom a pronoun means."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        counts = commonest(reading.names)
        placed = commonest(name for name in reading.names if name.placed)
        self.kinds: dict[tuple[str, ...], str] = {}
        parts = set()
        for keys, count in counts.items():
            if looks_like_organisation(keys):
                self.kinds[keys] = "organisation"
            elif placed[keys] * 3 >= count:
                self.kinds[keys] = "place"
            elif len(keys) > 1:
                self.kinds[keys] = "person"
                parts.update((keys[0], keys[-1]))
        for keys in counts:
            if keys not in self.kinds:
                self.kinds[keys] = "person" if keys[0] in parts else "single"
        for name in reading.names:
            if name.titled:
                self.kinds[name.keys] = "title"
        self.main = self._most_named()

    def _most_named(self) -> int | None:
        """Return the person the text names most often."""
        counts = Counter(name.keys[-1] for n, name in enumerate(self.reading.names) if self.kind(n) == "person")
        if not counts:
            return None
        most = counts.most_common(1)[0][0]
        return next(
            n for n, name in enumerate(self.reading.names) if name.keys[-1] == most and self.kind(n) == "person"
        )

    def kind(self, number: int) -> str:
        """Return person, place, organisation, title or single (one word, could be any)."""
        return self.kinds[self.reading.names[number].keys]

    def meant(self, row: Row, before: int, *, besides: tuple[int, ...] = (), count: int = 1) -> list[int]:
        """Return the names a pronoun at token `before` may stand for: the nearest people named before it."""
        others = {self.reading.names[n].keys for n in besides}
        found: list[int] = []
        seen = set(others)
        for token in reversed(row.tokens[:before]):
            if token.sign == "@" and self.kind(token.number) in {"person", "single"}:
                keys = self.reading.names[token.number].keys
                if keys not in seen:
                    seen.add(keys)
                    found.append(token.number)
        return found[:count] or self._earlier(row, {"person", "single"}, others)

    def owner(self, row: Row, before: int) -> int | None:
        """Return what `its` at token `before` may stand for: the nearest thing that is no person."""
        kinds = {"organisation", "single", "title"}
        mine = [t.number for t in row.tokens[:before] if t.sign == "@" and self.kind(t.number) in kinds]
        return mine[-1] if mine else next(iter(self._earlier(row, kinds, set())), None)

    def _earlier(self, row: Row, kinds: set[str], others: set[tuple[str, ...]]) -> list[int]:
        """Return the first fitting name of the sentence before, if there is one."""
        if not row.number:
            return []
        names = self.reading.names
        mine = [t.number for t in self.reading.rows[row.number - 1].tokens if t.sign == "@"]
        return [n for n in mine if self.kind(n) in kinds and names[n].keys not in others][:1]


def find(reading: Reading, people: People) -> list[Fact]:
    """Find what a text says of its names."""
    found: list[Fact] = []
    for row in reading.rows:
        if row.titled:
            continue
        if "@" in row.line:
            found += _plays(row)
            if "[k:" in row.line:
                found += _kin(row, people)
            if "[b:" in row.line:
                found += _doers(row)
            if "[j:" in row.line or "[o:" in row.line:
                found += _offices(row, people)
                found += _groups(row, people)
            found += _possessed(row)
        found += _sources(reading, row)
        found += _causes(row)
    return found


def _plays(row: Row) -> Iterator[Fact]:
    pairs = [(match, 1, 2) for pattern in _PLAYS for match in pattern.finditer(row.line)]
    pairs += [(match, 2, 1) for match in _PLAYED_BY.finditer(row.line)]
    for match, by, of in pairs:
        actor, part = int(match[by]), int(match[of])
        yield Fact("role", "plays", actor, (part,), row.number, (_span(row, match, of),), 0.9)
        yield Fact("role", "is played by", part, (actor,), row.number, (_span(row, match, by),), 0.8)


def _span(row: Row, match: re.Match[str], group: int | str = 0) -> Span:
    start, end = match.span(group)
    while end > start and row.line[end - 1] == " ":
        end -= 1
    # The number of a name, without its sign, is within its token.
    return row.span_of(start, end)


def _kin(row: Row, people: People) -> Iterator[Fact]:
    for pattern, order in _OWNED_KIN:
        for match in pattern.finditer(row.line):
            groups = dict(zip(order.replace("p", ""), range(1, 9), strict=False))
            kin = match[groups["K"]]
            named = [group for letter in "YZ" if (group := groups.get(letter)) and match[group]]
            values = tuple(int(match[group]) for group in named)
            if "X" in groups:
                owners: list[int] = [int(match[groups["X"]])]
            else:
                many = 2 if match[0].startswith("their") else 1
                owners = people.meant(row, row.at(match.start()), besides=values, count=many)
            spans = tuple(_span(row, match, group) for group in named)
            aspect = "name" if len(values) > 1 or kin == "child" else "relation"
            for owner in owners:
                if owner not in values:
                    yield Fact(aspect, kin, owner, values, row.number, spans, 0.85 if "X" in groups else 0.75)
            if len(values) == 1:
                yield Fact("relation", "is", values[0], (kin,), row.number, (_span(row, match, groups["K"]),), 0.7)
            elif kin == "child":
                for value, group in zip(values, named, strict=True):
                    yield Fact("relation", "is", value, (kin,), row.number, (_span(row, match, group),), 0.6)


def _offices(row: Row, people: People) -> Iterator[Fact]:
    for pattern in _HOLDS:
        for match in pattern.finditer(row.line):
            found = match.groupdict()
            holder = int(found["who"])
            if people.kind(holder) in {"place", "organisation", "title"}:
                continue
            yield Fact("role", "is", holder, (found["office"],), row.number, (_span(row, match, "at"),), 0.7)
            of = _of_what(row, match, people)
            if found["family"] == "j" and of != holder:
                slot = f"{_when(row, match)}{found['office']}"
                yield Fact("role", slot, of, (holder,), row.number, (_span(row, match, "who"),), 0.7)
    for match in _IS_TOO.finditer(row.line):
        who = [people.main] if match["age"] else people.meant(row, row.at(match.start()))
        if who and who[0] is not None:
            yield Fact("role", "is", who[0], (match["office"],), row.number, (_span(row, match, "at"),), 0.6)


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
        spans = tuple(_span(row, match, group) for group in (2, 3) if match[group])
        before = _PATIENT.search(row.line, 0, match.start())
        of = int(before[1]) if before else None
        if of not in values:
            yield Fact("relation", match[1], of, values, row.number, spans, 0.7)


def _groups(row: Row, people: People) -> Iterator[Fact]:
    for match in _OF_GROUP.finditer(row.line):
        who = [int(match[1])] if match[1] else people.meant(row, row.at(match.start()))
        if who:
            group = int(match[3])
            yield Fact("relation", "candidate of", who[0], (group,), row.number, (_span(row, match, 3),), 0.7)


def _possessed(row: Row) -> Iterator[Fact]:
    for match in _POSSESSED.finditer(row.line):
        owner: Value = int(match[1]) if match[1] else match[2]
        span = _span(row, match, 1 if match[1] else 2)
        yield Fact("relation", f"whose {match[3]}", None, (owner,), row.number, (span,), 0.5)


def _sources(reading: Reading, row: Row) -> Iterator[Fact]:
    for match in _BASED.finditer(row.line + " "):
        first = row.at(match.start(1))
        last = row.at(match.end(1) - 1)
        values: list[Value] = []
        spans = []
        for token in row.tokens[first : last + 1]:
            if token.sign == "@" or "s" in token.concepts:
                values.append(token.number if token.sign else token.concepts["s"])
                spans.append((token.start, token.end))
        if values:
            yield Fact("source", "rests on", None, tuple(values), row.number, tuple(spans), 0.9)
    for match in _ABOUT.finditer(row.line):
        group = 1 if match[1] else 2
        value: Value = int(match[1]) if match[1] else row.tokens[row.at(match.end(2) - 1)].word
        yield Fact("role", "is about", None, (value,), row.number, (_span(row, match, group),), 0.55)


def _causes(row: Row) -> Iterator[Fact]:
    for pattern in _CAUSE:
        for match in pattern.finditer(row.line):
            start, end = _span(row, match, 1)
            tokens = [token for token in row.tokens if start <= token.start and token.end <= end]
            while tokens and tokens[0].word in _NO_CONTENT:
                tokens.pop(0)
            words = []
            for token in tokens:
                if token.sign or (words and token.word in {"on", "in", "en", "for", "by", "that", "which"}):
                    break
                if token.word not in _NO_CONTENT and token.word.isalpha():
                    words.append(token.concepts.get("e", token.word))
            if words:
                yield Fact("relation", "cause", None, tuple(words), row.number, ((tokens[0].start, end),), 0.6)

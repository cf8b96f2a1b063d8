"""What words say the same thing: kin, offices, events, works and units, in English and Spanish.

The words stand in `words_people`, `words_events` and `words_things`. A concept in two families (to direct, the
director) has one name in both, so that `directed by X` and `the director, X` speak of the same thing.
"""

from collections.abc import Iterator

from articles.crosscheck.language import listed
from articles.crosscheck.words_events import EVENTS
from articles.crosscheck.words_people import CALLINGS, DONE, KIN, OFFICES
from articles.crosscheck.words_things import UNITS, WORKS

#: Callings of the moment, that anybody may have beside another.
OF_THE_MOMENT = listed(
    "passenger neighbour witness spokesperson candidate student professor refugee tourist volunteer activist "
    "analyst expert defender striker midfielder goalkeeper swimmer soldier pedestrian cyclist model"
)


_FAMILIES = {"k": KIN, "j": OFFICES, "o": CALLINGS, "b": DONE, "s": WORKS, "u": UNITS, "e": EVENTS}

#: Units said of anything: two figures of them need more in common to be about the same.
GENERAL_UNITS = listed(
    "people year month week day hour minute percent dollar euro pound kilometre metre man woman child family time"
)


def _lines(table: str) -> Iterator[tuple[str, list[str]]]:
    # A line that begins with a blank goes on with the one before.
    for line in table.strip().replace("\n  ", " ").splitlines():
        concept, _, words = line.partition(":")
        yield concept.replace(" ", ""), [word.strip() for word in words.split(",")]


#: How concepts read, where not by their own name.
_READ = """
die: dead, injure: injured, survive: survivors, crash: crash, win: victory, elect: election, swear: swearing-in
concede: concession, buy: purchase, sell: sale, close: closing, open: opening, reopen: reopening, resign: resignation
employ: employees, layoff: job cuts, board: on board, treat: hospital, depart: departure, found: foundation
kidnap: kidnapping, arrive: arrival, limit: limit, evacuate: evacuation, announce: announcement, publish: publication
govern: in office, build: construction, set: setting, celebrate: celebration, grow: rise, shrink: fall
dismiss: dismissal, appoint: appointment, discover: discovery, weigh: mass, heat: temperature, fund: funding
attend: attendance, infect: infections, explode: explosion, flee: escape, deliberate: deliberation
steal: theft, expel: sending-off, %: percent, th: which one, result: result
"""
LABELS = {
    line.partition(":")[0].replace(" ", ""): line.partition(":")[0]
    for table in _FAMILIES.values()
    for line in table.strip().splitlines()
    if not line.startswith(" ")
} | {
    pair.partition(":")[0].strip(): pair.partition(":")[2].strip()
    for line in _READ.strip().splitlines()
    for pair in line.split(",")
}


def _phrases(language: str) -> dict[tuple[str, ...], dict[str, str]]:
    """Return phrase (folded words) -> its concept by family, leaving out the words that only the other language has."""
    found: dict[tuple[str, ...], dict[str, str]] = {}
    for letter, table in _FAMILIES.items():
        for concept, known in _lines(table):
            for word in known:
                only, _, bare = word.rpartition("=")
                if only in {"", language}:
                    found.setdefault(tuple(bare.replace("-", " - ").split()), {})[letter] = concept
    return found


CONCEPTS = {language: _phrases(language) for language in ("en", "es")}
#: The longest phrase, in words, by its first word.
LONGEST: dict[str, int] = {}
for _phrase in [*CONCEPTS["en"], *CONCEPTS["es"]]:
    LONGEST[_phrase[0]] = max(len(_phrase), LONGEST.get(_phrase[0], 0))

#: What happens to people: a figure of it, without a noun, counts people.
OF_PEOPLE = listed("die injure survive arrest rescue evacuate kidnap miss")

SAYING = listed(
    "said says say told tells explained explains added adds recalled insisted called calls spoke wrote writes "
    "announced declared warned dijo dice explico anadio afirmo aseguro conto relato declaro senalo escribio "
    "advirtio"
)

#: Callings, offices and kin of which one person is hardly two.
EXCLUSIVE: tuple[frozenset[str], ...] = (
    frozenset({"drive", "passenger", "pedestrian", "cyclist"}),
    frozenset(concept for concept, _ in _lines(CALLINGS)) - OF_THE_MOMENT,
    frozenset({"passenger", "nurse", "teacher", "engineer", "farmer", "soldier", "firefighter", "journalist"}),
    frozenset({"chiefexecutive", "chieffinancialofficer"}),
    frozenset({"husband", "brother", "father", "child", "wife", "mother", "sister", "cousin", "uncle", "aunt"}),
    frozenset({"husband", "patriarch", "child"}),
    frozenset({"mayor", "governor", "primeminister"}),
)

NUMBERS = {
    "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11,
    "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18,
    "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80,
    "ninety": 90, "dos": 2, "tres": 3, "cuatro": 4, "cinco": 5, "seis": 6, "siete": 7, "ocho": 8, "nueve": 9,
    "diez": 10, "doce": 12, "trece": 13, "catorce": 14, "quince": 15, "dieciseis": 16, "diecisiete": 17,
    "dieciocho": 18, "diecinueve": 19, "veinte": 20, "treinta": 30, "cuarenta": 40, "cincuenta": 50, "sesenta": 60,
    "setenta": 70, "ochenta": 80, "noventa": 90, "cien": 100,
}  # fmt: skip
ORDINALS = {
    "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9, "tenth": 10,
    "segundo": 2, "segunda": 2, "tercer": 3, "tercero": 3, "tercera": 3, "cuarto": 4, "cuarta": 4, "quinto": 5,
    "quinta": 5, "sexto": 6, "sexta": 6, "septimo": 7, "septima": 7, "octavo": 8, "octava": 8, "noveno": 9, "novena": 9,
    "decimo": 10, "decima": 10,
}  # fmt: skip
SCALES = {
    "hundred": 100, "thousand": 1_000, "million": 1_000_000, "billion": 1_000_000_000, "bn": 1_000_000_000,
    "m": 1_000_000, "k": 1_000, "trillion": 1_000_000_000_000, "mil": 1_000, "millon": 1_000_000,
    "millones": 1_000_000,
}  # fmt: skip
NUMBERS_ES = NUMBERS | {"once": 11}
#: Counts without a number: from, to.
VAGUE = {
    "dozens": (24, 99), "decenas": (20, 99), "docenas": (24, 99), "hundreds": (200, 999), "cientos": (200, 999),
    "thousands": (2_000, 99_999),
}  # fmt: skip
VAGUE_ES = VAGUE | {"miles": (2_000, 99_999)}

#: States and movements of which one person or thing has only one.
OPPOSITES = {
    "die": ("fate", "die"), "survive": ("fate", "survive"), "injure": ("fate", "survive"),
    "grow": ("trend", "grow"), "shrink": ("trend", "shrink"),
    "stay": ("stay", "stay"), "leave": ("stay", "leave"),
}  # fmt: skip

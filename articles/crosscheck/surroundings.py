"""What stands around a token of a row: what a figure counts, what happens there, and of whom it is said."""

from functools import lru_cache

from articles.crosscheck.language import listed
from articles.crosscheck.lexicon import OF_PEOPLE, SAYING
from articles.crosscheck.reading import Row, Token
from articles.names import Span

#: How far, in tokens, what happens may stand from what it is said of.
REACH = 8
_STOPS = listed(
    "a an the this that these those of and or but to in on at by with from as is was were are be been being has "
    "have had it its he she they his her their who which when where while than then not no also only just about "
    "around more less over under after before since until during per out up so if into will would could can may "
    "might did do does said says say el la los las un una unos unas de del al y e o u que en con por para como es "
    "son fue fueron era ser ha han se su sus no mas menos segun tras desde hasta entre sobre cuando donde quien "
    "lo le les ya muy tambien dijo there what all some other others one per each last next year"
)
_PASSED = listed("of de the los las its sus - more other mas otras otros")
_LINKS = listed("was is were are of at : to reached stood fue era de es about around some")


def stem_of(token: Token) -> str:
    """Return the concept of a word, or the word without its ending; nothing for signs and words without content."""
    if token.sign:
        return ""
    return next((token.concepts[family] for family in "eujokbs" if family in token.concepts), "") or _stem(token.form)


@lru_cache(maxsize=65536)
def _stem(word: str) -> str:
    if len(word) < 3 or word in _STOPS or not word[0].isalpha():
        return ""
    for ending in ("ing", "ed", "es", "s"):
        if word.endswith(ending) and len(word) - len(ending) > 3:
            return word[: -len(ending)]
    return word


def units_after(row: Row, index: int) -> list[str]:
    """Return what a figure counts: the nouns after it, up to the first word that is none."""
    units: list[str] = []
    steps = 0
    for token in row.tokens[index + 1 : index + 7]:
        # `17 of the 31 seats`: both are seats.
        if token.word in _PASSED or (token.sign == "#" and steps == 0):
            continue
        stem = "" if token.sign else token.concepts.get("u") or stem_of(token)
        if not stem:
            break
        units.append(stem)
        steps += 1
        if steps == 3 or "u" in token.concepts:
            break
    return units


def told_after(row: Row, index: int, units: frozenset[str]) -> Span | None:
    """Return where the words stand, right after a figure, that say what is counted; None where they stand elsewhere."""
    counted = []
    for token in row.tokens[index + 1 : index + 5]:
        if token.sign or (token.concepts.get("u") or stem_of(token)) not in units:
            break
        counted.append(token)
    return (counted[0].start, counted[-1].end) if counted else None


def units_before(row: Row, index: int) -> list[str]:
    """Return what is counted where it stands before: `attendance was 48,500`, `a budget of 300`."""
    for token in reversed(row.tokens[max(0, index - 4) : index]):
        if token.word in _LINKS:
            continue
        stem = "" if token.sign else token.concepts.get("u") or token.concepts.get("e") or ""
        return [stem] if stem else []
    return []


def share_of(row: Row, index: int) -> str:
    """Say whether a figure is part of another, or the whole: `17 of the 31`, `of its four carriages two`."""
    tokens = row.tokens
    ahead = [token.sign == "#" for token in tokens[index + 1 : index + 4]]
    behind = [token.sign == "#" for token in tokens[max(0, index - 3) : index]]
    linked = {token.word for token in tokens[max(0, index - 2) : index]} & {"of", "de"}
    if linked and (any(behind) or (index <= 2 and any(ahead))):
        return "total"
    after = [token.word for token in tokens[index + 1 : index + 2]]
    return "part" if after and after[0] in {"of", "de"} and any(ahead) else ""


def walls(row: Row, index: int, sign: str, ages: frozenset[int] = frozenset()) -> tuple[int, int]:
    """Return the stretch of tokens around `index` up to the next figure (date) on either side."""
    low, high = index, index + 1
    while low > 0 and not _is_wall(row.tokens[low - 1], sign, ages) and row.tokens[low - 1].form != "-":
        low -= 1
    while high < len(row.tokens) and not _is_wall(row.tokens[high], sign, ages):
        high += 1
    return low, high


def _is_wall(token: Token, sign: str, ages: frozenset[int]) -> bool:
    return token.form == ";" or (token.sign == sign and token.start not in ages)


def events_near(row: Row, index: int, low: int, high: int, *, comma: int, reach: int = REACH) -> tuple[str, ...]:
    """Return what happens, nearest first, commas counting as distance."""
    found: list[tuple[int, str]] = []
    # Nearest first; at the same distance the word before.
    for direction, stop in ((-1, low - 1), (1, high)):
        distance = 0
        for at in range(index + direction, stop, direction):
            token = row.tokens[at]
            distance += 1 + comma * (token.form in {",", "(", ")", "and", "y", "-", "while", "whose"})
            if distance > reach:
                break
            if (event := token.concepts.get("e")) and event != "happen":
                found.append((distance, event))
    return tuple(dict.fromkeys(event for _, event in sorted(found, key=lambda pair: pair[0])))


def names_near(row: Row, index: int, low: int, high: int, *, speakers: bool = False) -> tuple[int, ...]:
    """Return the names that the figure is likely said of: those before it, and the one right after `of`."""
    before = [
        token.number
        for at, token in enumerate(row.tokens[low:index], low)
        # Whoever says it is not whom it is said of.
        if token.sign == "@"
        and (speakers or not any(t.word.partition("_")[0] in SAYING for t in row.tokens[at + 1 : at + 3]))
    ]
    after = [
        token.number
        for at, token in enumerate(row.tokens[index:high], index)
        if token.sign == "@" and row.tokens[at - 1].word in {"of", "for", "in", "de", "en", "the", "to", "como", "by"}
    ]
    return tuple(before + after[:1])


def none_of(row: Row, index: int) -> tuple[frozenset[str], Span] | None:
    """Read `no job cuts`, `sin heridos`, `nobody was hurt` as none of them; returns what is counted, and the words."""
    token = row.tokens[index]
    following = row.tokens[index + 1 : index + 5]
    if not following:
        return None
    if token.form in {"nobody", "nadie"} or following[0].form == "one":
        hurt = next((after for after in following if after.concepts.get("e") in OF_PEOPLE), None)
        return (frozenset({"people"}), (token.start, hurt.end)) if hurt else None
    after = following[0]
    units = frozenset(after.concepts[family] for family in "ueo" if family in after.concepts)
    if not units or not after.word.endswith("s"):
        return None
    return frozenset({"people"}) if units & OF_PEOPLE else units, (token.start, after.end)

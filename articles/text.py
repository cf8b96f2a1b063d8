"""The text of an article: normalised once, counted in code points, cut into sentences and graphemes, compared."""

import hashlib
import heapq
import re
import unicodedata

import regex
import sentencex

from articles.blocks import Block, BlockKind
from articles.decoding import decode

__all__ = [
    "Block",
    "BlockKind",
    "decode",
    "fingerprint",
    "grapheme_boundaries",
    "normalise",
    "resemblance",
    "sentences",
    "sha256",
    "shingles",
    "snap_to_graphemes",
]

_SELECTOR = r"[\ufe00-\ufe0f\U000e0100-\U000e01ef]"
# Scripts written without blanks, where a zero-width space parts words.
_UNSPACED = r"[\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}\p{Tibetan}\p{Javanese}\p{Balinese}]"
# What a joiner may follow: emoji, and letters of scripts whose letters change shape by it (Arabic, the Indic ones, …).
_JOINED = (
    r"[\p{Extended_Pictographic}\p{Emoji_Modifier}\ufe0f]|"
    r"[\p{L}\p{M}--[\p{Latin}\p{Greek}\p{Cyrillic}\p{Inherited}\p{Common}]]"
)
# Every character that a replacement below may touch, but for heaps of marks: most texts have none.
_SPECIAL = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u180e\u200b-\u200d\u2028-\u202e\u2060-\u206f\ud800-\udfff\ufdd0-\ufdef\ufe00-"
    r"\ufe0f\ufeff\ufff9-\ufffb\ufffe\uffff\U000e0000-\U000e01ef]"
)
_REPLACEMENTS = tuple(
    (regex.compile(pattern, regex.V1), replacement)
    for pattern, replacement in (
        (r"\r\n|[\r\v\f\x1c-\x1e\x85\u2028\u2029]", "\n"),
        (r"[\ud800-\udfff]", "\ufffd"),  # half characters: no encoding can store them
        # Never seen by a reader: control characters, byte order marks, soft hyphens, word joiners, the controls that
        # turn the direction of a stretch of text (the plain marks LRM, RLM and ALM stay), invisible operators,
        # annotation anchors, noncharacters.
        (r"[\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f\u00ad\u180e\u202a-\u202e\u2060-\u206f\ufeff]", ""),
        (r"[\ufff9-\ufffb\ufdd0-\ufdef\ufffe\uffff]", ""),
        (r"(\U0001f3f4[\U000e0020-\U000e007e]{1,8}\U000e007f)|[\U000e0000-\U000e007f]", r"\1"),  # tags but in flags
        (rf"(?<!{_JOINED})[\u200c\u200d]", ""),
        (rf"(?<!{_UNSPACED})\u200b|\u200b(?!{_UNSPACED}|\u200b)", ""),
        (rf"(?<={_SELECTOR}|\s|^){_SELECTOR}", ""),
    )
)
# At most 30 marks on one letter, the bound of Unicode's stream-safe format: more is no language, and makes normalising
# quadratic.
_MARK_HEAPS = regex.compile(r"(?<=\p{M}{30})\p{M}+")
_WORD = regex.compile(r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}]|[^\W\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}]+")
_SHINGLE = 5  # words
_WINDOW = 5_000  # code points: sentencex takes quadratic time where quotation marks never close
_GRAPHEME = regex.compile(r"\X")


def normalise(text: str) -> str:
    """The text as it is stored: line ends as "\\n", nothing invisible that could deceive, in NFC. Idempotent.

    Tabs stay. Form feeds and Unicode's line and paragraph separators become line ends. Joiners, variation selectors
    and zero-width spaces stay where a script or an emoji needs them and go where they only hide in words.
    """
    while True:
        cleaned = text
        if _SPECIAL.search(text):
            for pattern, replacement in _REPLACEMENTS:
                cleaned = pattern.sub(replacement, cleaned)
        if not cleaned.isascii():
            cleaned = unicodedata.normalize("NFC", _MARK_HEAPS.sub("", cleaned))
        if cleaned == text:  # removing and composing make new neighbours, so until nothing changes
            return text
        text = cleaned


def sha256(text: str) -> str:
    """SHA-256 of the text in UTF-8, 64 hexadecimal digits."""
    return hashlib.sha256(text.encode()).hexdigest()


def sentences(text: str, start: int, end: int, language: str) -> list[tuple[int, int]]:
    """The sentences within `text[start:end]`, as a rule one block: ordered, disjoint, trimmed intervals.

    `language` is a two-letter code; unknown ones are cut by general rules. Line ends within the interval count as
    blanks, so a hard-wrapped paragraph is not cut at its lines.
    """
    found = []
    position = start
    while position < end:
        window = text[position : min(end, position + _WINDOW)].replace("\n", " ")
        pieces = sentencex.segment(language or "en", window)
        if sum(map(len, pieces)) != len(window):
            raise AssertionError("sentencex returned other text than it was given")
        if position + len(window) < end and len(pieces) > 1:
            pieces.pop()  # it may go on behind the window
        for piece in pieces:
            first = position + len(piece) - len(piece.lstrip())
            position += len(piece)
            last = position - len(piece) + len(piece.rstrip())
            if first < last:
                found.append((first, last))
    return found


def grapheme_boundaries(text: str, start: int = 0, end: int | None = None) -> list[int]:
    """Where a reader could put a cursor in `text[start:end]`: ascending, both ends included."""
    end = len(text) if end is None else end
    return [start, *(match.end() for match in _GRAPHEME.finditer(text, start, end))]


def snap_to_graphemes(text: str, start: int, end: int) -> tuple[int, int]:
    """The smallest interval that holds [start, end) and cuts no grapheme: no joined emoji, no letter from its marks.

    An empty interval inside a grapheme becomes that grapheme; at a boundary it stays empty.
    """
    return _grapheme_around(text, start)[0], _grapheme_around(text, end)[1]


def shingles(text: str) -> frozenset[int]:
    """The text as a set: a 63-bit number for each run of five words, letter case and punctuation apart."""
    words = _WORD.findall(text.casefold())
    runs = range(max(1, len(words) - _SHINGLE + 1)) if words else ()
    return frozenset(_number(" ".join(words[index : index + _SHINGLE])) for index in runs)


def resemblance(one: frozenset[int], other: frozenset[int]) -> float:
    """The share of shingles in common, 0 to 1, of the larger set: above 0.9 two texts are nearly the same."""
    return len(one & other) / max(len(one), len(other), 1)


def fingerprint(text: str, size: int = 16) -> tuple[int, ...]:
    """The `size` smallest shingles, ascending: what to store and index to find nearly same texts.

    Two texts that share 90 % of their shingles have at least one of these in common, but for a chance of about 0.1
    to the power of `size`; whether they are nearly the same is for `resemblance` to say.
    """
    return tuple(heapq.nsmallest(size, shingles(text)))


def _grapheme_around(text: str, position: int) -> tuple[int, int]:
    """The grapheme that the position cuts; the position twice, if it cuts none."""
    beside = text[max(0, position - 1) : position + 1]
    if beside.isascii() and beside != "\r\n":
        return position, position  # between two of these there is always a boundary
    line = text.rfind("\n", 0, position) + 1  # a line end is a boundary, whatever stands beside it
    for match in _GRAPHEME.finditer(text, line):
        if match.end() >= position:
            return match.span() if match.start() < position < match.end() else (position, position)
    return position, position


def _number(words: str) -> int:
    digest = hashlib.blake2b(words.encode(), digest_size=8).digest()
    return int.from_bytes(digest) >> 1

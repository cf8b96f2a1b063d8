"""Which runs of capitalised words in a text are names: no model, only what the text says of its own words.

PURE. A capital at the start of a sentence, a line or a quotation says nothing by itself; a word that the same text
also writes small is hardly a name; in a sentence set like a headline no capital counts.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cached_property, lru_cache
from typing import NamedTuple

from articles.vocabulary import words_of

Span = tuple[int, int]

QUOTE = re.compile(
    r'“[^“”]{1,600}”|«[^«»]{1,600}»|„[^„“”]{1,600}[“”]|"[^"]{1,600}"|(?<!\w)‘[^‘]{4,600}?’(?!\w)|「[^「」]{1,600}」'
)
WORD = re.compile(r"[^\W\d_]+(?:[’'`.-](?=[^\W\d_])[^\W\d_]+)*|\d+")
#: Signs after which any word has a capital.
_OPENING = "\n:•.!?¿¡"
_POSSESSIVE = re.compile(r"[’']s$|(?<=s)[’']$")


@lru_cache(maxsize=65536)
def folded(word: str) -> str:
    """Return the word as it is compared: no case, no accents, no possessive (`Ía’s` is `ia`)."""
    plain = _POSSESSIVE.sub("", word)
    if not plain.isascii():
        plain = "".join(sign for sign in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(sign))
    return plain.casefold()


class Word(NamedTuple):
    """A word of the text; `capital` if it is written with one, `first` where any word would be."""

    text: str
    start: int
    end: int
    capital: bool
    first: bool

    @property
    def bare_end(self) -> int:
        """Where the word ends without its possessive."""
        return self.start + len(_POSSESSIVE.sub("", self.text))


class Names:
    """What one text knows of its own words: which are names, and how often each is spoken of."""

    def __init__(self, text: str, sentences: Sequence[Span], language: str) -> None:
        self.text = text
        self.spans = list(sentences)
        vocabulary = words_of(language)
        self.plain = frozenset(folded(word) for word in vocabulary["plain"].split("|"))
        self.small = frozenset(vocabulary["small"].split("|"))
        self.quotes = [[match.span() for match in QUOTE.finditer(text, *span)] for span in sentences]
        self.words = [list(self._words(number, span)) for number, span in enumerate(sentences)]
        self.lower: Counter[str] = Counter()
        self.upper: Counter[str] = Counter()
        for words, titled in zip(self.words, self.titled, strict=True):
            for word in words:
                if not word.capital:
                    self.lower[folded(word.text)] += 1
                elif not word.first and not titled:
                    self.upper[folded(word.text)] += 1

    @cached_property
    def titled(self) -> list[bool]:
        """Per sentence, whether it Is Written Like a Headline."""
        return [_is_title(words, self.text[slice(*span)]) for words, span in zip(self.words, self.spans, strict=True)]

    def runs(self, number: int) -> Iterator[list[Word]]:
        """Split a sentence into runs of capitalised words that stand together, small words (`of`, `de la`) between."""
        words = self.words[number]
        run: list[Word] = []
        for index, word in enumerate(words):
            if not run and not word.capital:
                continue
            fits = not word.first and (word.capital or word.text in self.small)
            if run and fits and self._joined(run[-1], word):
                run.append(word)
            else:
                if run := self._trimmed(run):
                    yield run
                run = self._opened(words, index) if self._could_name(words, index) else []
        if run := self._trimmed(run):
            yield run

    def own(self, run: Sequence[Word]) -> list[str]:
        """Return those words of a run, folded, that are hardly ever written small: what makes it a name."""
        keys = [folded(word.text) for word in run if word.capital]
        return [key for key in keys if self.lower[key] * 2 <= self.upper[key]]

    def _words(self, number: int, span: Span) -> Iterator[Word]:
        opening = {start for start, _ in self.quotes[number]}
        before, at = "", span[0]
        for match in WORD.finditer(self.text, *span):
            word, (start, end) = match[0], match.span()
            gap = self.text[at:start] if before else "\n"
            # The point after an initial or a title ends no sentence.
            titled = gap == ". " and len(before) <= 3 and before[:1].isupper()
            first = gap != " " and not titled and (any(sign in gap for sign in _OPENING) or start - 1 in opening)
            # `ex-Mossad` is written with a capital too.
            capital = word[0].isupper() or ("-" in word and word.rpartition("-")[2][:1].isupper())
            yield Word(word, start, end, capital, first)
            before, at = word, end

    def _opened(self, words: list[Word], index: int) -> list[Word]:
        """Begin a run, taking in plain words before it that are part of a title (`The New Yorker`)."""
        first = index
        while first and words[first - 1].capital and self._joined(words[first - 1], words[first]):
            before = words[first - 1]
            key = folded(before.text)
            if before.first and (key in self.small or not self.upper[key]):
                break
            first -= 1
            if before.first:
                break
        return words[first : index + 1]

    def _could_name(self, words: list[Word], index: int) -> bool:
        word = words[index]
        key = folded(word.text)
        if not word.capital or key in self.plain:
            return False
        if not word.first:
            return True
        following = words[index + 1] if index + 1 < len(words) else None
        beside = following is not None and following.capital and not following.first and self._joined(word, following)
        owning = word.text.endswith(("’s", "'s"))
        return not self.lower[key] and (self.upper[key] > 0 or beside or owning)

    def _joined(self, left: Word, right: Word) -> bool:
        """Whether two words may be one name: a space between, or the point of an initial; no possessive."""
        gap = self.text[left.end : right.start]
        if left.text[-1] in "s’'" and left.bare_end != left.end:
            return False
        return gap in {" ", "\u00a0", " & "} or (gap == ". " and len(left.text) <= 3)

    def _trimmed(self, run: list[Word]) -> list[Word]:
        end = len(run)
        while end and (not run[end - 1].capital or folded(run[end - 1].text) in self.plain):
            end -= 1
        return run[:end]


def _is_title(words: Sequence[Word], sentence: str) -> bool:
    long = [word for word in words if len(word.text) > 3]
    # Headlines seldom end with a point; what does may just be full of names.
    share = 0.85 if sentence.endswith((".", ".”", '."')) else 0.7
    return len(long) >= 4 and sum(word.capital for word in long) > share * len(long)

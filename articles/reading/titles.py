"""A title for a text that has none, made of the text's own words."""

import regex

from articles.text import sentences

_LENGTH = 90  # code points
_SAMPLE = 30_000  # code points in which names are counted
_NAME = regex.compile(
    r"\b\p{Lu}[\p{L}\p{M}\d'’-]*(?:\s+(?:(?:of|the|de|del|la|der|und|and|&)\s+)?\p{Lu}[\p{L}\p{M}\d'’-]*)+"
)
_CLAUSES = regex.compile(r"(?<=\p{L})(?:[;:]|,|\s[–—-])\s|\s*[(—]")
_CONJUNCTIONS = regex.compile(
    r",?\s(?:and|but|or|that|which|who|because|when|while|und|aber|dass|weil|während|y|pero|que|porque|et|mais|qui|"
    r"e|ma|che|perché|mas|en|maar|dat|omdat)\s"
)


def propose_title(text: str, start: int, end: int, language: str) -> str:
    """A title of at most some 120 code points from `text[start:end]`, the first paragraph of the article.

    The first sentence, shortened where a clause ends; before it, what the whole text keeps naming, if the shortened
    sentence does not.
    """
    cut = sentences(text, start, end, language)
    first = " ".join(text[slice(*cut[0])].split()) if cut else " ".join(text.split())[:_LENGTH]
    short = _shortened(first)
    subject = recurring_name(text)
    if subject and subject.casefold() not in short.casefold() and len(subject) < 60:
        return f"{subject}: {short}"
    return short


def recurring_name(text: str) -> str:
    """The capitalised name of two words or more that the text repeats most, at least three times; else "".

    Repetitions count in any letter case: a title of a film is often typed small.
    """
    sample = text[:_SAMPLE]
    lowered = " ".join(sample.split()).casefold()
    names = {" ".join(name.split()).removesuffix("’s").removesuffix("'s") for name in _NAME.findall(sample)}
    best, weight = "", 0
    for name in sorted(names):
        times = lowered.count(name.casefold())
        if times >= 3 and times * len(name) > weight:
            best, weight = name, times * len(name)
    return best


def _shortened(sentence: str) -> str:
    """The sentence without its stop; a long one up to the end of a clause, or with an ellipsis up to that of a word."""
    if len(sentence) <= _LENGTH:
        return sentence.rstrip(" .") or sentence
    for pattern, sign in ((_CLAUSES, ""), (_CONJUNCTIONS, "…")):
        ends = [match.start() for match in pattern.finditer(sentence) if 30 <= match.start() <= _LENGTH]
        if ends:
            return sentence[: ends[-1]].rstrip(" ,;:–—-") + sign
    cut = sentence.rfind(" ", 0, _LENGTH)
    return sentence[: cut if cut > 30 else _LENGTH].rstrip(" ,;:–—-") + "…"

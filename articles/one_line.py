import regex

from articles.text import normalise

_RIGHT_TO_LEFT = regex.compile(r"[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]")
#: Marks of direction, which turn digits and brackets around where no letter of a right-to-left script calls for them.
_MARKS = regex.compile(r"[\u200e\u200f\u061c]")
#: Letters that are drawn as nothing: fillers of Hangul and the empty Braille cell.
_BLANKS = regex.compile(r"[\u115f\u1160\u3164\uffa0\u2800]")


def one_line(words: str, at_most: int | None = None) -> str:
    """Return words as the desk shows them on one line: normalised, single blanks, nothing invisible that could deceive.

    Longer than `at_most` code points, they are cut at a word and end in an ellipsis.
    """
    line = _BLANKS.sub(" ", normalise(words))
    if not _RIGHT_TO_LEFT.search(line):
        line = _MARKS.sub("", line)
    line = " ".join(line.split())
    if at_most is None or len(line) <= at_most:
        return line
    head = line[: at_most - 1]
    return (head.rsplit(" ", 1)[0] if " " in head else head).rstrip() + "…"

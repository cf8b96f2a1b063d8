"""What a text says of the names in it: who plays whom, who is whose what, who holds which office, what rests on what.

Each pattern reads the row of a sentence (see `reading`). A fact is a slot with a subject (`plays` of name 3) and the
values that the text puts there; the same slot and subject in two texts can be compared. Which names mean the same
person is decided later, when all texts are known: facts keep the numbers of names.
"""

from articles.crosscheck import kin, offices, works
from articles.crosscheck.fact import Fact
from articles.crosscheck.people import People
from articles.crosscheck.reading import Reading


def find(reading: Reading, people: People) -> list[Fact]:
    """Find what a text says of its names."""
    found: list[Fact] = []
    for row in reading.rows:
        # The capitals of a headline say nothing, nor does who stands beside whom in it.
        if not row.titled:
            found += works.find(row)
            if "@" in row.line:
                found += kin.find(row, people)
                found += offices.find(row, people)
    return found

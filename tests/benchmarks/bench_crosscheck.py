"""How long comparing the articles of a story takes: `python -m tests.benchmarks.bench_crosscheck`.

Ten articles of 3,000 words must take less than a second, and time may grow no faster than sentences times articles.
The articles are made up, dense with names, figures and dates, so that as much as possible meets as much as possible.
"""

import random
import sys
import time

from articles.crosscheck import compare
from articles.crosscheck.language import listed

_FIRST = sorted(
    listed("Ana Bruno Clara Dario Elena Fabio Greta Hugo Irene Jonas Karla Leo Mira Nils Olga Pablo Rosa Sven Tea Udo")
)
_LAST = sorted(
    listed("Abel Brandt Costa Duarte Engel Ferro Gruber Hauser Ibarra Jansen Keller Lorenz Moreno Novak Ortiz Peters")
)
_PLACES = sorted(
    listed("Aldham Brevik Corvo Dunmore Elster Fara Gorski Halden Ister Jarrow Kelso Lindau Morven Norden Oulton")
)
_WORDS = sorted(
    listed(
        "council harbour budget bridge factory school storm river company market union hospital railway museum theatre "
        "village plan report vote strike court road tower station garden festival library tunnel airport prison"
    )
)
_SENTENCES = [
    "{name}, the mayor of {place}, said on {day} that the {word} had cost ${n} million.",
    "At least {n} people were injured when the {word} in {place} collapsed in {year}.",
    "The {word} employs {n} people and was founded in {year} by {name}.",
    "“We have waited {n} years for this {word} and we will wait no longer,” said {name}.",
    "In {place} the {word} near the {other} has {n} seats, more than in any other town.",
    "{name} plays {first} in a film that follows the {word} of {place}.",
    "{name}'s husband, {second}, resigned on {month} {d} because of the {word} and the {other}.",
    "Turnout in {place} was {n} percent, and {name} won {d} of the {n} seats on the {other} committee.",
    "The {word} was slow, the {other} was not, and nobody in the town could say what came of it in the end.",
    "It rained on the {other}, and the people at the {word} went home early without another word about it.",
]
_DAYS = sorted(listed("Monday Tuesday Wednesday Thursday Friday Saturday Sunday"))
_MONTHS = sorted(listed("January February March April June July August September October November December"))


def article(seed: int, words: int) -> str:
    """Return a made-up article of so many words."""
    chance = random.Random(seed)  # noqa: S311 nothing is kept secret with it
    lines: list[str] = []
    count = 0
    while count < words:
        first, last = chance.choice(_FIRST), chance.choice(_LAST)
        line = chance.choice(_SENTENCES).format(
            name=f"{first} {last}", first=first, second=chance.choice(_FIRST), place=chance.choice(_PLACES),
            day=chance.choice(_DAYS), month=chance.choice(_MONTHS), word=chance.choice(_WORDS),
            other=chance.choice(_WORDS), n=chance.randint(2, 900), d=chance.randint(1, 28),
            year=chance.randint(1900, 2024),
        )  # fmt: skip
        lines.append(line)
        count += len(line.split())
    return "\n".join(" ".join(lines[i : i + 4]) for i in range(0, len(lines), 4))


def story(articles: int, words: int) -> dict[str, str]:
    """Return a made-up story."""
    return {f"t{number}": article(number, words) for number in range(articles)}


def seconds(texts: dict[str, str], times: int = 3) -> float:
    """Return the processor time of the best of some runs: other work on the machine does not count."""
    best = float("inf")
    for _ in range(times):
        start = time.process_time()
        compare(texts)
        best = min(best, time.process_time() - start)
    return best


def main() -> int:
    """Measure, print, and say by the exit code whether the limits hold."""
    base = seconds(story(10, 3_000))
    rows = [("10 articles of 3,000 words", base, 1.0)]
    # Sentences times articles: twice as long is twice the work, twice as many is four times.
    for name, made, factor in (("10 of 6,000", story(10, 6_000), 2), ("20 of 3,000", story(20, 3_000), 4)):
        rows.append((f"{name} (at most {factor} times that, and a quarter)", seconds(made), base * factor * 1.25))
    rows.append(("2 of 250,000 (a quarter of a second per 10,000)", seconds(story(2, 250_000), times=1), 12.5))
    for name, took, allowed in rows:
        print(f"{name:50} {took:6.2f} s   limit {allowed:5.2f} s   {'ok' if took <= allowed else 'TOO SLOW'}")  # noqa: T201
    return int(any(took > allowed for _, took, allowed in rows))


if __name__ == "__main__":
    sys.exit(main())

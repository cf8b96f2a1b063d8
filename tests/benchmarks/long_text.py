"""A long article under review by five, 20,000 words that follow each other as in real prose."""

import random
from collections import defaultdict
from itertools import pairwise
from pathlib import Path
from uuid import UUID

from reviews.core.verdicts import REASONS, Verdict
from reviews.models import Annotation, Assignment
from tests.factories import NOW, Desk, assignments_of, make_article, open_round_for

PROSE = Path(__file__).resolve().parents[2] / "editorial" / "demo" / "articles"


def prose(words: int, seed: int = 4) -> str:
    """Return so many words of text in paragraphs, each word drawn from those that follow its last in the demo's."""
    chance = random.Random(seed)  # noqa: S311 - a text to measure on
    said = " ".join(path.read_text(encoding="utf-8") for path in sorted(PROSE.glob("*.txt"))).split()
    after: dict[str, list[str]] = defaultdict(list)
    for word, following in pairwise(said):
        after[word].append(following)
    written = ["The"]
    while len(written) < words:
        # A figure changes its digits, so that no sentence comes twice.
        word = chance.choice(after[written[-1]] or said)
        written.append("".join(str(chance.randrange(10)) if sign.isdigit() else sign for sign in word))
        after.setdefault(written[-1], after[word])
    paragraphs, at = [], 0
    while at < words:
        size = chance.randint(30, 80)
        paragraphs.append(" ".join(written[at : at + size]) + ".")
        at += size
    return "\n\n".join(["A long read about everything", *paragraphs])


def long_desk(words: int = 20_000, marks: int = 2_000, reviewers: int = 5) -> Desk:
    """Return a desk whose article is that long and carries so many marks, an equal part by each reviewer."""
    desk = Desk(reviewers=reviewers)
    desk.article = make_article(prose(words), title="A long read about everything")
    desk.round = open_round_for(desk, desk.reviewers)
    desk.assignments = assignments_of(desk.round)
    for number, assignment in enumerate(desk.assignments):
        scatter(assignment, marks // reviewers, seed=number)
    return desk


def scatter(assignment: Assignment, count: int, seed: int = 0) -> list[Annotation]:
    """Lay so many marks over the text, a word to a sentence and a half long, most with a rationale."""
    chance = random.Random(seed)  # noqa: S311 - marks to measure on
    text = assignment.round.revision.text
    ends = [at for at, sign in enumerate(text) if sign == " "]
    scale = [*Verdict, Verdict.VERIFIED, Verdict.VERIFIED, ""]
    made = []
    for _ in range(count):
        first = chance.randrange(len(ends) - 25)
        start, end = ends[first] + 1, ends[first + chance.randint(1, 22)]
        verdict = chance.choice(scale)
        reasons = REASONS[Verdict(verdict)] if verdict else ()
        made.append(
            Annotation(
                uuid=UUID(int=chance.getrandbits(128), version=4),
                assignment=assignment,
                revision=assignment.round.revision,
                start=start,
                end=end,
                verdict=verdict,
                reason=chance.choice(reasons) if reasons else "",
                rationale=text[end : end + chance.randint(0, 160)],
                made_at=NOW,
                changed_at=NOW,
            )
        )
    return Annotation.objects.bulk_create(made)

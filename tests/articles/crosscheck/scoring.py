"""Hold what `compare` finds against what a person knows of a story."""

import tomllib
from dataclasses import dataclass
from pathlib import Path

from articles.crosscheck import Conflict, Mention, Topic, conflicts

STORIES = Path(__file__).parent / "stories"


@dataclass
class Known:
    """One thing a person knows: per side, the texts and the words that occur in them."""

    what: str
    sides: list[dict[str, list[str]]]

    def is_on(self, side: dict[str, list[str]], mention: Mention, texts: dict[str, str]) -> bool:
        return mention.text in side["texts"] and any(
            mention.start < end and start < mention.end
            for words in side["words"]
            for start, end in occurrences(texts[mention.text], words)
        )

    def is_found(self, conflict: Conflict, texts: dict[str, str]) -> bool:
        """Whether two sides of the conflict are two sides of this."""
        met = [
            {n for n, known in enumerate(self.sides) if any(self.is_on(known, m, texts) for m in side.mentions)}
            for side in conflict.sides
        ]
        return any(a != b for i, one in enumerate(met) for other in met[:i] for a in one for b in other)


def occurrences(text: str, words: str) -> list[tuple[int, int]]:
    found, at = [], text.find(words)
    while at >= 0:
        found.append((at, at + len(words)))
        at = text.find(words, at + 1)
    return found


@dataclass
class Score:
    story: str
    known: list[Known]
    found: list[tuple[Topic, Conflict]]
    hits: list[list[str]]
    missed: list[str]
    tricked: list[str]

    @property
    def recall(self) -> float:
        return 1 - len(self.missed) / len(self.known)

    @property
    def precision(self) -> float:
        return sum(bool(hit) for hit in self.hits) / max(1, len(self.hits))

    def __str__(self) -> str:
        wrong = [f"{c.about} ({c.strength})" for (_, c), hit in zip(self.found, self.hits, strict=True) if not hit]
        return (
            f"{self.story}: recall {self.recall:.2f} ({len(self.known) - len(self.missed)} of {len(self.known)}), "
            f"precision {self.precision:.2f} ({len(self.hits)} found)\n  missed: {'; '.join(self.missed) or 'none'}\n"
            f"  wrong: {'; '.join(wrong) or 'none'}\n"
            f"  look-alikes taken for contradictions: {'; '.join(self.tricked) or 'none'}"
        )


def story(name: str) -> tuple[dict[str, str], dict[str, list[Known]]]:
    """Return the texts of a story and what is known of it, by kind."""
    folder = STORIES / name
    texts = {path.stem: path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.txt"))}
    table = tomllib.loads((folder / "known.toml").read_text(encoding="utf-8"))
    known = {
        kind: [Known(item["what"], item["sides"]) for item in table[kind]] for kind in ("contradiction", "lookalike")
    }
    known["corroboration"] = [
        Known(i["what"], [{"texts": i["texts"], "words": i["words"]}]) for i in table["corroboration"]
    ]
    return texts, known


def score(name: str, topics: list[Topic], texts: dict[str, str], known: dict[str, list[Known]]) -> Score:
    found = conflicts(topics)
    hits = [[k.what for k in known["contradiction"] if k.is_found(conflict, texts)] for _, conflict in found]
    met = {what for hit in hits for what in hit}
    missed = [k.what for k in known["contradiction"] if k.what not in met]
    tricked = [k.what for k in known["lookalike"] if any(k.is_found(conflict, texts) for _, conflict in found)]
    return Score(name, known["contradiction"], found, hits, missed, tricked)

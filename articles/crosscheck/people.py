"""Which names of a text are likely people, and whom a pronoun means."""

from collections import Counter

from articles.crosscheck.language import listed
from articles.crosscheck.reading import Reading, Row, commonest, looks_like_organisation

#: Words after which a single name is a place rather than somebody.
_PLACING = listed("of in on at from near to en de del desde hacia")


class People:
    """Which names of a text are likely people, places or neither; and whom a pronoun means."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        counts = commonest(reading.names)
        placed = commonest(name for name in reading.names if name.placed)
        self.kinds: dict[tuple[str, ...], str] = {}
        parts = set()
        for keys, count in counts.items():
            if looks_like_organisation(keys):
                self.kinds[keys] = "organisation"
            elif placed[keys] * 3 >= count:
                self.kinds[keys] = "place"
            elif len(keys) > 1:
                self.kinds[keys] = "person"
                parts.update((keys[0], keys[-1]))
        for keys in counts:
            if keys not in self.kinds:
                self.kinds[keys] = "person" if keys[0] in parts else "single"
        for name in reading.names:
            if name.titled:
                self.kinds[name.keys] = "title"
        self.main = self._most_named()

    def _most_named(self) -> int | None:
        """Return the person the text names most often."""
        counts = Counter(name.keys[-1] for n, name in enumerate(self.reading.names) if self.kind(n) == "person")
        if not counts:
            return None
        most = counts.most_common(1)[0][0]
        return next(
            n for n, name in enumerate(self.reading.names) if name.keys[-1] == most and self.kind(n) == "person"
        )

    def kind(self, number: int) -> str:
        """Return person, place, organisation, title or single (one word, could be any)."""
        return self.kinds[self.reading.names[number].keys]

    def meant(self, row: Row, before: int, *, besides: tuple[int, ...] = (), count: int = 1) -> list[int]:
        """Return the names a pronoun at token `before` may stand for: the nearest people named before it."""
        others = {self.reading.names[n].keys for n in besides}
        found: list[int] = []
        seen = set(others)
        for index in range(before - 1, -1, -1):
            token = row.tokens[index]
            if token.sign == "@" and self.kind(token.number) in {"person", "single"}:
                keys = self.reading.names[token.number].keys
                if keys not in seen and not self._only_a_place(row, index):
                    seen.add(keys)
                    found.append(token.number)
        return found[:count] or self._earlier(row, {"person", "single"}, others)

    def _only_a_place(self, row: Row, index: int) -> bool:
        """Whether a name is likely where somebody is: `Ana Ruiz lives on the island of Brevik with her husband`."""
        if not index or row.tokens[index - 1].form not in _PLACING or self.kind(row.tokens[index].number) != "single":
            return False
        return any(t.sign == "@" and self.kind(t.number) == "person" for t in row.tokens[:index])

    def owner(self, row: Row, before: int) -> int | None:
        """Return what `its` at token `before` may stand for: the nearest thing that is no person."""
        kinds = {"organisation", "single", "title"}
        mine = [t.number for t in row.tokens[:before] if t.sign == "@" and self.kind(t.number) in kinds]
        return mine[-1] if mine else next(iter(self._earlier(row, kinds, set())), None)

    def _earlier(self, row: Row, kinds: set[str], others: set[tuple[str, ...]]) -> list[int]:
        """Return the first fitting name of the sentence before, if there is one."""
        if not row.number:
            return []
        names = self.reading.names
        mine = [t.number for t in self.reading.rows[row.number - 1].tokens if t.sign == "@"]
        return [n for n in mine if self.kind(n) in kinds and names[n].keys not in others][:1]

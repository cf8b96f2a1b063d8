"""Compare several texts: what they say of the same names, dates, figures and places, where they differ and agree."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from zlib import crc32

from articles.crosscheck import contexts, facts, grouping, settings, speech, states
from articles.crosscheck.contexts import Context
from articles.crosscheck.entities import Entities
from articles.crosscheck.fact import Fact
from articles.crosscheck.grouping import Group
from articles.crosscheck.lexicon import LABELS
from articles.crosscheck.matching import Matcher
from articles.crosscheck.model import Aspect, Conflict, Corroboration, Kind, Mention, Side, Topic
from articles.crosscheck.people import People
from articles.crosscheck.reading import Reading, read
from articles.crosscheck.slots import Answer, Slots, same_quotes
from articles.names import Span

#: Weaker conflicts are left out: a reader would not see why they are shown.
WEAKEST = 0.3


@dataclass(frozen=True, slots=True)
class Extract:
    """Everything one text brings to a comparison; made once per text, kept, compared with any others."""

    reading: Reading
    people: People
    facts: tuple[Fact, ...]
    contexts: tuple[Context, ...]
    quotes: tuple[speech.Quote, ...]
    prints: frozenset[int]


def extract(text: str, sentences: Sequence[Span] | None = None, *, language: str | None = None) -> Extract:
    """Read one text for comparison. `sentences`: the intervals that count (without furniture); all, if not given."""
    reading = read(text, sentences, tongue=language)
    people = People(reading)
    found = [*facts.find(reading, people), *states.find(reading, people)]
    ages = frozenset(span for fact in found if fact.slot == "age" for span in fact.spans)
    around = tuple(contexts.find(reading, people, ages))
    prints = frozenset(_print(reading, row.span) for row in reading.rows if len(row.tokens) > 6)
    return Extract(reading, people, tuple(found), around, tuple(speech.find(reading, people)), prints)


def compare(texts: Mapping[str, str], *, publications: Mapping[str, str] | None = None) -> list[Topic]:
    """Compare texts by their keys. Topics with the surest conflicts come first, then by how many texts mention them.

    `publications` says who published a text: what only one publication says corroborates nothing. One text, or texts
    that share nothing, come to no topics. Time grows with the number of sentences times the number of texts.
    """
    return compare_extracts({key: extract(text) for key, text in texts.items()}, publications=publications)


def compare_extracts(extracts: Mapping[str, Extract], *, publications: Mapping[str, str] | None = None) -> list[Topic]:
    """Compare texts that were read before, so that one more text costs one more reading only."""
    if len(extracts) < 2:
        return []
    return _Comparison(extracts, publications or {}).topics()


def conflicts(topics: Iterable[Topic]) -> list[tuple[Topic, Conflict]]:
    """Return all conflicts with their topics, the surest first."""
    return sorted(
        ((topic, conflict) for topic in topics for conflict in topic.conflicts), key=lambda pair: -pair[1].strength
    )


def _print(reading: Reading, span: Span) -> int:
    """Return a number that two sentences share if they are the same but for space and case; the same on any machine."""
    return crc32(" ".join(reading.text[slice(*span)].split()).casefold().encode())


class _Comparison:
    def __init__(self, extracts: Mapping[str, Extract], publications: Mapping[str, str]) -> None:
        self.extracts = extracts
        self.readings = {key: one.reading for key, one in extracts.items()}
        self.entities = Entities(self.readings, {key: one.people for key, one in extracts.items()})
        self.source = _sources(extracts, publications)

    def topics(self) -> list[Topic]:
        """Build the topics from names, then from figures, dates and places."""
        slots = Slots(self.entities, {key: one.facts for key, one in self.extracts.items()})
        answers = [
            *slots.answers(),
            *self._spellings(),
            *self._speakers(),
            *settings.answers(self.readings, self.entities),
        ]
        by_entity: dict[int, list[Answer]] = defaultdict(list)
        main = self._main()
        for answer in answers:
            about = answer.entity if self._is_shared(answer.entity) else main
            if about is not None:
                by_entity[about].append(answer)
        found = [
            self._name_topic(number, by_entity[number])
            for number in range(len(self.entities.all))
            if self._is_shared(number)
        ]
        matcher = Matcher(self.readings, self.entities, {key: one.contexts for key, one in self.extracts.items()})
        found += self._matched(matcher)
        return sorted(found, key=_rank)

    def _is_shared(self, number: int | None) -> bool:
        return number is not None and len(self.entities.all[number].texts) > 1

    def _main(self) -> int | None:
        """Return what the story is about: what most texts name, most often; a title before others."""
        every = self.entities.all
        shared = [number for number in range(len(every)) if self._is_shared(number)]
        return max(
            shared,
            key=lambda n: (len(every[n].texts), every[n].kind == "title", len(every[n].mentions), -n),
            default=None,
        )

    def mention(self, text: str, row: int, span: Span) -> Mention:
        """Return words of a text with their sentence."""
        return Mention(text, self.readings[text].rows[row].span, *span)

    def _name_topic(self, number: int, answers: Sequence[Answer]) -> Topic:
        entity = self.entities.all[number]
        mentions = []
        for text, name_number in entity.mentions:
            name = self.readings[text].names[name_number]
            mentions.append(self.mention(text, name.sentence, (name.start, name.end)))
        kind: Kind = "title" if entity.kind == "title" else "place" if entity.kind == "place" else "name"
        return Topic(
            entity.label,
            kind,
            tuple(mentions),
            _strongest(conflict for answer in answers if (conflict := self._conflict(answer))),
            tuple(side for answer in answers for side in self._corroborations(answer)),
        )

    def _conflict(self, answer: Answer) -> Conflict | None:
        if len(answer.sides) < 2 or answer.strength < WEAKEST:
            return None
        sides = tuple(self._side(words, said) for words, said in answer.sides)
        if len({text for side in sides for text in side.texts}) < 2:
            return None
        return Conflict(answer.aspect, answer.about, round(min(answer.strength, 1.0), 3), sides)

    def _side(self, words: str, said: Iterable[tuple[str, int, Span]]) -> Side:
        mentions = tuple(self.mention(text, row, span) for text, row, span in dict.fromkeys(said))
        return Side(tuple(dict.fromkeys(mention.text for mention in mentions)), words, mentions)

    def _corroborations(self, answer: Answer) -> list[Corroboration]:
        sides = [self._side(words, said) for words, said in answer.sides]
        return [Corroboration(answer.aspect, answer.about, side) for side in sides if self.independent(side.mentions)]

    def independent(self, mentions: Iterable[Mention]) -> bool:
        """Whether at least two sources say it in sentences of their own."""
        by_source: dict[str, set[int]] = defaultdict(set)
        for mention in mentions:
            by_source[self.source[mention.text]].add(_print(self.readings[mention.text], mention.sentence))
        sources = list(by_source.values())
        return any(one - other or other - one for i, one in enumerate(sources) for other in sources[:i])

    def _spellings(self) -> list[Answer]:
        found = []
        for number, entity in enumerate(self.entities.all):
            wrong = self.entities.misspelt(entity)
            if len(wrong) > 1:
                sides = []
                for keys in wrong:
                    said = [
                        (text, name.sentence, (name.start, name.end))
                        for text, n in entity.mentions
                        if (name := self.readings[text].names[n]).keys and set(keys) <= set(name.keys)
                    ]
                    sides.append((self.readings[said[0][0]].text[slice(*said[0][2])], said))
                found.append(Answer("name", "how it is written", number, 0.45, tuple(sides)))
        return found

    def _speakers(self) -> list[Answer]:
        found = []
        for group in same_quotes({key: one.quotes for key, one in self.extracts.items()}):
            sides: dict[int, list[tuple[str, int, Span]]] = defaultdict(list)
            for text, quote in group:
                sides[self.entities.of[text, quote.speaker]] += [
                    (text, quote.row, quote.who),
                    (text, quote.row, quote.span),
                ]
            text, quote = group[0]
            about = f"who said {self.readings[text].text[slice(*quote.span)]}"
            ordered = sorted(sides.items(), key=lambda side: -len(side[1]))
            labelled = tuple((self.entities.all[number].label, said) for number, said in ordered)
            found.append(Answer("source", about, ordered[0][0], 0.85, labelled))
        return found

    def _matched(self, matcher: Matcher) -> list[Topic]:
        topics = []
        for linked, surest in grouping.together(matcher, grouping.groups(matcher)):
            texts = {matcher.said[member].text for group in linked for member in group.members}
            if len(texts) > 1:
                topics.append(self._matched_topic(matcher, linked, surest))
        return topics

    def _matched_topic(self, matcher: Matcher, linked: Sequence[Group], surest: float) -> Topic:
        sides = []
        for members in grouping.sides(matcher, linked):
            said = [matcher.said[m] for m in members]
            words = self.readings[said[0].text].text[slice(*said[0].context.span)]
            sides.append(self._side(words, [(one.text, one.context.row, one.context.span) for one in said]))
        every = [matcher.said[member] for group in linked for member in group.members]
        first = min(every, key=lambda said: (said.text, said.context.row, said.context.span))
        kind: Kind = first.context.kind  # type: ignore[assignment]
        about = _about(first.context, self.readings[first.text].text)
        clashes: tuple[Conflict, ...] = ()
        if len(sides) > 1:
            # A text that says both likely means two things.
            strength = surest * (0.6 if set(sides[0].texts) & set(sides[1].texts) else 1.0)
            aspect: Aspect = first.context.kind  # type: ignore[assignment]
            if strength >= WEAKEST:
                clashes = (Conflict(aspect, about, round(min(strength, 1.0), 3), tuple(sides)),)
        agreed = tuple(
            Corroboration(first.context.kind, about, side) for side in sides if self.independent(side.mentions)
        )
        label = f"{sides[0].words} {about}" if len(sides) == 1 else about
        return Topic(label.strip(), kind, tuple(m for side in sides for m in side.mentions), clashes, agreed)


def _about(context: Context, text: str) -> str:
    """Say in a few words what a figure, date or place is said of, in the text's own words where it has them."""
    units = sorted(context.units) if context.kind == "figure" else []
    if context.told and units != ["people"]:
        units = [" ".join(text[slice(*context.told)].split())]
    told = dict.fromkeys(LABELS.get(concept, concept) for concept in (*units, *context.events[:1]))
    return ", ".join(told) or context.kind


def _strongest(found: Iterable[Conflict]) -> tuple[Conflict, ...]:
    return tuple(sorted(found, key=lambda conflict: -conflict.strength))


def _rank(topic: Topic) -> tuple[float, int, int, str]:
    surest = max((conflict.strength for conflict in topic.conflicts), default=0.0)
    texts = len({mention.text for mention in topic.mentions})
    return -surest, -texts, -len(topic.mentions), topic.label


def _sources(extracts: Mapping[str, Extract], publications: Mapping[str, str]) -> dict[str, str]:
    """Say who speaks in each text: its publication; a copy of another text speaks with that one's voice."""
    found: dict[str, str] = {}
    for key, one in extracts.items():
        found[key] = publications.get(key, key)
        for other, source in list(found.items())[:-1]:
            shared = len(one.prints & extracts[other].prints)
            if shared * 2 > min(len(one.prints), len(extracts[other].prints)):
                found[key] = source
                break
    return found

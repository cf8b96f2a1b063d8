"""Where the names in a passage come up again: in its text, and in the other articles of its story."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from articles.models import Article, Revision
from articles.names import Names
from reviews.queries.visible import articles_for

Span = tuple[int, int]

#: Names looked up per passage, and places listed per name.
NAMES, PLACES = 6, 12


@dataclass(frozen=True, slots=True)
class Named:
    """A name in a passage: where else this text has it, and the sentences of the story's other articles that do."""

    name: str
    places: list[Span]
    elsewhere: list[tuple[Article, str]]


def named_in(person: object, revision: Revision, span: Span) -> list[Named]:
    """Return the names in a passage that come up again: in this text, or in those of its story that one may see."""
    names = _names_in(revision, span)
    if not names:
        return []
    others = _others_of_story(person, revision.article)
    found = []
    for name in names:
        places = [at for at in _places(name, revision.text) if not (at[0] < span[1] and span[0] < at[1])][:PLACES]
        elsewhere = [(other, sentence) for other in others for sentence in _sentences_with(name, other.current)]
        if places or elsewhere:
            found.append(Named(name, places, elsewhere[:PLACES]))
    return found


def _names_in(revision: Revision, span: Span) -> list[str]:
    """Return the names in a passage, each once."""
    spans = tuple((sentence["start"], sentence["end"]) for sentence in revision.sentences)
    names = _names_of(revision.pk, revision.text, spans, revision.article.language)
    found: dict[str, None] = {}
    for number, (start, end) in enumerate(spans):
        if start < span[1] and span[0] < end:
            for run in names.runs(number):
                if names.own(run) and run[0].start < span[1] and span[0] < run[-1].end:
                    found[revision.text[run[0].start : run[-1].bare_end]] = None
    return list(found)[:NAMES]


@lru_cache(maxsize=32)
def _names_of(revision: int, text: str, spans: tuple[Span, ...], language: str) -> Names:  # noqa: ARG001
    """Return what a text knows of its names; a revision never changes, so it is read once."""
    return Names(text, spans, language)


def _places(name: str, text: str) -> Iterator[Span]:
    """Yield where a text has a name, or the last word of it alone."""
    *first, last = re.split(r"\s+", name)
    whole = r"\s+".join(re.escape(word) for word in (*first, last))
    short = f"|{re.escape(last)}" if first and len(last) > 2 else ""
    for match in re.finditer(rf"(?<!\w)(?:{whole}{short})(?!\w)", text):
        yield match.span()


def _others_of_story(person: object, article: Article) -> list[Article]:
    """Return the other articles of the story that the person may see, with their texts."""
    if article.story_id is None:
        return []
    of_story = articles_for(person).filter(story=article.story_id, current__isnull=False).exclude(pk=article.pk)
    return list(of_story.select_related("current", "publication").order_by("published", "pk")[:20])


def _sentences_with(name: str, revision: Revision) -> list[str]:
    """Return the first sentences of a text that have a name, three at most."""
    places = [start for start, _ in _places(name, revision.text)]
    held = (
        revision.text[sentence["start"] : sentence["end"]]
        for sentence in revision.sentences
        if any(sentence["start"] <= at < sentence["end"] for at in places)
    )
    return [sentence for sentence, _ in zip(held, range(3), strict=False)]

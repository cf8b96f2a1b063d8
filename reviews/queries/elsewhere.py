"""What the desk has elsewhere on a passage: the same names in this text and in its story, and claims settled before."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from django.db.models import Q
from rapidfuzz import fuzz, utils

from articles.models import Article, Revision
from articles.names import Names
from reviews.core.verdicts import OutcomeKind
from reviews.models import Claim
from reviews.queries.visible import articles_for, claims_for

Span = tuple[int, int]

#: From so many hundredths of agreement on (rapidfuzz, token sets) a settled claim is offered for a passage.
ALIKE = 80
#: Words that a passage and a claim must share at least, and how many claims are offered at most.
SHARED, OFFERED = 3, 5
#: Candidates that are compared at most; the newest are taken.
CANDIDATES = 2_000
#: Names looked up per passage, and places listed per name.
NAMES, PLACES = 6, 12
_WORD = re.compile(r"\w{4,}|\d+")


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


def seen_before(person: object, article: Article, quote: str) -> list[Claim]:
    """Return claims settled or ruled on in other articles that say much the same, most alike first.

    Only what the person may see with its votes: nobody learns of a review that they are blind to.
    """
    words = sorted(set(_WORD.findall(quote)), key=len, reverse=True)[:6]
    if not words:
        return []
    alike = Q()
    for word in words:
        alike |= Q(statement__icontains=word)
    candidates = (
        claims_for(person)
        .filter(alike, outcome__in=[OutcomeKind.SETTLED, OutcomeKind.RULED])
        .exclude(stands_as="")
        .exclude(revision__article=article)
        .select_related("revision__article__publication")
        .defer("revision__text", "revision__blocks", "revision__sentences")
        .order_by("-pk")[:CANDIDATES]
    )
    wanted = utils.default_process(quote)
    scored = []
    for claim in candidates:
        said = utils.default_process(claim.statement)
        score = fuzz.token_set_ratio(wanted, said)
        if score >= ALIKE and len(set(wanted.split()) & set(said.split())) >= SHARED:
            scored.append((-score, -claim.pk, claim))
    return [claim for _, _, claim in sorted(scored)[:OFFERED]]

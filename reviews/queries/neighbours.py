"""Claims beside a claim: what it could be merged with, and what contradicts it."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from reviews.core.spans import Span, contains
from reviews.models import Claim, Contradiction
from reviews.queries.claims import with_passages
from reviews.queries.visible import claims_for


def merge_offers(claim: Claim) -> list[Claim]:
    """Return the claims that lie within this one's passage, or it in theirs, in the same sentence."""
    if claim.start is None:
        return []
    here = Span(claim.start, claim.end)
    sentences = [(s["start"], s["end"]) for s in claim.revision.sentences]
    touching = Claim.objects.filter(revision=claim.revision_id, start__lt=claim.end, end__gt=claim.start).exclude(
        pk=claim.pk
    )
    linked = set(linked_with(claim))
    return [
        other
        for other in with_passages(touching).order_by("start", "pk")
        if other.pk not in linked and _one_within(here, Span(other.start, other.end), sentences)
    ]


def _one_within(a: Span, b: Span, sentences: Iterable[tuple[int, int]]) -> bool:
    """Whether one of two passages lies within the other, and both within one sentence."""
    if not (contains(a, b) or contains(b, a)):
        return False
    start, end = min(a.start, b.start), max(a.end, b.end)
    return any(first <= start and end <= last for first, last in sentences)


def linked_with(claim: Claim) -> list[int]:
    """Return the numbers of the claims that are linked as contradicting this one."""
    pairs = Contradiction.objects.filter(Q(one=claim) | Q(other=claim)).values_list("one", "other")
    return sorted({pk for pair in pairs for pk in pair} - {claim.pk})


@dataclass(frozen=True, slots=True)
class Contradicting:
    """Claims that contradict a claim: those that the person may see, and how many they may not."""

    seen: list[Claim]
    hidden: int


def contradicting(claim: Claim, person: object) -> Contradicting:
    """Return the claims that are linked as contradicting this one."""
    linked = linked_with(claim)
    seen = list(with_article(claims_for(person).filter(pk__in=linked)).order_by("pk"))
    return Contradicting(seen, len(linked) - len(seen))


def with_article(claims: QuerySet[Claim]) -> QuerySet[Claim]:
    """Return claims with what a line about them says."""
    return with_passages(claims).select_related("round__article__publication", "round__article__story", "round__team")


def in_the_story(claim: Claim, person: object) -> list[Claim]:
    """Return the other claims of the article and its story that a person may see: what could contradict this one."""
    article = claim.round.article
    among = Q(revision=claim.revision_id)
    if article.story_id:
        among |= Q(round__article__story=article.story_id)
    claims = with_article(claims_for(person).filter(among).exclude(pk=claim.pk).exclude(pk__in=linked_with(claim)))
    current = [c for c in claims if c.revision_id == c.round.article.current_id]
    return sorted(current, key=lambda c: (c.round.article_id != article.pk, c.round.article_id, c.start or 0, c.pk))


def places_of(claim: Claim, words: str) -> list[tuple[int, int]]:
    """Return where else the text has these words exactly, beside the places that the claim has already."""
    text, taken = claim.revision.text, claim.places
    found = []
    start = text.find(words) if words else -1
    while start >= 0:
        end = start + len(words)
        if not any(start < there_end and there_start < end for there_start, there_end in taken):
            found.append((start, end))
        start = text.find(words, end)
    return found

"""The same claim elsewhere: similar passages in all articles, with what the desk found of them, and linked claims."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Prefetch, Q, QuerySet

from articles.models import Article
from articles.queries.similar import Passage, similar_passages
from reviews.core.verdicts import OutcomeKind
from reviews.models import Claim, ClaimLink, Ruling
from reviews.queries.visible import annotations_for, articles_for, claims_for, evidence_shown

#: Passages that a claim's page shows, and code points of each.
SHOWN = 6
#: A claim of fewer words is looked for with the sentence around it.
_FEW_WORDS = 4
#: Claims offered for a passage in the workspace.
OFFERED = 5


@dataclass(frozen=True, slots=True)
class Found:
    """A claim on a similar passage: when it was decided (None: not yet), and how many sources say what of it."""

    claim: Claim
    decided: datetime | None
    supports: int
    refutes: int


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A similar passage: its article, its words, and the claims on it that the person may see."""

    article: Article
    passage: Passage
    claims: list[Found]


@dataclass(frozen=True, slots=True)
class Linked:
    """A claim that was linked with another: how, what it comes to, and what is to be noticed since."""

    link: ClaimLink
    found: Found
    notices: list[str]


@dataclass(frozen=True, slots=True)
class OtherPlaces:
    """What is elsewhere for a claim. `hidden` are linked claims that the person cannot see now."""

    linked: list[Linked]
    hidden: int
    unrelated: int
    passages: list[Elsewhere]


def other_places(person: object, claim: Claim) -> OtherPlaces:
    """Return the claims linked with a claim, and similar passages in the articles that the person may see."""
    links = {_other_in(link, claim): link for link in links_of(claim)}
    alike = [pk for pk, link in links.items() if link.kind != ClaimLink.Kind.UNRELATED]
    seen = {found.claim.pk: found for found in _found(person, claims_for(person).filter(pk__in=alike))}
    linked = [Linked(links[pk], found, _notices(claim, links[pk], found.claim)) for pk, found in sorted(seen.items())]
    passages = passages_like(person, _words_of(claim), claim.round.article)
    shown = [
        Elsewhere(one.article, one.passage, [found for found in one.claims if found.claim.pk not in links])
        for one in passages
        # A passage whose every claim somebody has spoken of already is not offered again.
        if not one.claims or any(found.claim.pk not in links for found in one.claims)
    ]
    return OtherPlaces(linked, len(alike) - len(seen), len(links) - len(alike), shown[:SHOWN])


def articles_told_of(places: OtherPlaces) -> set[int]:
    """Return the numbers of the articles of which this tells what reviewers found."""
    found = [linked.found for linked in places.linked] + [found for one in places.passages for found in one.claims]
    return {one.claim.round.article_id for one in found}


def links_of(claim: Claim) -> QuerySet[ClaimLink]:
    """Return what was said of a claim and others."""
    return ClaimLink.objects.filter(Q(one=claim) | Q(other=claim)).select_related("made_by").order_by("pk")


def passages_like(person: object, words: str, article: Article) -> list[Elsewhere]:
    """Return passages of other articles like some words of this one, with the claims on them, the likest first."""
    passages = similar_passages(
        words, article.language, among=articles_for(person), apart_from=article, at_most=2 * SHOWN
    )
    if not passages:
        return []
    revisions = {passage.revision for passage in passages}
    articles = {a.current_id: a for a in Article.objects.filter(current__in=revisions).select_related("publication")}
    on = defaultdict(list)
    for found in _found(person, claims_for(person).filter(revision__in=revisions, start__isnull=False)):
        on[found.claim.revision_id].append(found)
    return [Elsewhere(articles[one.revision], one, _on(one, on[one.revision])) for one in passages]


def seen_before(person: object, article: Article, quote: str) -> list[Claim]:
    """Return claims settled or ruled on in other articles that say much the same, the likest first.

    Only what the person may see with its votes: nobody learns of a review that they are blind to.
    """
    decided = {OutcomeKind.SETTLED, OutcomeKind.RULED}
    claims = [
        found.claim
        for one in passages_like(person, quote, article)
        for found in one.claims
        if found.claim.outcome in decided and found.claim.stands_as
    ]
    return list(dict.fromkeys(claims))[:OFFERED]


def _on(passage: Passage, claims: Iterable[Found]) -> list[Found]:
    """Return those of an article's claims that lie on a passage."""
    return [f for f in claims if any(s < passage.end and passage.start < e for s, e in f.claim.places)]


def _found(person: object, claims: QuerySet[Claim]) -> list[Found]:
    """Return claims with when they were decided and what their sources say."""
    marks = annotations_for(person).only("claim", "verdict", "reason")
    evidence = evidence_shown().select_related("source").only("annotation", "stance", "source__kind")
    claims = (
        claims.select_related("round__article__publication", "round__team")
        .defer("explanation")
        .prefetch_related(
            "occurrences",
            Prefetch("annotations", marks.prefetch_related(Prefetch("evidence", evidence))),
            Prefetch("rulings", Ruling.objects.filter(replaced_at=None)),
        )
        .order_by("start", "pk")
    )
    return [_with_evidence(claim) for claim in claims]


def _with_evidence(claim: Claim) -> Found:
    stances = {(e.source_id, e.stance) for mark in claim.annotations.all() for e in mark.evidence.all()}
    said = [stance for _, stance in stances]
    ruling = next(iter(claim.rulings.all()), None)
    is_open = claim.outcome == OutcomeKind.OPEN
    decided = ruling.at if ruling else None if is_open else claim.round.closed_at
    return Found(claim, decided, said.count("supports"), said.count("refutes"))


def _words_of(claim: Claim) -> str:
    """Return the words by which a claim is looked for: its passage, a short one with its sentence."""
    if claim.start is None:
        return claim.statement
    text = claim.revision.text
    words = text[claim.start : claim.end]
    if len(words.split()) >= _FEW_WORDS:
        return words
    around = _sentence_around(claim.revision.sentences, claim.start, claim.end)
    return text[slice(*around)] if around else words


def _sentence_around(sentences: Sequence[dict], start: int, end: int) -> tuple[int, int] | None:
    return next(((s["start"], s["end"]) for s in sentences if s["start"] <= start and end <= s["end"]), None)


def _other_in(link: ClaimLink, claim: Claim) -> int:
    return link.other_id if link.one_id == claim.pk else link.one_id


def _notices(claim: Claim, link: ClaimLink, other: Claim) -> list[str]:
    """Return what has changed since two claims were linked, and where they stand differently."""
    stood = link.other_stood if link.one_id == claim.pk else link.one_stood
    now = other.stands_as or other.outcome
    notices = []
    if other.revision_id != other.round.article.current_id:
        notices.append("Stale: its article has a newer text, of which this was not said.")
    if now != stood:
        ruled = "it was ruled" if other.outcome == OutcomeKind.RULED else "it is"
        notices.append(f"When they were linked it was {stood}; now {ruled} {other.stands_as or 'no finding'}.")
    if link.kind == ClaimLink.Kind.SAME and claim.stands_as and other.stands_as not in {"", claim.stands_as}:
        notices.append(f"The same claim stands as {claim.stands_as} here and as {other.stands_as} there.")
    return notices

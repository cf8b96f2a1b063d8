"""A conflict between articles of a story, raised as a claim in each of them at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import combinations

from django.db import transaction
from django.db.models import F, Q

from articles.models import Article
from reviews.actions.contradict import contradict
from reviews.actions.editing import lock_rounds, log_claim
from reviews.actions.errors import Refused
from reviews.actions.put_beside import put_beside
from reviews.actions.raise_claim import raise_claim
from reviews.models import Claim
from reviews.queries.excerpts import in_context
from reviews.queries.neighbours import linked_with
from reviews.queries.stories import Cell, Row, places_in


@dataclass(frozen=True, slots=True)
class Passage:
    """What an article says on one side of a conflict: the words to raise, and the sentence that they stand in.

    `said` are the words that the other side has otherwise.
    """

    article: Article
    side: int
    span: tuple[int, int]
    sentence: tuple[int, int]
    said: tuple[int, int]

    @property
    def text(self) -> str:
        """The words to raise."""
        return self.article.current.text[slice(*self.span)]

    @property
    def says(self) -> str:
        """The sentence, which stands as context beside the others' claims."""
        return self.article.current.text[slice(*self.sentence)]


@transaction.atomic
def raise_conflict(*, passages: Sequence[Passage], by: object, now: datetime) -> list[Claim]:
    """Raise a claim in each article, link those of different sides as contradicting, and put the others beside each.

    A claim that is there on the words that differ is taken instead of a new one. All or nothing: raises what
    `raise_claim` and `contradict` raise, and Refused where there are not two sides.
    """
    if len({passage.side for passage in passages}) < 2:
        raise Refused("Choose articles that say different things.")
    if len({passage.article.pk for passage in passages}) < len(passages):
        raise Refused("Choose one passage of each article.")
    lock_rounds(*{passage.article.pk for passage in passages})
    ordered = sorted(passages, key=lambda passage: passage.article.pk)
    raised = [(passage, _claim(passage, by, now)) for passage in ordered]
    for (one, claim), (other, against) in combinations(raised, 2):
        if one.side != other.side and against.pk not in linked_with(claim):
            claim.refresh_from_db()
            against.refresh_from_db()
            versions = {"version": claim.version, "other_version": against.version}
            contradict(claim=claim, other=against, by=by, now=now, **versions)
    for passage, claim in raised:
        for other, _ in raised:
            if other.side != passage.side:
                put_beside(claim, other.article, other.says, by=by, now=now)
        others = [other.article.pk for other, _ in raised if other.side != passage.side]
        log_claim(claim, kind="claim.context", by=by, now=now, payload={"articles": others})
    return [claim for _, claim in raised]


def passage_in(row: Row, cell: Cell) -> Passage:
    """Return the passage of an article that is marked or raised: of its first sentence that says it."""
    places = places_in(row, cell.article.pk)
    sentence = places[0].sentence
    excerpt = in_context(cell.article.current.text, places[:1], row.topic.places)[0]
    return Passage(cell.article, cell.side, excerpt.passage, sentence, (places[0].start, places[0].end))


def claim_there(passage: Passage) -> Claim | None:
    """Return the claim that is there on the words that differ, within their sentence; of several the closest."""
    over = Q(start__lte=passage.said[0], end__gte=passage.said[1])
    within = Q(start__gte=passage.sentence[0], end__lte=passage.sentence[1])
    claims = Claim.objects.filter(over & within, revision=passage.article.current_id)
    return (
        claims.select_related("round__article", "round__team", "revision").order_by(F("end") - F("start"), "pk").first()
    )


def _claim(passage: Passage, by: object, now: datetime) -> Claim:
    return claim_there(passage) or raise_claim(
        article=passage.article,
        revision=passage.article.current_id,
        span=passage.span,
        quote=passage.text,
        by=by,
        now=now,
    )

"""What claims come to: by their votes and rulings, the policy of their round, and the claims that contradict them."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence

from django.db.models import F, Q

from articles.models import Article
from reviews.core.consensus import Counts, Outcome, outcome
from reviews.core.contradictions import contradicted
from reviews.core.policy import Policy
from reviews.core.verdicts import OutcomeKind, Verdict
from reviews.models import Claim, Contradiction, Round
from reviews.queries.votes import rulings_on, votes_on

Numbers = Callable[[Round], Policy]


def numbers_in_force(round_: Round) -> Policy:
    """Return the numbers that a round's claims are judged by."""
    return round_.judged_by.numbers()


def outcomes_of(
    claims: Sequence[Claim], article: Article, *, numbers: Numbers = numbers_in_force
) -> dict[int, Outcome]:
    """Return what each of an article's claims comes to. `claims` come with their rounds.

    Claims that contradict them, of this article or another, are judged beside them by their own votes and rounds.
    """
    found = _by_votes(claims, article, numbers)
    pairs = links_of(claims)
    others = {pk for pair in pairs for pk in pair} - set(found)
    if others:
        found |= _of_others(others, numbers)
    judged = contradicted(found, pairs)
    return {claim.pk: judged[claim.pk] for claim in claims}


def links_of(claims: Iterable[Claim]) -> list[tuple[int, int]]:
    """Return the pairs of contradicting claims of which at least one is among these: both must count now.

    A claim on a former revision of its article contradicts nothing any more.
    """
    among = [claim.pk for claim in claims]
    pairs = Contradiction.objects.filter(Q(one__in=among) | Q(other__in=among))
    for side in ("one", "other"):
        pairs = pairs.filter(
            **{
                f"{side}__merged_into": None,
                f"{side}__withdrawn_at": None,
                f"{side}__revision": F(f"{side}__revision__article__current"),
            }
        )
    return list(pairs.order_by("one", "other").values_list("one", "other"))


def _of_others(pks: Iterable[int], numbers: Numbers) -> dict[int, Outcome]:
    """Return what claims come to by their own votes alone, whatever article they are of."""
    by_article: dict[Article, list[Claim]] = defaultdict(list)
    claims = Claim.objects.filter(pk__in=pks).select_related(
        "round__policy", "round__recomputed_under", "round__article"
    )
    for claim in claims:
        by_article[claim.round.article].append(claim)
    found: dict[int, Outcome] = {}
    for article, theirs in by_article.items():
        found |= _by_votes(theirs, article, numbers)
    return found


def _by_votes(claims: Sequence[Claim], article: Article, numbers: Numbers) -> dict[int, Outcome]:
    """Return what each claim comes to under the policy of the round that formed it, contradictions left aside."""
    votes = votes_on(claims, article_id=article.pk, story_id=article.story_id)
    rulings = rulings_on(claims)
    policies = {round_.pk: numbers(round_) for round_ in {claim.round for claim in claims}}
    return {
        claim.pk: outcome(
            votes.get(claim.pk, []),
            policies[claim.round_id],
            is_open=claim.round.is_open,
            ruling=rulings.get(claim.pk),
        )
        for claim in claims
    }


def stored_outcome(claim: Claim) -> Outcome:
    """Return a claim's outcome as its columns keep it, as far as a status and its explanation need it."""
    counts = Counts(claim.verified, claim.disputed, claim.fabricated, claim.undetermined)
    verdict = Verdict(claim.stands_as) if claim.stands_as else None
    backing = 0
    if claim.outcome == OutcomeKind.SETTLED:
        charged = counts.fabricated if verdict == Verdict.DISPUTED else 0
        backing = getattr(counts, verdict) + charged
    return Outcome(OutcomeKind(claim.outcome), verdict, counts, claim.explanation, backing=backing)

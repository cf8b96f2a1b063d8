"""Reviewers' records: how their first votes agree with what claims came to. Never shown beside a claim, never used."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.auth import get_user_model
from django.db.models import QuerySet

from reviews.core.reliability import DawidSkene, dawid_skene, wilson_interval
from reviews.core.verdicts import VOTES, Verdict
from reviews.models import Claim
from reviews.queries.agreement import TOO_FEW, Figure, FirstAnswer, first_answers, too_few

#: Steps of the estimate for a page: votes that decide nothing even then are shown as far as they have come.
STEPS_AT_MOST = 500


@dataclass(frozen=True, slots=True)
class Row:
    """Of the claims that stand as a verdict, how many a reviewer had called so first; and the confusion beside it.

    `given` counts what they said of these claims. `estimated` is Dawid and Skene's estimate of how often they give each
    verdict where this one is true, judged by all votes together without regard to what claims came to; None where it
    says nothing.
    """

    verdict: str
    agreement: Figure
    given: dict[str, int]
    estimated: dict[str, float] | None


@dataclass(frozen=True, slots=True)
class Record:
    """One reviewer's record."""

    person: object
    claims: int
    overall: Figure
    rows: list[Row]


def everybody() -> QuerySet:
    """Return all who are or were on the desk, by name."""
    return get_user_model().objects.order_by("name", "pk")


def records(people: Iterable[int] | None = None) -> list[Record]:
    """Return the records of these people (None: all who ever voted), by name."""
    answers = first_answers()
    stands = dict(Claim.objects.exclude(stands_as="").values_list("pk", "stands_as"))
    estimate = dawid_skene(
        ((a.claim, a.reviewer, a.verdict) for a in sorted(answers, key=lambda a: (a.claim, a.reviewer))),
        iterations=STEPS_AT_MOST,
    )
    by_reviewer: dict[int, list[FirstAnswer]] = defaultdict(list)
    for answer in answers:
        by_reviewer[answer.reviewer].append(answer)
    wanted = by_reviewer.keys() if people is None else set(people)
    return [_record(person, by_reviewer[person.pk], stands, estimate) for person in everybody().filter(pk__in=wanted)]


def _record(person: object, answers: list[FirstAnswer], stands: dict[int, str], estimate: DawidSkene) -> Record:
    """Return one reviewer's record from their first votes."""
    decided = [(stands[a.claim], a.verdict) for a in answers if a.claim in stands]
    confusion = estimate.confusion.get(person.pk, {})
    rows = []
    for verdict in VOTES:
        given = [said for true, said in decided if true == verdict]
        rows.append(
            Row(
                verdict.value,
                _share(sum(said == verdict for said in given), len(given)),
                {vote.value: given.count(vote) for vote in VOTES},
                _estimated(confusion, verdict, len(answers)),
            )
        )
    return Record(person, len(answers), _share(sum(true == said for true, said in decided), len(decided)), rows)


def _share(agreeing: int, n: int) -> Figure:
    """Return a share with Wilson's interval; too few claims make none."""
    if n < TOO_FEW:
        return too_few(n)
    low, high = wilson_interval(agreeing, n)
    return Figure(agreeing / n, low, high, n)


def _estimated(confusion: dict, verdict: Verdict, n: int) -> dict[str, float] | None:
    """Return a row of the confusion matrix, if there are votes enough to say so."""
    row = confusion.get(verdict.value)
    if row is None or n < TOO_FEW:
        return None
    return {vote.value: row.get(vote.value, 0.0) for vote in VOTES}

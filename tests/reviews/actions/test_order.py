"""Who marks and submits first never matters: the claims, their outcomes and the standing are the same."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reviews.models import Claim, Standing
from reviews.queries.claims import claims_owed_by
from tests.factories import CAFE, COST, FERRY, OPENED, TOLL, Desk, again, answer, hand_in, mark, wave_through

pytestmark = pytest.mark.django_db

PASSAGES = [COST, "and cost 12 million euros", OPENED, f"{OPENED} and {COST}", TOLL, FERRY, CAFE, None]
VERDICTS = ["verified", "disputed", "fabricated", "undetermined"]
BEARINGS = ["central", "incidental"]

marks = st.tuples(st.sampled_from(PASSAGES), st.sampled_from(VERDICTS), st.sampled_from(BEARINGS))
reviews = st.lists(st.lists(marks, min_size=1, max_size=3), min_size=3, max_size=3)
orders = st.permutations(range(3))


@settings(max_examples=8, deadline=None)
@given(reviews, orders, orders)
def test_the_order_of_reviews_never_matters(plan, marking, submitting):
    assert played(plan, marking, submitting) == played(plan, range(3), range(3))


def played(plan, marking, submitting) -> tuple:
    """Play three reviews in some order, and return what they come to, without numbers of rows."""
    desk = Desk(reviewers=3)
    for number in marking:
        for quote, verdict, bearing in plan[number]:
            mark(desk.assignments[number], quote, verdict, bearing=bearing)
        wave_through(desk.assignments[number], number % 2)
    hand_in(*(desk.assignments[number] for number in submitting))
    at_reveal = claims_of(desk)
    for number, assignment in enumerate(desk.assignments):
        for claim in list(claims_owed_by(again(assignment))):
            answer(assignment, claim, VERDICTS[(number + len(claim.statement)) % 4])
    standing = Standing.objects.filter(article=desk.article).values().get()
    for field in ("article_id", "team_id"):
        standing.pop(field)
    return at_reveal, claims_of(desk), standing


def claims_of(desk: Desk) -> list[tuple]:
    """Return the claims with what was said of them and by which reviewer, sorted by content."""
    return sorted(
        (
            claim.statement,
            claim.bearing,
            claim.outcome,
            claim.stands_as,
            claim.explanation,
            sorted((mark.assignment.reviewer.name, mark.verdict) for mark in claim.annotations.all()),
            sorted((response.assignment.reviewer.name, response.answer) for response in claim.responses.all()),
        )
        for claim in Claim.objects.filter(revision=desk.article.current)
    )

"""What is stored of an article is always what its votes and rulings come to, whatever happens and in whatever order."""

from collections import Counter

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from editorial.record import log
from reviews.actions.settle import settle
from reviews.models import Claim, Standing
from reviews.queries.settlement import CLAIM_FIELDS, STANDING_FIELDS, differences
from tests.factories import CAFE, COST, FERRY, NOW, OPENED, TOLL, Desk, finished
from tests.reviews.actions.walk import Walk

pytestmark = pytest.mark.django_db

STEPS = 50
happened: Counter[str] = Counter()


@settings(max_examples=8, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(seed=st.integers(0, 2**32))
def test_what_is_stored_is_what_a_rebuild_finds_after_every_step(seed):
    with transaction.atomic():
        walk = Walk(seed)
        for _ in range(STEPS):
            walk.step()
            for desk in walk.desks:
                assert differences(desk.article) == [], walk.done
        assert list(log.verify()) == []
        happened.update(walk.done)
        transaction.set_rollback(True)


def test_the_walks_went_everywhere():
    """The property above would hold of walks that are always refused; these were not."""
    for seed in range(3):
        with transaction.atomic():
            walk = Walk(seed)
            for _ in range(STEPS * 5):
                walk.step()
            happened.update(walk.done)
            transaction.set_rollback(True)
    deeds = {step.__name__ for step in Walk(0).steps}
    assert deeds - happened.keys() == set()


def stored(article) -> tuple:
    claims = list(Claim.objects.filter(revision__article=article).order_by("pk").values_list("pk", *CLAIM_FIELDS))
    return claims, Standing.objects.values_list(*STANDING_FIELDS).get(article=article)


def test_settling_again_changes_nothing():
    desk = Desk()
    finished(desk, (COST, "verified", "disputed"), (FERRY, "verified", "verified"))
    before = stored(desk.article), list(Claim.objects.order_by("pk").values_list("version", flat=True))
    settle(article=desk.article, now=NOW)
    settle(article=desk.article, now=NOW, changed=Claim.objects.all())
    assert (stored(desk.article), list(Claim.objects.order_by("pk").values_list("version", flat=True))) == before


def test_a_wrong_column_is_found_and_mended_by_settling():
    desk = Desk()
    finished(desk, (COST, "verified", "disputed"), (FERRY, "verified", "verified"))
    before = stored(desk.article)
    Claim.objects.update(outcome="short", verified=7)
    Standing.objects.update(status="verified", claims=0)
    assert {difference.field for difference in differences(desk.article)} == {"outcome", "verified", "status", "claims"}
    settle(article=desk.article, now=NOW)
    assert stored(desk.article) == before


def test_the_number_of_queries_does_not_grow_with_the_claims():
    few, many = Desk(), Desk()
    finished(few, (COST, "verified", "disputed"))
    finished(many, *((quote, "verified", "disputed") for quote in (OPENED, COST, TOLL, FERRY, CAFE)))
    for desk in (few, many):
        claim = Claim.objects.filter(revision__article=desk.article).first()
        with CaptureQueriesContext(connection) as one:
            settle(article=desk.article, now=NOW, changed=[claim])
        with CaptureQueriesContext(connection) as every:
            settle(article=desk.article, now=NOW)
        desk.queries = len(one), len(every)
    assert few.queries == many.queries

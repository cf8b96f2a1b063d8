"""The queue of rulings: most divided, then most severe, then oldest; and the place of a claim in it."""

from datetime import timedelta

import pytest

from articles.models import Revision
from reviews.core.verdicts import OutcomeKind
from reviews.models import Claim
from reviews.queries.rulings import place_in_queue, queue
from tests.factories import COST, FERRY, NOW, Desk, finished

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk():
    desk = Desk()
    finished(desk, (COST, "verified", "disputed"), (FERRY, "verified", "verified"))
    Claim.objects.all().delete()
    return desk


def waiting(desk, name, *, votes, days=1, bearing="central", outcome=OutcomeKind.SPLIT):
    """Make a claim with so many votes for verified, disputed and fabricated, so many days old."""
    verified, disputed, fabricated = votes
    return Claim.objects.create(
        round=desk.round,
        revision=desk.article.current,
        statement=name,
        verified=verified,
        disputed=disputed,
        fabricated=fabricated,
        bearing=bearing,
        outcome=outcome,
        made_at=NOW - timedelta(days=days),
    )


def names(person, needs="ruling"):
    return [claim.statement for claim in queue(person, needs)]


def test_the_most_divided_first_then_the_most_severe_then_the_oldest(desk):
    waiting(desk, "agreed but without evidence", votes=(0, 0, 3), days=90)
    waiting(desk, "a third says otherwise, oldest", votes=(0, 1, 2), days=80)
    waiting(desk, "half and half, disputed, newer", votes=(1, 1, 0), days=2)
    waiting(desk, "half and half, disputed, older", votes=(1, 1, 0), days=3)
    waiting(desk, "half and half, fabricated", votes=(1, 0, 1))
    waiting(desk, "half and half, disputed, incidental", votes=(1, 1, 0), days=60, bearing="incidental")
    waiting(desk, "three ways", votes=(1, 1, 1))
    assert names(desk.editor) == [
        "three ways",
        "half and half, fabricated",
        "half and half, disputed, older",
        "half and half, disputed, newer",
        "half and half, disputed, incidental",
        "a third says otherwise, oldest",
        "agreed but without evidence",
    ]


def test_only_split_claims_wait_for_a_ruling_and_short_ones_for_a_reviewer(desk):
    waiting(desk, "split", votes=(1, 1, 0))
    waiting(desk, "short", votes=(1, 0, 0), outcome=OutcomeKind.SHORT)
    waiting(desk, "nobody yet", votes=(0, 0, 0), outcome=OutcomeKind.SHORT)
    waiting(desk, "settled", votes=(2, 0, 0), outcome=OutcomeKind.SETTLED)
    assert names(desk.editor) == ["split"]
    assert names(desk.editor, "reviewer") == ["short", "nobody yet"]
    assert names(desk.lead) == ["split"]
    assert names(desk.observer) == names(desk.spare) == []


def test_claims_on_a_former_text_wait_for_nobody(desk):
    waiting(desk, "split", votes=(1, 1, 0))
    desk.article.current = Revision.objects.create(
        article=desk.article,
        number=2,
        text="Other words.",
        length=12,
        sha256="0" * 64,
        origin="anew",
        blocks=[],
        sentences=[],
    )
    desk.article.save(update_fields=["current"])
    assert names(desk.editor) == []


def test_a_place_says_what_is_next(desk):
    first = waiting(desk, "first", votes=(1, 1, 1))
    second = waiting(desk, "second", votes=(1, 1, 0))
    settled = waiting(desk, "settled", votes=(2, 0, 0), outcome=OutcomeKind.SETTLED)
    assert place_in_queue(desk.editor, "ruling", first.pk).next == second.pk
    place = place_in_queue(desk.editor, "ruling", second.pk)
    assert (place.number, place.total, place.next) == (2, 2, None)
    assert place_in_queue(desk.editor, "ruling", settled.pk).next == first.pk

"""What a respondent sees of others' sources: what and where, and nothing that is half a verdict."""

import pytest

from reviews.core.verdicts import Stance
from reviews.models import Source
from tests.factories import OPENED, Desk, hand_in, mark, show
from tests.reviews.views.pages import page, words

pytestmark = pytest.mark.django_db


def test_that_a_search_found_nothing_is_not_told_before_one_has_answered(client):
    desk = Desk()
    found = mark(desk.first, OPENED, "fabricated")
    show(found, Stance.REFUTES, kind=Source.Kind.SEARCH, title="opening of the bridge", url="", found_nothing=True)
    mark(desk.second, None, "verified")
    hand_in(*desk.assignments)

    told = words(page(client, desk.reviewers[1], f"/articles/{desk.article.pk}/respond/"))

    assert "opening of the bridge" in told
    assert "found nothing" not in told

"""Having seen marks is noted once."""

from datetime import timedelta

import pytest

from reviews.actions.sight import note_sighting
from reviews.models import Sighting
from tests.factories import NOW, make_article, make_person

pytestmark = pytest.mark.django_db


def test_the_first_sight_is_noted_and_repeats_change_nothing(django_assert_num_queries):
    article, person = make_article(), make_person()
    note_sighting(article=article, person=person, now=NOW)
    with django_assert_num_queries(1):
        note_sighting(article=article, person=person, now=NOW + timedelta(days=1))
    assert Sighting.objects.get().at == NOW

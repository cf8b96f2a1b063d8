"""What keeps a person from reviewing an article: conflicts, their own byline, absence, language."""

from datetime import date

import pytest

from articles.actions import create_story
from reviews.core.bylines import key_of
from reviews.models import Absence, Conflict, Profile
from reviews.models.profile import DEFAULT_CAPACITY
from reviews.queries.people import obstacle, profiles
from tests.factories import NOW, make_article, make_person

pytestmark = pytest.mark.django_db

DAY = date(2026, 3, 2)


@pytest.fixture
def asha():
    return make_person("Asha Raman")


@pytest.fixture
def article():
    made = make_article(story=create_story(title="The bridge", by=None, right="system", now=NOW))
    made.byline = "Maria Lopez and Tom Berg"
    made.save(update_fields=["byline"])
    return made


def test_who_has_said_nothing_may_review_anything(asha, article):
    assert obstacle(asha, article, DAY) is None
    profile = profiles([asha])[asha.pk]
    assert profile.capacity_hours == DEFAULT_CAPACITY
    assert profile.reads("es")


def test_their_own_byline(asha, article):
    article.byline = "by asha raman"
    assert obstacle(asha, article, DAY) == "Asha Raman is named in the byline."


@pytest.mark.parametrize(
    ("subject", "sentence"),
    [
        ("publication", "Asha Raman has a conflict of interest with The Gazette."),
        ("story", "Asha Raman has a conflict of interest with this story."),
        ("byline", "Asha Raman has a conflict of interest with Tom Berg."),
    ],
)
def test_conflicts(asha, article, subject, sentence):
    with_what = {"publication": article.publication, "story": article.story, "byline": "Tom Berg"}[subject]
    key = {"byline_key": key_of(with_what)} if subject == "byline" else {}
    conflict = Conflict.objects.create(person=asha, **{subject: with_what}, **key)
    assert obstacle(asha, article, DAY) == sentence
    assert obstacle(make_person(), article, DAY) is None
    conflict.delete()
    assert obstacle(asha, article, DAY) is None


@pytest.mark.parametrize(
    ("first", "last", "away"),
    [(1, 3, True), (2, 2, True), (3, 9, False), (1, 1, False)],
)
def test_absence(asha, article, first, last, away):
    Absence.objects.create(person=asha, first=date(2026, 3, first), last=date(2026, 3, last))
    found = obstacle(asha, article, DAY)
    assert found == (f"Asha Raman is away until {last} March 2026." if away else None)
    assert profiles([asha])[asha.pk].is_away(DAY) is away


@pytest.mark.parametrize(
    ("reads", "language", "hindered"),
    [(["es"], "en", True), (["es", "en"], "en", False), (["en"], "en-GB", False), (["es"], "", False)],
)
def test_language(asha, article, reads, language, hindered):
    Profile.objects.create(person=asha, languages=reads)
    article.language = language
    assert (obstacle(asha, article, DAY) is not None) is hindered


def test_many_people_take_as_many_queries_as_one(asha, article, django_assert_num_queries):
    people = [asha, *(make_person() for _ in range(5))]
    for person in people:
        Profile.objects.create(person=person, capacity_hours=4)
        Absence.objects.create(person=person, first=DAY, last=DAY)
        Conflict.objects.create(person=person, publication=article.publication)
    for several in ([asha], people):
        with django_assert_num_queries(3):
            found = profiles(several)
        assert {profile.capacity_hours for profile in found.values()} == {4}
        assert len(found) == len(several)

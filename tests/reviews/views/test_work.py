"""Reviewers' work on the screen: whose one sees, and that each number opens the list of as many."""

from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.urls import reverse
from django.utils import timezone

from reviews.models import Assignment
from tests.factories import COST, FERRY, Desk, hand_in, make_person, mark
from tests.reviews.views.pages import every, page, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk():
    """Return a desk with a review to mark and late, and one with answers owed."""
    desk = Desk()
    Assignment.objects.update(due=timezone.now() - timedelta(days=1))
    other = Desk()
    mark(other.first, COST, "verified")
    mark(other.second, FERRY, "verified")
    hand_in(*other.assignments)
    Assignment.objects.filter(submitted_at__isnull=False).update(submitted_at=timezone.now())
    return desk


def test_each_number_opens_its_list(client, desk):
    tree = page(client, desk.editor, reverse("reviewers"))
    followed = 0
    for link in every(tree, "//table[~work]//td//a | //div[~figures]//a"):
        address = link.get("href")
        if not address.startswith(reverse("work")):
            continue
        text = words(link)
        number = int(text.split(" in ")[-1].split()[0]) if "review" in text and " in " in text else int(text.split()[0])
        listed = page(client, desk.editor, address)
        assert len(every(listed, "//table[~work]/tbody/tr")) == number, (text, address)
        assert urlsplit(address).query
        followed += 1
    assert followed >= 8


@pytest.mark.parametrize(
    ("who", "seen"), [("lead", 3), ("reviewer", 1), ("observer", 1), ("stranger", 1), ("moderator", 1)]
)
def test_everybody_sees_whose_work_is_theirs_to_see(client, desk, who, seen):
    people = {"lead": desk.lead, "reviewer": desk.reviewers[0], "observer": desk.observer}
    person = people.get(who) or make_person(role="moderator" if who == "moderator" else "member")
    tree = page(client, person, reverse("reviewers"))
    rows = {words(one) for one in every(tree, "//table[~work]/tbody/tr/th")}
    assert str(person) in rows
    assert len(rows) == (4 if who == "lead" else seen)


def test_the_work_of_one_team_and_of_one_person(client, desk):
    tree = page(client, desk.editor, f"{reverse('reviewers')}?team={desk.team.pk}&weeks=4")
    assert len(every(tree, "//table[~work]/tbody/tr")) == 4
    tree = page(client, desk.editor, f"{reverse('reviewers')}?person={desk.reviewers[0].pk}")
    assert len(every(tree, "//table[~work]/tbody/tr")) == 1


@pytest.mark.parametrize("query", ["?team=x", "?weeks=7", "?what=nonsense", "?person=99999"])
def test_nonsense_in_the_address_is_left_out(client, desk, query):
    page(client, desk.editor, reverse("reviewers") + query)
    page(client, desk.editor, reverse("work") + query)


@pytest.mark.parametrize("name", ["reviewers", "work"])
def test_as_many_queries_for_many_as_for_few(client, desk, name, django_assert_max_num_queries):
    client.force_login(desk.editor)
    address = reverse(name)
    client.get(address)
    with django_assert_max_num_queries(40) as few:
        client.get(address)
    Desk(reviewers=4)
    with django_assert_max_num_queries(len(few.captured_queries)):
        client.get(address)

"""Policies: seen by all, changed by admins, previewed before they are set, applied to the past only when asked to."""

import re

import pytest
from django.urls import reverse

from editorial.record import log
from editorial.record.models import Event
from reviews.actions.errors import NotAllowed
from reviews.actions.recompute import recompute
from reviews.models import Claim, Policy, Round, Standing
from reviews.queries.policies import is_outdated, outdated_rounds
from reviews.queries.settlement import differences
from tests.factories import CAFE, COST, FERRY, NOW, Desk, finished, make_person

pytestmark = pytest.mark.django_db
NUMBERS = {
    "wanted": 2,
    "quorum": 2,
    "majority_of": 2,
    "majority_in": 3,
    "fabricated_minimum": 2,
    "coverage_floor_percent": 60,
    "team": "",
    "reason_for": ["disputed"],
    "rationale_for": [],
    "evidence_for": ["verified", "disputed", "fabricated"],
}


@pytest.fixture
def admin(client):
    person = make_person("Kenji the admin", role="admin")
    client.force_login(person)
    client.person = person
    return client


@pytest.fixture
def desk():
    """A claim of two votes for fabricated, one settled as verified."""
    desk = Desk()
    finished(desk, (COST, "fabricated", "fabricated"), (FERRY, "verified", "verified"), (CAFE, "verified", "verified"))
    return desk


def propose(client, *, put=False, **changes):
    preview = client.post(reverse("propose-policy"), NUMBERS | changes)
    if not put or preview.status_code != 200:
        return preview
    return client.post(reverse("propose-policy"), NUMBERS | changes | {"set": "1", "seen": preview.context["seen"]})


def status(desk) -> str:
    return Standing.objects.get(article=desk.article).status


def test_everybody_sees_the_numbers_and_only_admins_the_way_to_change_them(client, desk, admin):
    shown = admin.get(reverse("policy")).content.decode()
    assert "quorum 2, majority 2/3, 2 votes for fabricated, coverage floor 60 %" in shown
    assert "Propose new numbers" in shown
    client.force_login(desk.reviewers[0])
    assert "Propose new numbers" not in client.get(reverse("policy")).content.decode()
    for method, name in (("get", "propose-policy"), ("post", "propose-policy"), ("post", "recompute")):
        assert getattr(client, method)(reverse(name)).status_code == 403
    assert Policy.objects.count() == 1


def test_the_preview_says_which_articles_would_change_and_changes_none(admin, desk):
    assert status(desk) == "fabricated"
    response = propose(admin, fabricated_minimum=3)
    shown = response.content.decode()
    assert response.status_code == 200
    assert "1 article would change status" in shown
    row = re.search(r"<tbody>.*?</tbody>", shown, re.DOTALL)[0]
    assert str(desk.article) in row
    assert re.search(r"Fabricated.*Disputed", row, re.DOTALL)
    assert (status(desk), Policy.objects.count()) == ("fabricated", 1)
    assert "No article would change status" in propose(admin).content.decode()


def test_numbers_that_were_changed_after_the_preview_are_previewed_first(admin, desk):
    seen = propose(admin).context["seen"]
    response = admin.post(reverse("propose-policy"), NUMBERS | {"fabricated_minimum": 3, "set": "1", "seen": seen})
    assert response.status_code == 200
    assert "1 article would change status" in response.content.decode()
    assert Policy.objects.count() == 1
    response = admin.post(
        reverse("propose-policy"), NUMBERS | {"fabricated_minimum": 3, "set": "1", "seen": response.context["seen"]}
    )
    assert response.status_code == 302
    assert Policy.objects.order_by("version").last().fabricated_minimum == 3


def test_what_was_decided_stays_and_is_marked_until_it_is_recomputed(admin, desk):
    response = propose(admin, put=True, fabricated_minimum=3)
    assert response.url == reverse("policy")
    assert [p.version for p in Policy.objects.order_by("version")] == [1, 2]
    claim = Claim.objects.get(statement=COST)
    assert (status(desk), claim.stands_as) == ("fabricated", "fabricated")
    assert "1 article was decided under another version" in admin.get(reverse("policy")).content.decode()
    for url in (reverse("claim", args=[claim.pk]), reverse("article-status", args=[desk.article.pk])):
        assert (
            "Decided under The desk, policy 1; The desk, policy 2 is in force now." in admin.get(url).content.decode()
        )

    article = reverse("article", args=[desk.article.pk])
    assert "decided under another policy" in admin.get(article).content.decode()

    assert admin.post(reverse("recompute")).url == reverse("policy")
    assert "decided under another policy" not in admin.get(article).content.decode()
    claim.refresh_from_db()
    assert (status(desk), claim.stands_as) == ("disputed", "disputed")
    assert not outdated_rounds().exists()
    assert "Decided under" not in admin.get(reverse("claim", args=[claim.pk])).content.decode()
    event = Event.objects.get(kind="round.recomputed")
    policies = list(Policy.objects.order_by("version").values_list("pk", flat=True))
    assert {key: value for key, value in event.payload.items() if key != "request"} == {
        "rounds": [{"number": 1, "before": policies[0], "after": policies[1]}],
        "before": "fabricated",
        "after": "disputed",
    }
    assert differences(desk.article) == []
    assert list(log.verify()) == []


def test_the_round_keeps_the_policy_that_it_began_under(admin, desk):
    propose(admin, put=True, fabricated_minimum=3)
    admin.post(reverse("recompute"))
    round_ = Round.objects.select_related("policy", "recomputed_under").get(article=desk.article)
    assert (round_.policy.version, round_.judged_by.version) == (1, 2)
    assert recompute(article=desk.article, by=admin.person, now=NOW) == []  # Nothing is left to do.


def test_a_teams_own_policy_changes_its_articles_alone(admin, desk):
    other = Desk()
    finished(other, (COST, "fabricated", "fabricated"), (FERRY, "verified", "verified"))
    response = propose(admin, team=other.team.pk, fabricated_minimum=3)
    assert "1 article would change status" in response.content.decode()
    propose(admin, put=True, team=other.team.pk, fabricated_minimum=3)
    assert set(outdated_rounds().values_list("article", flat=True)) == {other.article.pk}
    admin.post(reverse("recompute"))
    assert (status(desk), status(other)) == ("fabricated", "disputed")
    # The desk's next numbers leave the team to its own.
    assert "1 article would change status" in propose(admin, fabricated_minimum=3).content.decode()


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"majority_of": 3, "majority_in": 10}, "Majority: it must lie above one half"),
        ({"majority_of": 4, "majority_in": 3}, "Majority: it must lie above one half"),
        ({"majority_in": 0}, "out of at least one"),
        ({"quorum": 0}, "Quorum: at least one vote is needed"),
        ({"quorum": 3}, "Reviewers wanted: fewer than the quorum"),
        ({"fabricated_minimum": 0}, "Fabricated minimum: at least one vote"),
        ({"coverage_floor_percent": 101}, "Coverage floor: it must lie between 0 and 1"),
        ({"wanted": "many"}, "Enter a whole number"),
    ],
)
def test_numbers_that_make_no_sense_are_refused_with_a_sentence(admin, desk, changes, sentence):
    for put in (False, True):
        response = propose(admin, put=put, **changes)
        assert response.status_code == 422
        assert sentence in response.content.decode()
        assert "Constraint" not in response.content.decode()
    assert Policy.objects.count() == 1


def test_every_number_that_makes_no_sense_has_its_sentence_beside_it(admin, desk):
    wrong = propose(admin, quorum=9, majority_of=1, fabricated_minimum=0, coverage_floor_percent=300)
    shown = wrong.content.decode()
    for name, sentence in (
        ("wanted", "Reviewers wanted: fewer than the quorum"),
        ("majority_of", "Majority: it must lie above one half"),
        ("fabricated_minimum", "Fabricated minimum: at least one vote"),
        ("coverage_floor_percent", "Coverage floor: it must lie between 0 and 1"),
    ):
        assert re.search(rf'name="{name}".*?{sentence}', shown, re.DOTALL)
    assert "Constraint" not in shown
    assert propose(admin, wanted="", quorum=0).status_code == 422


def test_every_version_says_its_rules_in_words_with_its_own_numbers(client, admin, desk):
    propose(admin, put=True, wanted=4, quorum=3, coverage_floor_percent=70)
    client.force_login(desk.observer)
    shown = client.get(reverse("policy")).content.decode()
    for number, words in ((1, ("at least 2 votes", "at least 60 %")), (2, ("at least 3 votes", "at least 70 %"))):
        version = Policy.objects.get(version=number)
        section = re.search(rf'id="policy-{version.pk}".*?</section>', shown, re.DOTALL)[0]
        assert all(part in section for part in words)


def test_only_an_admin_recomputes(desk):
    with pytest.raises(NotAllowed):
        recompute(article=desk.article, by=desk.editor, now=NOW)
    assert is_outdated(Round.objects.get(article=desk.article)) is None

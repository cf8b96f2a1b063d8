"""The same claim elsewhere: shown with what was found of it, linked by people, never copied."""

import pytest
from django.urls import reverse

from articles.actions import revise
from articles.reading import read
from reviews.actions.link_claims import link_claims
from reviews.actions.rule import rule
from reviews.models import Claim, ClaimLink, Sighting
from reviews.queries.similar import other_places, seen_before
from tests.factories import COST, NOW, TEXT, Desk, claim_on, draft, finished, make_person, mark, recorded
from tests.reviews.views.pages import every, page, words

pytestmark = pytest.mark.django_db


class Two:
    """Two desks whose articles say the same; here it was disputed, there verified."""

    def __init__(self) -> None:
        self.here, self.there = Desk(), Desk()
        finished(self.here, (COST, "disputed", "disputed"))
        finished(self.there, (COST, "verified", "verified"))
        self.claim = claim_on(self.here.article, COST)
        self.other = claim_on(self.there.article, COST)
        self.editor = self.here.editor

    @property
    def address(self) -> str:
        return reverse("claim", args=[self.claim.pk])

    def link(self, kind="same", by=None):
        return link_claims(claim=self.claim, other=self.other, kind=kind, by=by or self.editor, now=NOW)

    def linked(self, person=None):
        self.claim.refresh_from_db()
        return other_places(person or self.editor, self.claim)


@pytest.fixture
def two():
    return Two()


def test_similar_passages_stand_with_verdict_date_and_evidence(client, two):
    document = page(client, two.editor, two.address)
    [passage] = every(document, "//section[@aria-labelledby='similar-title']//*[~neighbour]")
    said = words(passage)
    assert "The bridge opened on 4 May 1987 and cost 12 million euros." in said
    assert "verified" in said
    assert "settled 2 March 2026" in said
    assert "2 sources support, 0 refute" in said
    assert Sighting.objects.filter(person=two.editor, article=two.there.article).exists()
    assert [button.get("value") for button in every(passage, ".//button")] == ["same", "similar", "unrelated"]


def test_a_link_shows_each_the_others_outcome_and_copies_nothing(client, two):
    client.force_login(two.editor)
    url = reverse("claim-deed", args=[two.claim.pk, "liken"])
    before = list(Claim.objects.order_by("pk").values())
    with recorded() as kinds:
        assert client.post(url, {"other": two.other.pk, "kind": "same"}).status_code == 302
        assert client.post(url, {"other": two.other.pk, "kind": "same"}).status_code == 302
    assert kinds == ["claim.likened"] * 2
    assert list(Claim.objects.order_by("pk").values()) == before
    for claim, other in ((two.claim, "verified"), (two.other, "disputed")):
        document = page(client, two.editor, reverse("claim", args=[claim.pk]))
        [linked] = every(document, "//section[@aria-labelledby='linked-title']//*[~neighbour]")
        assert other in words(linked)
        assert "stands as" in words(every(linked, ".//*[~notice]")[0])
    history = page(client, two.editor, two.address)
    assert f"called it the same as claim {two.other.pk}" in words(every(history, "//*[@id='history']")[0])


def test_a_link_is_changed_and_taken_back(client, two):
    client.force_login(two.editor)
    two.link("similar")
    two.link("unrelated")
    assert ClaimLink.objects.get().kind == "unrelated"
    assert two.linked().linked == []
    assert two.linked().passages == []
    assert two.linked().unrelated == 1
    url = reverse("claim-deed", args=[two.claim.pk, "unliken"])
    assert client.post(url, {"other": two.other.pk}).status_code == 302
    assert client.post(url, {"other": two.other.pk}).status_code == 302
    assert not ClaimLink.objects.exists()
    assert len(two.linked().passages) == 1


def test_it_is_said_when_the_other_was_ruled_otherwise_since(two):
    two.link("similar")
    assert two.linked().linked[0].notices == []
    rule(claim=two.other, by=two.editor, verdict="fabricated", reason="No such sum is in any book.", now=NOW)
    assert two.linked().linked[0].notices == ["When they were linked it was verified; now it was ruled fabricated."]


def test_it_is_said_when_the_other_has_gone_stale(two):
    two.link("similar")
    article = two.there.article
    revise(article=article, draft=read(f"{TEXT} More.".encode()), actor=two.editor, right="editor", now=NOW)
    [linked] = two.linked().linked
    assert linked.notices[0].startswith("Stale: its article has a newer text")


def test_who_links(client, two):
    url = reverse("claim-deed", args=[two.claim.pk, "liken"])
    data = {"other": two.other.pk, "kind": "same"}
    client.force_login(two.here.observer)
    assert client.post(url, data).status_code == 403
    client.force_login(two.here.reviewers[0])
    assert client.post(url, data).status_code == 404  # They may not see the other one.
    client.force_login(make_person(role="moderator"))
    assert client.post(url, data).status_code == 403
    client.force_login(two.editor)
    assert client.post(url, {"other": two.claim.pk, "kind": "same"}).status_code == 422
    assert client.post(url, {"other": two.other.pk, "kind": "twin"}).status_code == 422
    assert not ClaimLink.objects.exists()


def test_those_who_are_blind_to_the_other_learn_nothing_of_it(client, two):
    two.link()
    reviewer = two.here.reviewers[0]
    places = two.linked(reviewer)
    assert (places.linked, places.hidden, places.passages) == ([], 1, [])
    assert "in an article whose marks you cannot see" in words(page(client, reviewer, two.address))


def test_what_is_not_decided_says_so(client):
    here, there = Desk(), Desk()
    finished(here, (COST, "verified", "verified"))
    draft(there.first, COST, "disputed", reason="inaccurate")
    mark(there.second, COST, "verified")
    [passage] = other_places(here.editor, claim_on(here.article, COST)).passages
    assert passage.claims == []


def test_settled_claims_are_offered_in_the_workspace_by_the_same_search(two):
    found = seen_before(two.editor, two.here.article, "It is said to have cost 12 million euros in all.")
    assert found == [two.other]
    assert seen_before(two.here.reviewers[0], two.here.article, "It cost 12 million euros in all.") == []


def test_a_worded_claim_about_the_whole_is_looked_for_by_its_words():
    here, there = Desk(), Desk()
    for assignment in here.assignments:
        mark(assignment, None, "verified")
    finished(here)
    finished(there, (COST, "verified", "verified"))
    claim = Claim.objects.get(revision__article=here.article)
    claim.statement = "The bridge cost 12 million euros when it opened in 1987"
    claim.save()
    assert [one.article for one in other_places(here.editor, claim).passages] == [there.article]

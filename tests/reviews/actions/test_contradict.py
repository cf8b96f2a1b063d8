"""Two contradicting claims, of one article or of two, never both stand as verified."""

import pytest

from articles.actions import create_story
from editorial.record import log
from editorial.record.models import Event
from reviews.actions.contradict import contradict, take_back_contradiction
from reviews.actions.errors import NotAllowed, Refused, Stale
from reviews.actions.rule import rule
from reviews.actions.word_claim import word_claim
from reviews.models import Claim, Contradiction
from reviews.queries.settlement import differences
from tests.factories import COST, FERRY, NOW, OPENED, Desk, claim_on, finished, make_editor, make_person, recorded

pytestmark = pytest.mark.django_db
REASON = "The contract of 1986 names the sum."


@pytest.fixture
def desk():
    desk = Desk()
    finished(desk, *((quote, "verified", "verified") for quote in (OPENED, COST, FERRY)))
    return desk


def claims(*quotes_by_desk) -> list[Claim]:
    return [
        Claim.objects.select_related("revision", "round").get(revision__article=desk.article, statement=quote)
        for desk, quote in quotes_by_desk
    ]


def link(claim, other, by, **options):
    versions = {"version": claim.version, "other_version": other.version} | options
    return contradict(claim=claim, other=other, by=by, now=NOW, **versions)


def outcomes(*rows) -> list[str]:
    return [Claim.objects.get(pk=row.pk).stands_as or Claim.objects.get(pk=row.pk).outcome for row in rows]


def test_two_of_one_article_are_both_undetermined(desk):
    one, two, third = claims((desk, OPENED), (desk, COST), (desk, FERRY))
    assert outcomes(one, two, third) == ["verified"] * 3
    with recorded() as kinds:
        link(one, two, desk.editor)
    assert kinds == ["claim.contradicts"]
    assert outcomes(one, two, third) == ["undetermined", "undetermined", "verified"]
    desk.refresh()
    assert desk.article.standing.status == "undetermined"
    assert "contradicts another claim" in Claim.objects.get(pk=one.pk).explanation
    assert differences(desk.article) == []


def test_what_one_comes_to_frees_the_other(desk):
    """The other claim is settled along, though nothing of its own changed."""
    one, two = claims((desk, OPENED), (desk, COST))
    link(one, two, desk.editor)
    one.refresh_from_db()
    rule(claim=one, by=desk.editor, verdict="disputed", reason=REASON, version=one.version, now=NOW)
    assert outcomes(one, two) == ["disputed", "verified"]
    assert differences(desk.article) == []


def test_taking_the_link_back_restores_both(desk):
    one, two = claims((desk, OPENED), (desk, COST))
    link(one, two, desk.editor)
    one, two = claims((desk, OPENED), (desk, COST))
    take_back_contradiction(
        claim=two, other=one, by=desk.editor, version=two.version, other_version=one.version, now=NOW
    )
    assert outcomes(one, two) == ["verified", "verified"]
    assert not Contradiction.objects.exists()
    one, two = claims((desk, OPENED), (desk, COST))
    with pytest.raises(Refused, match="not linked"):
        take_back_contradiction(
            claim=two, other=one, by=desk.editor, version=two.version, other_version=one.version, now=NOW
        )


def test_of_two_articles_each_is_settled_by_the_other(desk):
    other_desk = Desk()
    finished(other_desk, (COST, "verified", "verified"), (OPENED, "verified", "disputed"))
    here, there = claims((desk, COST), (other_desk, COST))
    link(here, there, desk.editor)
    assert outcomes(here, there) == ["undetermined", "undetermined"]
    for each in (desk, other_desk):
        assert differences(each.article) == []
        assert Event.objects.filter(chain=f"article/{each.article.pk}", kind="claim.contradicts").count() == 1
    there.refresh_from_db()
    rule(claim=there, by=desk.editor, verdict="", reason=REASON, version=there.version, now=NOW)
    assert outcomes(here, there) == ["verified", "ruled"]
    assert [differences(each.article) for each in (desk, other_desk)] == [[], []]
    assert list(log.verify()) == []


def test_an_article_of_the_story_is_no_evidence_against_the_other():
    """Claims of one story that contradict each other are both undetermined, each verified though it may be."""
    story = create_story(title="The bridge", by=make_editor(), right="editor", now=NOW)
    desks = [Desk(story=story), Desk(story=story)]
    for each in desks:
        finished(each, (COST, "verified", "verified"))
    here, there = claims((desks[0], COST), (desks[1], COST))
    link(here, there, desks[0].editor)
    assert outcomes(here, there) == ["undetermined", "undetermined"]


def test_a_ruling_outweighs_votes_and_two_are_refused(desk):
    one, two = claims((desk, OPENED), (desk, COST))
    link(one, two, desk.editor)
    one.refresh_from_db()
    rule(claim=one, by=desk.editor, verdict="verified", reason=REASON, version=one.version, now=NOW)
    assert outcomes(one, two) == ["verified", "undetermined"]
    two.refresh_from_db()
    with pytest.raises(Refused, match="contradicts this claim and was ruled verified"):
        rule(claim=two, by=desk.editor, verdict="verified", reason=REASON, version=two.version, now=NOW)


def test_two_that_were_ruled_verified_are_not_linked(desk):
    one, two = claims((desk, OPENED), (desk, COST))
    for claim in (one, two):
        rule(claim=claim, by=desk.editor, verdict="verified", reason=REASON, version=claim.version, now=NOW)
    one, two = claims((desk, OPENED), (desk, COST))
    with pytest.raises(Refused, match="Both were ruled verified"):
        link(one, two, desk.editor)


def test_refusals(desk):
    one, two = claims((desk, OPENED), (desk, COST))
    with pytest.raises(Refused, match="cannot contradict itself"):
        link(one, one, desk.editor)
    for person in (desk.reviewers[0], desk.spare, desk.observer, make_person()):
        with pytest.raises(NotAllowed):
            link(one, two, person)
    link(one, two, desk.lead)
    one, two = claims((desk, OPENED), (desk, COST))
    with pytest.raises(Refused, match="linked already"):
        link(two, one, desk.editor)


def test_a_lead_links_only_claims_of_their_own_team(desk):
    other_desk = Desk()
    finished(other_desk, (COST, "verified", "verified"))
    here, there = claims((desk, COST), (other_desk, COST))
    with pytest.raises(NotAllowed):
        link(here, there, desk.lead)


def test_a_claim_that_changed_meanwhile_is_stale(desk):
    one, two = claims((desk, OPENED), (desk, COST))
    word_claim(claim=two, statement="It cost that much.", by=desk.editor, version=two.version, now=NOW)
    with pytest.raises(Stale):
        link(one, two, desk.editor)
    assert claim_on(desk.article, "It cost").stands_as == "verified"

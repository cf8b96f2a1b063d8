"""The second pass in the page: blind until one has judged, then the others' votes with their reasons."""

import pytest
from django.test import Client
from django.urls import reverse

from editorial.record.models import Event
from reviews.core.verdicts import Answer
from reviews.models import Response
from tests.factories import COST, FERRY, OPENED, Desk, answer, claim_on, draft, hand_in, mark, show

pytestmark = pytest.mark.django_db
SECRET = "Reasoning of the second reviewer."


@pytest.fixture
def desk():
    """Two claims of the second reviewer's, one of the first's, all handed in."""
    desk = Desk()
    mark(desk.second, COST, "disputed", rationale=SECRET)
    searched = draft(desk.second, OPENED, "fabricated", reason="invented_event", rationale=SECRET)
    show(searched, "context", kind="search", title="4 May 1987", place="City archive", url="", found_nothing=True)
    mark(desk.first, FERRY, "verified")
    hand_in(desk.first, desk.second)
    return desk


@pytest.fixture
def first(desk):
    client = Client()
    client.force_login(desk.reviewers[0])
    return client


def page(desk) -> str:
    return reverse("respond", args=[desk.article.pk])


def post(client, desk, claim, given: str, **more):
    return client.post(page(desk), {"claim": claim.pk, "answer": given, "version": 0, **more})


def main_of(response) -> str:
    """Return the page's own part, without the frame."""
    said = response.content.decode()
    return said[said.index('id="respond"') : said.index('id="keys"')]


def test_a_claim_is_shown_in_its_context_without_anybodys_vote(desk, first):
    response = first.get(page(desk))
    said = main_of(response)
    assert f">{OPENED}</mark>" in said
    assert "cost 12 million euros" in said  # the words around it
    assert "4 May 1987, City archive" in said
    for hint in (SECRET, "ballot", "refutes", "found nothing", "Reviewer 2", "stance-refutes"):
        assert hint not in said


def test_neither_the_address_nor_the_list_opens_what_is_not_judged(desk, first):
    for claim in (claim_on(desk.article, COST), claim_on(desk.article, OPENED)):
        assert SECRET not in main_of(first.get(page(desk), {"claim": claim.pk}))


def test_once_judged_the_votes_and_the_reasons_of_that_claim_are_shown(desk, first):
    opened = claim_on(desk.article, OPENED)
    response = post(first, desk, opened, "verified")
    assert response.url == f"{page(desk)}?claim={opened.pk}"
    said = main_of(first.get(response.url))
    assert SECRET in said
    assert "Reviewer 2" in said
    assert "invented event" in said
    assert "found nothing" in said
    # The other claim stays hidden.
    assert SECRET not in main_of(first.get(page(desk)))


def test_not_checked_is_no_vote_and_opens_nothing(desk, first):
    opened = claim_on(desk.article, OPENED)
    response = post(first, desk, opened, "not_checked")
    assert response.url == page(desk)
    assert SECRET not in main_of(first.get(page(desk), {"claim": opened.pk}))


def test_another_point_is_an_answer_but_no_vote(desk, first):
    opened = claim_on(desk.article, OPENED)
    post(first, desk, opened, "another_point", rationale="It opened, but elsewhere.")
    opened.refresh_from_db()
    assert (opened.verified, opened.disputed, opened.fabricated) == (0, 0, 1)
    assert Response.objects.get().answer == Answer.ANOTHER_POINT


def test_an_answer_can_be_changed_and_the_first_one_stays_on_record(desk, first):
    opened = claim_on(desk.article, OPENED)
    post(first, desk, opened, "verified")
    assert post(first, desk, opened, "disputed", version=1, rationale="They convinced me.").status_code == 302
    response = Response.objects.get()
    assert (response.answer, response.first_answer, response.version) == ("disputed", "verified", 2)
    change = Event.objects.get(kind="claim.answer_changed").payload
    assert (change["before"], change["after"]) == ("verified", "disputed")


@pytest.mark.parametrize(
    ("posted", "status", "words"),
    [
        ({"answer": "true"}, 422, "Answer"),
        ({"answer": ""}, 422, "Answer"),
        ({"rationale": "x" * 20_001}, 422, "at most 20,000 characters"),
        ({"version": "-1"}, 422, "Version"),
    ],
    ids=["no answer of the scale", "none", "too long", "no version"],
)
def test_what_is_no_answer_is_refused_and_what_was_typed_stays(desk, first, posted, status, words):
    opened = claim_on(desk.article, OPENED)
    response = post(first, desk, opened, "verified", **{"rationale": "What I typed."} | posted)
    assert response.status_code == status
    said = main_of(response)
    assert words in said
    assert posted.get("rationale", "What I typed.") in said
    assert SECRET not in said
    assert not Response.objects.exists()


def test_a_stale_answer_is_refused_and_what_was_typed_stays(desk, first):
    opened = claim_on(desk.article, OPENED)
    answer(desk.first, opened, "verified", rationale="On the other machine.")
    response = post(first, desk, opened, "disputed", rationale="What I typed here.")
    assert response.status_code == 409
    assert "What I typed here." in main_of(response)
    assert Response.objects.get().rationale == "On the other machine."


def test_a_claim_that_one_marked_oneself_is_not_asked(desk, first):
    own = claim_on(desk.article, FERRY)
    assert FERRY not in main_of(first.get(page(desk), {"claim": own.pk}))
    assert post(first, desk, own, "disputed").status_code == 403
    assert not Response.objects.exists()


def test_a_confidential_source_stays_with_its_finder():
    desk = Desk()
    made = mark(desk.second, COST, "verified")
    show(made, "supports", title="A clerk, by telephone", url="", kind="person", confidential=True)
    mark(desk.first, FERRY, "verified")
    hand_in(desk.first, desk.second)
    client = Client()
    client.force_login(desk.reviewers[0])
    said = main_of(client.get(page(desk)))
    assert "The register" in said
    assert "clerk" not in said


def test_the_last_answer_closes_the_round_and_shows_what_it_came_to(desk, first):
    answer(desk.second, claim_on(desk.article, FERRY), "verified")
    post(first, desk, claim_on(desk.article, OPENED), "fabricated")
    response = post(first, desk, claim_on(desk.article, COST), "disputed")
    assert response.url == reverse("article", args=[desk.article.pk])
    assert first.get(page(desk)).url == reverse("article", args=[desk.article.pk])


def test_htmx_is_sent_on_without_losing_the_page(desk):
    client = Client(headers={"hx-request": "true"})
    client.force_login(desk.reviewers[0])
    answer(desk.second, claim_on(desk.article, FERRY), "verified")
    answer(desk.first, claim_on(desk.article, OPENED), "verified")
    response = post(client, desk, claim_on(desk.article, COST), "disputed")
    assert response.headers["HX-Redirect"] == reverse("article", args=[desk.article.pk])
    assert Client(headers={"hx-request": "true"}).post(page(desk)).status_code == 401


def test_others_may_not_respond(desk):
    client = Client()
    client.force_login(desk.editor)
    assert client.get(page(desk)).status_code == 403
    client.force_login(Desk().editor)
    assert client.get(page(desk)).status_code == 403


def test_the_page_takes_a_fixed_number_of_queries(desk, first, django_assert_max_num_queries):
    post(first, desk, claim_on(desk.article, OPENED), "verified")
    with django_assert_max_num_queries(16):
        first.get(page(desk), {"claim": claim_on(desk.article, OPENED).pk})

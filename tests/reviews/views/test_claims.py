"""The page of a claim and the queue of rulings, as people use them: forms, redirects, refusals beside their fields."""

import re
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from reviews.models import Claim, Comment, Contradiction, Round, Ruling, Sighting, Standing
from tests.factories import (
    CAFE,
    COST,
    FERRY,
    OPENED,
    Desk,
    again,
    answer,
    answer_all,
    claim_on,
    finished,
    hand_in,
    make_person,
    mark,
)

pytestmark = pytest.mark.django_db
REASON = "The contract of 1986 names the sum."


@pytest.fixture
def desk():
    desk = Desk()
    finished(desk, (COST, "verified", "disputed"), (FERRY, "verified", "verified"), (OPENED, "fabricated", "verified"))
    return desk


@pytest.fixture
def claim(desk):
    return claim_on(desk.article, COST)


@pytest.fixture
def editor(client, desk):
    client.force_login(desk.editor)
    return client


def page(client, claim, query="") -> str:
    response = client.get(reverse("claim", args=[claim.pk]) + query)
    assert response.status_code == 200
    return response.content.decode()


def ruling(claim, **changes) -> dict:
    return {"verdict": "disputed", "reason": REASON, "version": fresh(claim).version, "replaces": ""} | changes


def do(client, claim, deed, query="", **data):
    claim = Claim.every.get(pk=claim.pk)
    return client.post(reverse("claim-deed", args=[claim.pk, deed]) + query, {"version": claim.version} | data)


def fresh(claim) -> Claim:
    return Claim.every.get(pk=claim.pk)


# What it shows


def test_the_page_says_who_said_what_why_and_by_which_rule(editor, desk, claim):
    shown = page(editor, claim)
    for words in (
        COST,
        "Reviewer 1",
        "Reviewer 2",
        "The register says otherwise.",
        "No verdict has 2/3 of 2 votes.",
        "At least 2/3 of them must say the same",
        "quorum 2, majority 2/3",
        "formed it of 2 marks at the reveal of round 1",
    ):
        assert words in shown
    # The reason stands before the verdict.
    assert re.search(r"inaccurate\s*·\s*<span class=\"sign\"></span>\s*disputed", shown)
    assert re.search(r"<strong>1</strong> supports it", shown)
    assert re.search(r"<strong>1</strong> refutes it", shown)


def test_whoever_looks_has_seen_marks(client, desk, claim):
    person = make_person(role="editor")
    client.force_login(person)
    page(client, claim)
    assert Sighting.objects.filter(article=desk.article, person=person).exists()


@pytest.mark.parametrize(("who", "status"), [("lead", 200), ("observer", 200), ("spare", 200), ("stranger", 404)])
def test_who_may_open_a_claim_of_a_closed_round(client, desk, claim, who, status):
    client.force_login(getattr(desk, who, None) or make_person())
    assert client.get(reverse("claim", args=[claim.pk])).status_code == status


def test_forms_are_for_those_who_may(client, desk, claim):
    forms = {
        desk.editor: {"ask", "word", "merge", "rule"},
        desk.lead: {"ask", "word", "merge", "rule"},
        desk.reviewers[0]: {"comment", "mind"},
        desk.observer: set(),
        desk.spare: set(),
    }
    for person, expected in forms.items():
        client.force_login(person)
        shown = page(client, claim)
        offered = set(re.findall(rf"/claims/{claim.pk}/(\w+)/", shown)) & {"ask", "word", "merge", "comment", "mind"}
        offered |= {"rule"} if 'id="rule-title"' in shown else set()
        assert offered == expected, person


def test_in_the_second_pass_votes_are_shown_on_what_one_has_answered_and_on_nothing_else(client):
    desk = Desk()
    mark(desk.first, COST, "verified")
    mark(desk.second, FERRY, "verified")
    hand_in(*desk.assignments)
    cost, ferry = claim_on(desk.article, COST), claim_on(desk.article, FERRY)
    client.force_login(desk.second.reviewer)
    assert client.get(reverse("claim", args=[cost.pk])).status_code == 404
    assert client.get(reverse("claim", args=[ferry.pk])).status_code == 200
    answer(desk.second, cost, "disputed")
    assert "Reviewer 1" in page(client, cost)
    client.force_login(desk.spare)
    assert client.get(reverse("claim", args=[cost.pk])).status_code == 404


def test_a_passage_is_marked_as_what_the_claim_comes_to(editor, desk, claim):
    assert '<mark class="v-mixed">' in page(editor, claim)
    assert '<mark class="v-verified">' in page(editor, claim_on(desk.article, FERRY))


def test_only_the_words_of_the_text_are_shown_as_a_quotation(editor, desk, claim):
    def as_quote(url) -> bool:
        return bool(re.search(rf'<a class="quote"[^>]*>{shown_as}</a>', editor.get(url).content.decode()))

    addresses = [
        reverse("claim-list") + "?needs=ruling",
        reverse("article", args=[desk.article.pk]),
        reverse("article-status", args=[desk.article.pk]),
    ]
    shown_as = COST
    assert [as_quote(url) for url in addresses] == [True] * 3
    do(editor, claim, "word", statement="The bridge was dear.")
    shown_as = "The bridge was dear."
    assert [as_quote(url) for url in addresses] == [False] * 3
    assert [shown_as in editor.get(url).content.decode() for url in addresses] == [True] * 3
    assert f'<p class="quote meta">{COST}</p>' in editor.get(addresses[0]).content.decode()
    standing = Standing.objects.get(article=desk.article)
    assert standing.gravest_quote in desk.text
    assert standing.gravest_quote


# Ruling, and the queue


def test_no_verdict_is_chosen_beforehand_not_even_when_a_ruling_is_revised(editor, desk, claim):
    def form(shown) -> str:
        return re.search(r'id="rule-title".*?</form>', shown, re.DOTALL)[0]

    assert form(page(editor, claim)).count('type="radio"') == 4
    assert "checked" not in form(page(editor, claim))
    assert editor.post(reverse("claim", args=[claim.pk]), ruling(claim, verdict="")).status_code == 422
    assert editor.post(reverse("claim", args=[claim.pk]), ruling(claim)).status_code == 302
    assert "Revise the ruling" in page(editor, claim)
    assert "checked" not in form(page(editor, claim))


def test_asking_another_reviewer_stands_before_ruling(editor, claim):
    shown = page(editor, claim)
    assert shown.index('id="ask-title"') < shown.index('id="rule-title"')
    assert re.search(r'id="ask-title".*?<button class="button ">Ask</button>', shown, re.DOTALL)
    assert re.search(r'id="rule-title".*?<button class="button quiet">Rule</button>', shown, re.DOTALL)


def test_the_queue_goes_from_the_most_divided_and_gravest_on(editor, desk, claim):
    opened = claim_on(desk.article, OPENED)
    shown = editor.get(reverse("claim-list") + "?needs=ruling").content.decode()
    assert shown.index(OPENED) < shown.index(COST)
    assert "Ask another reviewer" in shown
    assert shown.index("Ask another reviewer") < shown.index(">Rule<")
    response = editor.post(
        reverse("claim", args=[opened.pk]) + "?needs=ruling",
        {"verdict": "disputed", "reason": REASON, "version": opened.version, "replaces": ""},
    )
    assert response.url == reverse("claim", args=[claim.pk]) + "?needs=ruling"
    claim.refresh_from_db()
    response = editor.post(
        response.url, {"verdict": "no_finding", "reason": REASON, "version": claim.version, "replaces": ""}
    )
    assert response.url == reverse("claim-list") + "?needs=ruling"
    assert "Nothing to decide here" in editor.get(response.url).content.decode()
    assert set(Ruling.objects.values_list("verdict", flat=True)) == {"disputed", ""}


def test_a_ruling_shows_its_dissent_and_can_be_revised(editor, desk, claim):
    data = {"verdict": "disputed", "reason": REASON, "version": claim.version, "replaces": ""}
    editor.post(reverse("claim", args=[claim.pk]), data)
    shown = page(editor, claim)
    assert "Dissents from the ruling." in shown
    assert "Revise the ruling" in shown
    first = Ruling.objects.get()
    again_ = {
        "verdict": "verified",
        "reason": f"{REASON} Twice.",
        "version": fresh(claim).version,
        "replaces": first.pk,
    }
    assert editor.post(reverse("claim", args=[claim.pk]), again_).status_code == 302
    shown = page(editor, claim)
    assert shown.count(REASON) >= 2
    assert "replaced" in shown
    assert "ruled verified instead of disputed" in shown


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"reason": "too short"}, "at least 20 characters; it has 9"),
        ({"verdict": ""}, "This field is required"),
        ({"verdict": "undetermined"}, "not one of the available choices"),
    ],
)
def test_what_is_wrong_stands_beside_its_field_and_what_was_typed_is_kept(editor, claim, data, words):
    posted = {"verdict": "disputed", "reason": REASON, "version": claim.version, "replaces": ""} | data
    response = editor.post(reverse("claim", args=[claim.pk]), posted)
    assert response.status_code == 422
    shown = response.content.decode()
    assert words in shown
    assert posted["reason"] in shown
    assert not Ruling.objects.exists()


def test_a_ruling_on_a_claim_that_changed_meanwhile_is_409_with_the_claim_as_it_stands(editor, desk, claim):
    old = claim.version
    seen = re.search(r'name="seen" value="(\d+)"', page(editor, claim))[1]
    do(editor, claim, "word", statement="It cost that much.")
    posted = {"verdict": "disputed", "reason": REASON, "version": old, "replaces": "", "seen": seen}
    response = editor.post(reverse("claim", args=[claim.pk]), posted)
    assert response.status_code == 409
    shown = response.content.decode()
    assert "It cost that much." in shown
    assert "changed while you looked at it" in shown
    assert REASON in shown
    meanwhile = re.search(r'class="meanwhile">(.*?)</ul>', shown, re.DOTALL)[1]
    assert f"{desk.editor} worded it “It cost that much.”" in meanwhile
    assert "formed it" not in meanwhile
    assert re.search(r'value="disputed"[^>]*checked', shown)
    version = re.search(r'name="version" value="(\d+)" id="ruling-version"', shown)
    assert int(version[1]) == fresh(claim).version
    assert editor.post(reverse("claim", args=[claim.pk]), posted | {"version": fresh(claim).version}).status_code == 302


def test_a_ruling_that_comes_second_is_told_of_the_first(editor, client, desk, claim):
    seen = re.search(r'name="seen" value="(\d+)"', page(editor, claim))[1]
    late = ruling(claim, verdict="verified", seen=seen)
    client.force_login(desk.lead)
    assert client.post(reverse("claim", args=[claim.pk]), ruling(claim, seen=seen)).status_code == 302
    client.force_login(desk.editor)
    response = client.post(reverse("claim", args=[claim.pk]), late)
    assert response.status_code == 409
    assert f"{desk.lead} ruled disputed." in re.search(r'"meanwhile">(.*?)</ul>', response.content.decode(), re.S)[1]
    assert Ruling.objects.get().by == desk.lead
    again_ = late | {"version": fresh(claim).version, "replaces": Ruling.objects.get().pk}
    assert client.post(reverse("claim", args=[claim.pk]), again_).status_code == 302
    assert Ruling.objects.get(replaced_at=None).verdict == "verified"


def test_asking_another_reviewer_opens_a_round_of_one(editor, desk, claim):
    response = do(editor, claim, "ask", reviewer=desk.spare.pk)
    assert response.status_code == 302
    second = Round.objects.get(number=2)
    assert (second.wanted, [a.reviewer for a in second.assignments.all()]) == (1, [desk.spare])
    assert "Another reviewer is at work" in page(editor, claim)
    shown = editor.get(reverse("claim-list") + "?needs=ruling").content.decode()
    assert "another reviewer is at work" in shown


# Deeds


def test_an_editor_changes_a_claim_and_undoes_it_from_the_history(editor, desk, claim):
    assert do(editor, claim, "word", statement="The bridge cost 12 million euros.").status_code == 302
    assert do(editor, claim, "bearing", bearing="incidental").status_code == 302
    assert do(editor, claim, "place", quote="It will be missed.").status_code == 302
    shown = page(editor, claim)
    assert "Asserted in 2 places" in shown
    assert (fresh(claim).statement, fresh(claim).bearing) == ("The bridge cost 12 million euros.", "incidental")
    positions = re.findall(r'name="position" value="(\d+)"', shown)
    assert len(positions) == 3
    for position in positions:
        assert do(editor, claim, "undo", position=position).status_code == 302
    assert (fresh(claim).statement, fresh(claim).bearing, fresh(claim).places) == (
        COST,
        "central",
        [(claim.start, claim.end)],
    )
    shown = page(editor, claim)
    assert shown.count("Undone since.") == 3
    response = do(editor, claim, "undo", position=positions[0])
    assert response.status_code == 422
    assert "undone already" in response.content.decode()


def test_words_that_stand_nowhere_or_in_several_places_are_told_apart(editor, desk, claim):
    response = do(editor, claim, "place", quote="no such words")
    assert "do not stand anywhere else" in response.content.decode()
    response = do(editor, claim, "place", quote="the")
    assert re.search(r"They stand in \d+ places", response.content.decode())


def test_merging_leads_the_old_number_to_the_claim(editor, desk):
    claim, other = claim_on(desk.article, FERRY), claim_on(desk.article, COST)
    response = do(editor, claim, "merge", other=f"{other.pk}.{other.version}")
    assert response.status_code == 422  # Reviewer 2 verified one and disputed the other.
    assert "Reviewer 2 judged the two differently" in response.content.decode()
    same = Desk()
    finished(same, (COST, "verified", "verified"), (FERRY, "verified", "verified"))
    claim, other = claim_on(same.article, FERRY), claim_on(same.article, COST)
    assert do(editor, claim, "merge", other=f"{other.pk}.{other.version}").status_code == 302
    assert editor.get(reverse("claim", args=[other.pk])).url == reverse("claim", args=[claim.pk])


def test_merging_is_offered_where_one_passage_lies_within_the_other(client):
    desk = Desk()
    mark(desk.first, "The bridge opened on 4 May 1987", "verified")
    mark(desk.second, "4 May 1987", "verified")
    mark(desk.second, CAFE, "verified")
    hand_in(*desk.assignments)
    answer_all(*desk.assignments, given="verified")
    client.force_login(desk.lead)
    claim = claim_on(desk.article, "The bridge")
    shown = page(client, claim)
    assert "Perhaps one claim" in shown
    assert "4 May 1987" in shown
    assert "Perhaps one claim" not in page(client, claim_on(desk.article, CAFE))


def test_contradicting_claims_are_linked_and_the_link_is_taken_back(editor, desk):
    claim, other = claim_on(desk.article, FERRY), claim_on(desk.article, COST)
    assert do(editor, claim, "link", other=f"{other.pk}.{other.version}").status_code == 302
    assert Contradiction.objects.count() == 1
    assert "Contradicts" in page(editor, claim)
    assert do(editor, claim, "unlink", other=f"{other.pk}.{fresh(other).version}").status_code == 302
    assert not Contradiction.objects.exists()
    stale = do(editor, claim, "link", other=f"{other.pk}.{other.version}")
    assert stale.status_code == 409


def test_splitting_by_the_form(editor, desk, claim):
    second = claim.annotations.get(assignment=desk.second)
    assert do(editor, claim, "split", marks=[second.pk]).status_code == 302
    assert Claim.objects.filter(statement=COST).count() == 2
    assert do(editor, claim, "split", marks=[]).status_code == 422


# Those who voted


def test_reviewers_discuss_with_links_and_nothing_else_as_markup(client, desk, claim):
    client.force_login(desk.reviewers[0])
    uuid = uuid4()
    text = "See https://register.example/7 & <b>not</b> that.\n\nTwice."
    for _ in range(2):
        assert do(client, claim, "comment", uuid=uuid, text=text).status_code == 302
    assert Comment.objects.count() == 1
    shown = page(client, claim)
    assert '<a href="https://register.example/7" rel="nofollow">' in shown
    assert "&lt;b&gt;not&lt;/b&gt;" in shown
    client.force_login(desk.observer)
    assert do(client, claim, "comment", uuid=uuid4(), text="I too").status_code == 403
    assert Comment.objects.count() == 1


def test_a_change_of_mind_stands_beside_what_was_said_first(client, desk, claim):
    client.force_login(desk.reviewers[0])
    assert do(client, claim, "mind", answer="disputed", why="").status_code == 422
    assert do(client, claim, "mind", answer="disputed", why="The contract says 14.").status_code == 302
    shown = page(client, claim)
    assert "Changed from verified" in shown
    assert "The contract says 14." in shown
    assert "changed their mind from verified to disputed" in shown
    assert (fresh(claim).outcome, fresh(claim).stands_as) == ("settled", "disputed")
    client.force_login(desk.spare)
    assert do(client, claim, "mind", answer="disputed", why="Why not").status_code == 403


def test_who_may_not_see_is_answered_404_and_who_may_not_do_403(client, desk, claim):
    client.force_login(make_person())
    assert do(client, claim, "word", statement="No").status_code == 404
    client.force_login(desk.observer)
    assert do(client, claim, "word", statement="No").status_code == 403
    assert do(client, claim, "no-such-deed").status_code == 404
    assert client.get(reverse("claim-deed", args=[claim.pk, "word"])).status_code == 405
    assert fresh(claim).statement == COST


@pytest.mark.parametrize("who", ["observer", "spare", "voter"])
@pytest.mark.parametrize(
    "deed", ["word", "bearing", "place", "merge", "split", "link", "unlink", "undo", "ask", "comment", "mind", ""]
)
def test_who_may_not_is_told_so_before_what_is_wrong_with_the_form(client, desk, claim, who, deed):
    person = desk.reviewers[0] if who == "voter" else getattr(desk, who)
    client.force_login(person)
    url = reverse("claim-deed", args=[claim.pk, deed]) if deed else reverse("claim", args=[claim.pk])
    may = who == "voter" and deed in {"comment", "mind"}
    assert client.post(url, {}).status_code == (422 if may else 403)


def test_an_editor_is_told_what_is_wrong_with_the_form(editor, claim):
    for deed in ("word", "bearing", "place", "merge", "split", "link", "unlink", "undo"):
        response = editor.post(reverse("claim-deed", args=[claim.pk, deed]), {})
        assert response.status_code == 422, deed
    assert editor.post(reverse("claim-deed", args=[claim.pk, "mind"]), {}).status_code == 403
    assert editor.post(reverse("claim-deed", args=[claim.pk, "comment"]), {}).status_code == 403


# Raising


def test_raising_a_claim_that_nobody_marked(editor, desk):
    url = reverse("raise-claim", args=[desk.article.pk])
    data = {
        "revision": desk.article.current_id,
        "quote": CAFE,
        "statement": "The café lost guests.",
        "bearing": "central",
    }
    assert "closed" in editor.get(url).content.decode()
    response = editor.post(url, data)
    claim = Claim.objects.get(statement="The café lost guests.")
    assert response.url == reverse("claim", args=[claim.pk])
    assert (claim.outcome, claim.raised_by) == ("short", desk.editor)
    assert "it is a claim already" in editor.post(url, data).content.decode().lower()
    assert "do not stand in the text" in editor.post(url, data | {"quote": "nowhere"}).content.decode()
    assert do(editor, claim, "undo", position=claim.pk).status_code == 404
    history = page(editor, claim)
    position = re.search(r'name="position" value="(\d+)"', history)[1]
    do(editor, claim, "undo", position=position)
    assert not Claim.objects.filter(pk=claim.pk).exists()


def test_only_those_who_direct_the_work_raise_claims(client, desk):
    url = reverse("raise-claim", args=[desk.article.pk])
    for person, status in ((desk.lead, 200), (desk.observer, 403), (desk.reviewers[0], 403), (make_person(), 404)):
        client.force_login(person)
        assert client.get(url).status_code == status, person


def test_the_second_pass_asks_about_a_raised_claim(client):
    desk = Desk()
    mark(desk.first, COST, "verified")
    mark(desk.second, COST, "verified")
    mark(desk.second, FERRY, "verified")
    hand_in(*desk.assignments)
    assert again(desk.second).responded_at
    client.force_login(desk.editor)
    data = {"revision": desk.article.current_id, "quote": CAFE, "statement": "", "bearing": "central"}
    assert client.post(reverse("raise-claim", args=[desk.article.pk]), data).status_code == 302
    assert again(desk.second).responded_at is None


def test_the_page_takes_as_many_queries_for_many_votes_as_for_few(client):
    finished(Desk(), (COST, "verified", "verified"))  # What is similar elsewhere is fetched for both.
    counts = []
    for reviewers in (2, 5):
        desk = Desk(reviewers=reviewers)
        finished(desk, (COST, *(["verified", "disputed"] * 3)[:reviewers]), (FERRY, *["verified"] * reviewers))
        claim = claim_on(desk.article, COST)
        client.force_login(desk.editor)
        page(client, claim)
        with CaptureQueriesContext(connection) as asked:
            page(client, claim)
        counts.append(len(asked))
    assert counts[0] == counts[1]
    assert counts[0] < 58

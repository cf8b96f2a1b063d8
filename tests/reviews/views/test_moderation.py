"""Flagging, the moderators' pages, and what an author is told, as the browser meets them."""

import json
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from editorial.accounts.models import User
from editorial.record.chain import wrong_with_export
from reviews.actions.flag import flag
from reviews.actions.moderate import Why, hide
from reviews.models import Annotation, Case, Flag
from tests.factories import COST, NOW, OPENED, Desk, claim_on, finished, make_person
from tests.reviews.views.pages import every, page, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> Desk:
    made = Desk()
    finished(made, (OPENED, "fabricated", "fabricated"), (COST, "verified", ""))
    return made


@pytest.fixture
def mo() -> User:
    return make_person("Mo the moderator", role=User.Role.MODERATOR)


@pytest.fixture
def mark(desk) -> Annotation:
    return Annotation.objects.get(claim=claim_on(desk.article, OPENED), assignment=desk.first)


@pytest.fixture
def case(desk, mark) -> Case:
    made = flag(thing="annotation", pk=mark.pk, by=desk.editor, kind="abusive", note="Rude words.", now=NOW)
    return Case.objects.get(pk=made.case_id)


def post(client, person, name, *args, htmx=False, **data):
    client.force_login(person)
    return client.post(reverse(name, args=args), data, headers={"HX-Request": "true"} if htmx else {})


def deed(case, **more) -> dict:
    case.refresh_from_db()
    return {"version": case.version, "reason": "abuse", "note": "See the rules.", **more}


# Flagging


@pytest.mark.parametrize("htmx", [False, True])
def test_a_flag_is_made_from_the_claims_page(client, desk, mark, htmx):
    claim = page(client, desk.editor, reverse("claim", args=[mark.claim_id]))
    assert every(claim, f"//a[@href='{reverse('flag', args=['annotation', mark.pk])}']")
    response = post(client, desk.editor, "flag", "annotation", mark.pk, htmx=htmx, kind="abusive", note="Rude.")
    assert response.status_code == (200 if htmx else 302)
    assert Flag.objects.get().by == desk.editor


def test_what_one_cannot_see_cannot_be_flagged(client, desk, mark):
    assert post(client, make_person(), "flag", "annotation", mark.pk, kind="other").status_code == 404
    assert post(client, desk.editor, "flag", "person", 1, kind="other").status_code == 404
    assert post(client, desk.editor, "flag", "annotation", mark.pk, kind="rude").status_code == 422
    assert post(client, desk.first.reviewer, "flag", "annotation", mark.pk, kind="other").status_code == 422
    assert Flag.objects.count() == 0


# The moderators' pages


@pytest.mark.parametrize("address", ["moderation", "case"])
def test_the_moderators_pages_are_theirs(client, desk, case, mo, address):
    where = reverse(address, args=[case.pk] if address == "case" else [])
    for person in (desk.editor, desk.lead, desk.first.reviewer):
        page(client, person, where, status=403)
    shown = words(page(client, mo, where))
    assert "abusive" in shown
    assert "Rude words." in shown


def test_a_moderator_who_reviews_the_article_does_not_find_the_case(client, desk, case):
    User.objects.filter(pk=desk.spare.pk).update(role=User.Role.MODERATOR)
    person = User.objects.get(pk=desk.spare.pk)
    from reviews.actions.open_round import open_round

    open_round(article=desk.article, team=desk.team, reviewers=[person], by=desk.editor, now=NOW)
    page(client, person, reverse("case", args=[case.pk]), status=404)
    assert "Nothing waits" in words(page(client, person, reverse("moderation")))


def test_hiding_takes_it_off_the_pages_and_its_author_finds_a_place_holder(client, desk, case, mark, mo):
    where = reverse("claim", args=[mark.claim_id])
    before = len(every(page(client, desk.editor, where), "//article[~ballot]"))
    response = post(client, mo, "case-deed", case.pk, "hide", **deed(case))
    assert response.status_code == 302
    for person in (desk.editor, mo, desk.second.reviewer):
        assert len(every(page(client, person, where), "//article[~ballot]")) == before - 1
    shown = page(client, desk.first.reviewer, where)
    assert "A moderator hid your mark." in words(shown)
    mine = words(page(client, desk.first.reviewer, reverse("my-cases")))
    assert "See the rules." in mine
    assert "Ruth the editor" not in mine  # Who flagged it is not told,
    assert "Mo the moderator" not in mine  # nor who decided.
    entry = case.entries.get()
    assert post(client, desk.second.reviewer, "appeal", entry.pk, text="No.").status_code == 404
    assert post(client, desk.first.reviewer, "appeal", entry.pk, text="").status_code == 422
    assert post(client, desk.first.reviewer, "appeal", entry.pk, text="A quotation.").status_code == 302
    assert "appeal" in words(page(client, mo, reverse("moderation")))


def test_a_preview_changes_nothing_and_says_what_would(client, desk, case, mark, mo):
    response = post(client, mo, "case-deed", case.pk, "hide", preview="1", **deed(case))
    assert response.status_code == 200
    assert "Not done yet" in response.content.decode()
    mark.refresh_from_db()
    assert mark.hidden_at is None


def test_what_another_did_meanwhile_is_answered_with_409(client, case, mo):
    seen = deed(case)
    hide(case=case, version=case.version, why=Why(mo, "abuse", "Insults the mayor.", NOW))
    response = post(client, make_person(role=User.Role.ADMIN), "case-deed", case.pk, "dismiss", **seen)
    assert response.status_code == 409
    assert "Insults the mayor." in response.content.decode()


def test_a_missing_reason_is_said_beside_its_field(client, case, mo):
    assert post(client, mo, "case-deed", case.pk, "hide", **deed(case, reason="")).status_code == 422
    assert post(client, mo, "case-deed", case.pk, "suspend", **deed(case, until="2099-01-01")).status_code == 422
    assert post(client, mo, "case-deed", case.pk, "explode", **deed(case)).status_code == 404
    assert case.entries.count() == 0


def test_several_are_decided_at_once_after_a_preview(client, desk, case, mark, mo):
    chosen = {"case": f"{case.pk}:{case.version}", "deed": "hide", "reason": "abuse", "note": "Rude."}
    response = post(client, mo, "moderate-many", **chosen)
    assert "Nothing is done yet" in response.content.decode()
    mark.refresh_from_db()
    assert mark.hidden_at is None
    assert post(client, mo, "moderate-many", confirmed="1", **chosen).status_code == 302
    mark.refresh_from_db()
    assert mark.hidden_at is not None


def test_a_decision_is_undone_on_the_page_of_the_case(client, case, mark, mo):
    post(client, mo, "case-deed", case.pk, "hide", **deed(case))
    entry = case.entries.get()
    assert post(client, mo, "undo-moderation", entry.pk, version=1).status_code == 422
    assert post(client, mo, "undo-moderation", entry.pk, **deed(case, reason="mistake")).status_code == 302
    mark.refresh_from_db()
    assert mark.hidden_at is None
    assert post(client, mo, "undo-moderation", entry.pk, **deed(case)).status_code == 422


def test_the_queue_takes_as_many_queries_for_many_as_for_one(client, desk, case, mo, django_assert_max_num_queries):
    client.force_login(mo)
    client.get(reverse("moderation"))
    for mark in Annotation.objects.exclude(pk=case.annotation_id):
        flag(thing="annotation", pk=mark.pk, by=desk.editor, kind="other", note="", now=NOW)
    flag(thing="article", pk=desk.article.pk, by=desk.editor, kind="other", note="", now=NOW)
    with django_assert_max_num_queries(9):
        client.get(reverse("moderation"))


# Suspended


def test_a_suspended_person_reads_appeals_and_leaves(client, desk, case, mark, mo):
    until = (timezone.now() + timedelta(days=7)).date().isoformat()
    given = deed(case, until=until, votes_count="aside")
    assert post(client, mo, "case-deed", case.pk, "suspend", **given).status_code == 302
    person = User.objects.get(pk=desk.first.reviewer_id)
    page(client, person, reverse("article", args=[desk.article.pk]))
    response = post(client, person, "claim-deed", mark.claim_id, "comment", text="But …")
    assert response.status_code == 403
    assert "suspended until" in response.content.decode()
    assert post(client, person, "appeal", case.entries.get().pk, text="I did not.").status_code == 302
    assert post(client, person, "sign-out").status_code == 302


# Histories


def test_the_history_of_an_article_is_for_those_who_are_not_blind(client, desk, case):
    where = reverse("article-history", args=[desk.article.pk])
    shown = words(page(client, desk.editor, where))
    assert "handed in a review" in shown
    assert "flag" not in shown
    assert "took" not in words(page(client, desk.editor, f"{where}?what=moderation"))
    page(client, make_person(), where, status=404)
    again = Desk()
    page(client, again.first.reviewer, reverse("article-history", args=[again.article.pk]), status=404)


@pytest.mark.parametrize("who", ["editor", "mo"])
def test_an_export_is_verified_by_the_documented_rules(client, desk, case, mo, who):
    hide(case=case, version=case.version, why=Why(mo, "abuse", "Rude.", NOW))
    client.force_login(desk.editor if who == "editor" else mo)
    response = client.get(reverse("article-log", args=[desk.article.pk]))
    lines = b"".join(response.streaming_content).decode().splitlines()
    assert wrong_with_export(lines) == ""
    head, *events = map(json.loads, lines)
    assert head["people"][str(desk.first.reviewer_id)] == f"reviewer {desk.first.reviewer_id}"
    by_kind = {event["kind"]: event for event in events}
    assert by_kind["moderation.flagged"]["payload"] is None
    handed_in = [e for e in events if e["kind"] == "review.submitted" and e["actor"] == desk.first.reviewer_id]
    assert (handed_in[0]["payload"] is None) is (who == "editor")  # It holds the words of what was hidden.
    assert wrong_with_export(lines[:-1]) != ""
    assert wrong_with_export([lines[0], *lines[2:]]) == "event 1 is missing"
    assert "changed" in wrong_with_export([*lines[:2], lines[2].replace('"kind": "', '"kind": "x'), *lines[3:]])


def test_histories_of_people_and_of_the_desk(client, desk, mo):
    reviewer = desk.first.reviewer
    mine = reverse("person-history", args=[reviewer.pk])
    assert "handed in a review" in words(page(client, reviewer, mine))
    page(client, desk.second.reviewer, mine, status=404)
    page(client, desk.editor, mine)
    page(client, desk.editor, reverse("desk-history"))
    page(client, reviewer, reverse("desk-history"), status=404)
    page(client, reviewer, reverse("log-format"))


def test_a_request_carries_its_number_into_the_log(client, desk, mark):
    from editorial.record.models import Event

    response = post(client, desk.editor, "flag", "annotation", mark.pk, kind="other")
    number = response["X-Request-ID"]
    assert Event.objects.get(kind="moderation.flagged").payload["request"] == number

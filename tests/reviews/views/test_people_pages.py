"""Pages of teams, people and notices: what they say, what they refuse beside its field, and what they ask for."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from articles.actions import create_story
from reviews.actions.guidelines import set_guidelines
from reviews.actions.invite import invite
from reviews.actions.notify import DIGEST, notify, off_token
from reviews.actions.people import add_absence, add_conflict
from reviews.core.notices import Kind
from reviews.models import Conflict, Guidelines, Membership, Notice, Profile
from tests.factories import NOW, OPENED, Desk, draft, make_article, make_editor, make_person, make_team
from tests.reviews.views.pages import every, first, page, words

pytestmark = pytest.mark.django_db


def queries(client, person, address) -> int:
    client.force_login(person)
    assert client.get(address).status_code == 200
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def told(person, desk, count=1) -> None:
    for _ in range(count):
        notify(kind=Kind.FLAGGED, people=[person], now=timezone.now(), article=desk.article)


# --- Teams ----------------------------------------------------------------------------------------------------------


def test_the_list_tells_what_is_open(client):
    desk = Desk(reviewers=2, wanted=3)
    row = first(page(client, desk.editor, reverse("teams")), "//tbody/tr[1]")
    assert words(row) == f"{desk.team} Samira the lead 5 1 2 1"


def test_a_team_tells_who_is_in_it(client):
    desk = Desk(due=NOW + timedelta(days=1))
    add_absence(
        person=desk.spare,
        first=timezone.localdate(),
        last=timezone.localdate() + timedelta(days=2),
        by=desk.spare,
        now=timezone.now(),
    )
    shown = page(client, desk.lead, reverse("team", args=[desk.team.pk]))
    rows = [words(row) for row in every(shown, "//table[~members]/tbody/tr")]
    assert rows[0].startswith("Samira the lead lead 0")
    assert any(row.startswith("Reviewer 1 reviewer 1, 1 late") for row in rows)
    assert any("Spare reviewer away until" in row for row in rows)


def test_a_member_sees_no_form_of_a_lead(client):
    desk = Desk()
    shown = page(client, desk.reviewers[0], reverse("team", args=[desk.team.pk]))
    actions = {form.get("action") for form in every(shown, "//main//form")}
    assert actions == {reverse("team-leave", args=[desk.team.pk])}


def test_what_was_refused_stands_beside_its_field(client):
    desk = Desk()
    client.force_login(desk.lead)
    data = {"email": desk.spare.email, "role": "reviewer"}
    answer = client.post(reverse("team-invite", args=[desk.team.pk]), data)
    assert answer.status_code == 422
    assert "is reviewer of" in answer.content.decode()
    assert desk.spare.email in answer.content.decode()


# --- Guidelines -----------------------------------------------------------------------------------------------------


def test_of_two_who_write_at_once_nobody_is_overwritten_unseen(client):
    desk = Desk()
    client.force_login(desk.lead)
    address = reverse("guidelines", args=[desk.team.pk])
    assert client.post(address, {"version": 0, "text": "Mine."}).status_code == 302
    late = client.post(address, {"version": 0, "text": "Theirs."})
    assert late.status_code == 409
    assert "Theirs." in late.content.decode()
    assert 'name="version" value="1"' in late.content.decode()
    assert client.post(address, {"version": 1, "text": "Theirs."}).status_code == 302
    assert list(Guidelines.objects.order_by("version").values_list("text", flat=True)) == ["Mine.", "Theirs."]


def test_a_version_tells_what_it_changed(client):
    desk = Desk()
    for version, text in enumerate(["Dates and names.", "Dates and figures."]):
        set_guidelines(team=desk.team, text=text, version=version, by=desk.lead, now=NOW)
    shown = page(client, desk.observer, reverse("guidelines-version", args=[desk.team.pk, 2]))
    assert [words(e) for e in every(shown, "//del|//ins")] == ["names", "figures"]
    assert page(client, desk.observer, reverse("guidelines-version", args=[desk.team.pk, 3]), status=404) is not None


def test_what_a_team_writes_can_do_nothing(client):
    desk = Desk()
    text = "<script>alert(1)</script> [x](javascript:alert(1)) <img src=x onerror=go()>"
    set_guidelines(team=desk.team, text=text, version=0, by=desk.lead, now=NOW)
    for name in ("team", "guidelines"):
        shown = page(client, desk.lead, reverse(name, args=[desk.team.pk]))
        assert every(shown, "//div[~written]//script|//div[~written]//img|//div[~written]//a") == []
        assert "<script>alert(1)</script>" in words(first(shown, "//div[~written]"))


def test_a_reviewer_reads_what_their_review_was_begun_under(client):
    desk = Desk()
    address = reverse("review-guidelines", args=[desk.article.pk])
    set_guidelines(team=desk.team, text="One.", version=0, by=desk.lead, now=NOW)
    draft(desk.first, OPENED, "verified")
    set_guidelines(team=desk.team, text="Two.", what_changed="all of it", version=1, by=desk.lead, now=NOW)
    mine = words(first(page(client, desk.reviewers[0], address), "//main"))
    assert "One." in mine
    assert "Version 2 is in force now: all of it." in mine
    assert "Two." in words(first(page(client, desk.reviewers[1], address), "//main"))
    fragment = client.get(address, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in fragment
    workspace = page(client, desk.reviewers[0], reverse("workspace", args=[desk.article.pk]))
    assert first(workspace, "//details[~guidelines-beside]").get("hx-get") == address


# --- People ---------------------------------------------------------------------------------------------------------


def test_languages_are_named_in_any_way_and_kept_as_codes(client):
    person = make_person()
    client.force_login(person)
    address = reverse("person-profile", args=[person.pk])
    data = {"capacity_hours": 6, "languages": "english, ES; Deutsch", "beats": "courts, sea ports"}
    assert client.post(address, data).status_code == 302
    profile = Profile.objects.get(person=person)
    assert (profile.languages, profile.beats) == (["de", "en", "es"], ["courts", "sea ports"])
    shown = page(client, person, reverse("person", args=[person.pk]))
    assert first(shown, "//input[@name='languages']").get("value") == "German, English, Spanish"
    answer = client.post(address, data | {"languages": "Klingon"})
    assert answer.status_code == 422
    assert "Not known as a language: Klingon." in answer.content.decode()


@pytest.mark.parametrize("hours", ["-1", "81", "many", ""])
def test_hours_that_no_week_has(client, hours):
    person = make_person()
    client.force_login(person)
    answer = client.post(reverse("person-profile", args=[person.pk]), {"capacity_hours": hours})
    assert answer.status_code == 422
    assert not Profile.objects.exists()


def test_a_conflict_with_everything_at_once_is_refused(client):
    person, article = make_person(), make_article(story=create_story(title="S", by=None, right="system", now=NOW))
    client.force_login(person)
    address = reverse("person-conflict", args=[person.pk])
    both = {"conflict-publication": article.publication_id, "conflict-story": article.story_id}
    assert client.post(address, both).status_code == 422
    assert client.post(address, {"conflict-story": article.story_id}).status_code == 302
    assert client.post(address, {"conflict-story": article.story_id}).status_code == 422
    assert client.post(address, {"conflict-story": 999_999}).status_code == 422
    assert Conflict.objects.count() == 1


# --- Notices --------------------------------------------------------------------------------------------------------


def test_the_bell_answers_in_one_query_and_says_nothing_where_nothing_changed(client, django_assert_num_queries):
    desk = Desk()
    told(desk.lead, desk, 2)
    client.force_login(desk.lead)
    address = reverse("notices-bell")
    with django_assert_num_queries(3):  # session, person, notices
        answer = client.get(address)
    assert "2" in words_of(answer)
    newest = Notice.objects.filter(person=desk.lead).latest("pk").pk
    assert client.get(f"{address}?known=2-{newest}").status_code == 204
    told(desk.lead, desk)
    assert client.get(f"{address}?known=2-{newest}").status_code == 200
    client.post(reverse("notices-read"), {"up_to": newest + 10_000})
    answer = client.get(f"{address}?known=3-{newest + 1}")
    assert words_of(answer) == ""
    assert 'data-state="0-0"' in answer.content.decode()


def words_of(answer) -> str:
    from lxml import html

    return words(html.fromstring(f"<div>{answer.content.decode()}</div>"))


def test_the_query_of_the_bell_uses_its_index():
    desk = Desk()
    told(desk.lead, desk, 3)
    plan = Notice.objects.filter(person=desk.lead, read_at=None).order_by().values("pk").explain()
    if connection.vendor == "sqlite":
        assert "reviews_notice_unread" in plan


def test_notices_are_read_one_by_one_or_all(client):
    desk = Desk()
    told(desk.lead, desk, 3)
    shown = page(client, desk.lead, reverse("notices"))
    assert len(every(shown, "//li[~is-unread]")) == 3
    one = Notice.objects.filter(person=desk.lead).earliest("pk")
    assert client.post(reverse("notices-read"), {"notice": one.pk}).status_code == 302
    beside = client.post(reverse("notices-read"), {"notice": one.pk}, headers={"X-Requested-With": "bell"})
    assert beside.status_code == 204
    assert len(every(page(client, desk.lead, f"{reverse('notices')}?unread"), "//li[~notice-line]")) == 2
    for wrong in ({}, {"notice": "x"}, {"notice": 1, "up_to": 1}, {"up_to": "9" * 30}):
        assert client.post(reverse("notices-read"), wrong).status_code == 422


def test_nobody_reads_anothers_notices(client):
    desk = Desk()
    told(desk.lead, desk)
    notice = Notice.objects.get(person=desk.lead, kind="flagged")
    client.force_login(desk.spare)
    client.post(reverse("notices-read"), {"notice": notice.pk})
    client.post(reverse("notices-read"), {"up_to": notice.pk})
    notice.refresh_from_db()
    assert notice.read_at is None
    assert every(page(client, desk.spare, reverse("notices")), "//li[~notice-line]") == []


def test_who_no_longer_sees_an_article_is_not_told_its_name(client):
    desk = Desk()
    told(desk.spare, desk)
    for address in (reverse("notices"), reverse("notices-newest")):
        assert "Toll bridge" in words(page(client, desk.spare, address))
    Membership.objects.filter(person=desk.spare).delete()
    for address in (reverse("notices"), reverse("notices-newest")):
        shown = page(client, desk.spare, address)
        assert "Toll bridge" not in words(shown)
        assert "an article that you no longer see" in words(shown)
        assert reverse("article", args=[desk.article.pk]) not in {link.get("href") for link in every(shown, "//a")}


def test_e_mails_end_by_the_link_without_signing_in(client):
    person = make_person()
    link = reverse("notices-off", args=[off_token(person, Kind.ASSIGNED)])
    assert "A review was assigned to me" in client.get(link).content.decode()
    assert not Profile.objects.exists()
    answer = client.post(link, {"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 200
    assert Profile.objects.get(person=person).mail == {"assigned": "off"}
    assert client.post(link).status_code == 200
    assert client.get(reverse("notices-off", args=["no:signed:link"])).status_code == 404
    digest = reverse("notices-off", args=[off_token(person, DIGEST)])
    client.post(digest)
    assert "have ended" in client.get(digest).content.decode()
    assert Profile.objects.get(person=person).mail["ruled"] == "off"


# --- Queries --------------------------------------------------------------------------------------------------------


def grow(desk) -> None:
    """Give a desk more of everything that these pages list."""
    for number in range(4):
        person = make_person()
        Membership.objects.create(team=desk.team, person=person, role="reviewer")
        add_absence(person=person, first=timezone.localdate(), last=timezone.localdate(), by=person, now=timezone.now())
        invite(email=f"{desk.team.pk}-{number}@x.test", team=desk.team, role="reviewer", by=desk.lead, now=NOW)
        set_guidelines(team=desk.team, text=f"Read it {number} times.", version=number, by=desk.lead, now=NOW)
        day = timezone.localdate() + timedelta(days=30 + number)
        add_absence(person=desk.spare, first=day, last=day, by=desk.spare, now=timezone.now())
        add_conflict(person=desk.spare, byline=f"Tom {'abcd'[number]}", by=desk.spare, now=NOW)
        told(desk.spare, desk)


def test_pages_take_as_many_queries_for_many_rows_as_for_few(client):
    few, many = Desk(), Desk()
    grow(few)
    for _ in range(1):
        Guidelines.objects.filter(team=few.team, version__gt=1).delete()
        Membership.objects.filter(team=few.team).exclude(
            person__in=[few.lead, few.spare, few.observer, *few.reviewers]
        ).delete()
    grow(many)
    pages = {"team": (32, "lead", "team"), "guidelines": (8, "lead", "team"), "person": (11, "spare", "spare")}
    taken = {
        name: [
            queries(client, getattr(desk, who), reverse(name, args=[getattr(desk, whose).pk])) for desk in (few, many)
        ]
        for name, (_, who, whose) in pages.items()
    }
    assert taken == {name: [expected, expected] for name, (expected, _, _) in pages.items()}


def test_lists_take_as_many_queries_for_many_rows_as_for_few(client):
    editor = make_editor()
    desk = Desk()
    told(editor, desk)
    pages = {"teams": 5, "notices": 5, "notices-newest": 3}
    few = {name: queries(client, editor, reverse(name)) for name in pages}
    for number in range(3):
        other = Desk()
        make_team(name=f"More {number}")
        told(editor, other, 3)
    assert {name: queries(client, editor, reverse(name)) for name in pages} == few == pages

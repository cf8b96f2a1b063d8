"""Notices: written by what causes them, told in the desk's own words, sent as each person chose."""

from datetime import UTC, timedelta

import pytest
from django.db import transaction
from django.urls import reverse

from editorial.post.models import Letter
from editorial.record.models import Event
from reviews.actions.close_round import close_round
from reviews.actions.discuss import discuss
from reviews.actions.errors import NotDone, Refused
from reviews.actions.notify import DIGEST, notify, off_token
from reviews.actions.read_notices import choose_mail, mail_of_link, read_notices
from reviews.actions.remind import remind, send_digests
from reviews.actions.rule import rule
from reviews.core.notices import DEFAULTS, Kind, Mail
from reviews.models import Assignment, Notice
from reviews.queries.notices import sentence, unread
from tests.factories import (
    COST,
    FERRY,
    NOW,
    OPENED,
    Desk,
    answer_all,
    claim_on,
    finished,
    hand_in,
    make_person,
    mark,
    recorded,
    show,
)

pytestmark = pytest.mark.django_db

#: Words that stand in marks, sources, comments and rulings of these tests, and in no notice and no letter.
SECRETS = ("Anonymous harbour pilot", "hunch about the mayor", "The register says otherwise", "fabricated", "disputed")


@pytest.fixture(autouse=True)
def nothing_confidential():
    """Whatever a test does, no notice and no letter tells of a mark, a source or a comment."""
    yield
    told = [sentence(notice) for notice in Notice.objects.select_related("article", "by")]
    told += [f"{letter.subject}\n{letter.text}" for letter in Letter.objects.all()]
    assert [secret for secret in SECRETS if any(secret in words for words in told)] == []


def told(kind) -> list:
    """Return who was told of something, in order."""
    return [notice.person for notice in Notice.objects.filter(kind=kind).order_by("pk").select_related("person")]


def split(desk) -> object:
    """Play a round to a split claim that rests on a confidential source, and return the claim."""
    mark(desk.first, OPENED, "verified")
    show(mark(desk.second, OPENED, "fabricated"), "refutes", title="Anonymous harbour pilot", confidential=True)
    finished(desk)
    return claim_on(desk.article, OPENED)


# --- What causes them -----------------------------------------------------------------------------------------------


def test_who_is_asked_to_review_is_told():
    desk = Desk(due=NOW + timedelta(days=9))
    assert told("assigned") == desk.reviewers
    notice = Notice.objects.filter(person=desk.reviewers[0]).get()
    assert sentence(notice) == "Ruth the editor asked you to review “Toll bridge to close”."
    letter = Letter.objects.filter(to=desk.reviewers[0].email).get()
    assert letter.subject == "To review: Toll bridge to close"
    assert reverse("workspace", args=[desk.article.pk]) in letter.text


def test_who_owes_answers_is_told_at_the_reveal():
    desk = Desk()
    mark(desk.first, OPENED, "verified")
    mark(desk.second, OPENED, "verified")
    mark(desk.second, FERRY, "fabricated")
    hand_in(desk.first, desk.second)
    assert told("response_owed") == [desk.reviewers[0]]


def test_who_voted_is_told_of_a_ruling():
    desk = Desk()
    claim = split(desk)
    rule(claim=claim, by=desk.editor, verdict="disputed", reason="My hunch about the mayor is right.", now=NOW)
    assert told("ruled") == desk.reviewers
    assert {n.mail for n in Notice.objects.filter(kind="ruled")} == {Mail.DIGEST}


def test_who_wrote_in_a_discussion_is_told_of_replies():
    desk = Desk()
    claim = split(desk)
    for number, author in enumerate([desk.reviewers[0], desk.reviewers[1], desk.reviewers[0]]):
        words = "A hunch about the mayor, by Anonymous harbour pilot."
        discuss(claim=claim, by=author, uuid=f"00000000-0000-4000-8000-00000000000{number}", text=words, now=NOW)
    assert told("reply") == [desk.reviewers[0], desk.reviewers[1]]


def test_nobody_is_told_of_what_did_not_happen():
    desk = Desk()
    before = Notice.objects.count(), Letter.objects.count()
    with transaction.atomic():
        notify(kind=Kind.FLAGGED, people=[desk.lead], now=NOW, article=desk.article)
        transaction.set_rollback(True)
    assert (Notice.objects.count(), Letter.objects.count()) == before


def test_neither_who_did_it_nor_who_has_left_is_told():
    desk, gone = Desk(), make_person()
    gone.is_active = False
    people = [desk.lead, desk.editor, gone, desk.lead]
    written = notify(kind=Kind.FLAGGED, people=people, by=desk.editor, now=NOW, article=desk.article)
    assert [notice.person for notice in written] == [desk.lead]


# --- What time brings -----------------------------------------------------------------------------------------------


def test_what_is_due_tomorrow_is_told_once_and_again_when_it_is_put_off():
    desk = Desk(due=NOW + timedelta(hours=30))
    assert remind(now=NOW) == 0
    at = NOW + timedelta(hours=7)
    assert remind(now=at) == 2
    assert remind(now=at) == 0
    Assignment.objects.filter(pk=desk.first.pk).update(due=NOW + timedelta(hours=40))
    assert remind(now=NOW + timedelta(hours=29)) == 1
    assert told("due_tomorrow") == [*desk.reviewers, desk.reviewers[0]]
    words = sentence(Notice.objects.filter(kind="due_tomorrow").earliest("pk"))
    assert words == "Your review of “Toll bridge to close” is due 3 March, 15:30."


def test_what_is_overdue_is_told_once_in_their_own_time():
    desk = Desk(due=NOW + timedelta(hours=1))
    person = desk.reviewers[0]
    person.time_zone = "Pacific/Auckland"
    person.save()
    at = NOW + timedelta(hours=2)
    assert (remind(now=at), remind(now=at)) == (2, 0)
    words = sentence(Notice.objects.get(person=person, kind="overdue"))
    assert words == "Your review of “Toll bridge to close” was due 2 March, 23:30."


def test_what_was_handed_in_is_no_longer_due_but_answers_are():
    desk = Desk(due=NOW + timedelta(hours=1))
    mark(desk.first, OPENED, "verified")
    hand_in(desk.first)
    remind(now=NOW)
    assert told("due_tomorrow") == [desk.reviewers[1]]
    mark(desk.second, COST, "verified")
    hand_in(desk.second)
    remind(now=NOW + timedelta(hours=2))
    assert told("overdue") == desk.reviewers
    answer_all(*desk.assignments)
    assert remind(now=NOW + timedelta(hours=3)) == 0


def test_nobody_is_reminded_in_a_closed_round():
    desk = Desk(due=NOW + timedelta(hours=1))
    mark(desk.first, OPENED, "verified")
    mark(desk.second, COST, "verified")
    hand_in(desk.first, desk.second)
    close_round(round_=desk.round, by=desk.editor, now=NOW)
    assert remind(now=NOW + timedelta(days=3)) == 0


# --- By e-mail ------------------------------------------------------------------------------------------------------


def letters_to(person) -> list[Letter]:
    return list(Letter.objects.filter(to=person.email).order_by("pk"))


def test_by_choice_at_once_in_the_digest_or_not():
    desk = Desk()
    person = desk.reviewers[0]
    Letter.objects.all().delete()
    for way in Mail:
        choose_mail(person=person, choices={"reply": way}, by=person, now=NOW)
        notify(kind=Kind.REPLY, people=[person], now=NOW, article=desk.article)
    assert len(letters_to(person)) == 1
    assert list(Notice.objects.filter(kind="reply").order_by("pk").values_list("mail", flat=True)) == list(Mail)


def test_the_digest_comes_at_seven_in_their_own_morning():
    desk = Desk()
    person = desk.lead
    person.time_zone = "America/New_York"  # 04:30 there at NOW
    person.save()
    for kind in (Kind.FLAGGED, Kind.RETURNED, Kind.FLAGGED):
        notify(kind=kind, people=[person], now=NOW, article=desk.article, detail="A place.")
    morning = NOW.replace(hour=12, minute=0, tzinfo=UTC)
    assert send_digests(now=morning - timedelta(seconds=1)) == 0
    assert send_digests(now=morning) == 1
    assert send_digests(now=morning) == 0
    (letter,) = letters_to(person)
    assert letter.subject == "3 things on your desk"
    assert letter.text.count("Toll bridge to close") == 3
    assert letter.text.count("SOMETHING OF MINE") == 1
    assert send_digests(now=morning + timedelta(days=2)) == 0


def test_what_was_read_before_is_not_in_the_digest():
    desk = Desk()
    for _ in range(2):
        notify(kind=Kind.FLAGGED, people=[desk.lead], now=NOW, article=desk.article)
    read_notices(person=desk.lead, only=Notice.objects.filter(person=desk.lead).latest("pk").pk, now=NOW)
    tomorrow = NOW + timedelta(days=1)
    assert send_digests(now=tomorrow) == 1
    assert letters_to(desk.lead)[0].subject == "Flagged: Toll bridge to close"
    notify(kind=Kind.FLAGGED, people=[desk.lead], now=tomorrow, article=desk.article)
    read_notices(person=desk.lead, now=tomorrow)
    assert send_digests(now=tomorrow + timedelta(days=1)) == 0


def test_every_letter_says_how_to_end_it():
    desk = Desk()
    letter = letters_to(desk.reviewers[0])[0]
    link = letter.headers["List-Unsubscribe"].strip("<>")
    assert letter.headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert link in letter.text
    person, kinds = mail_of_link(link.rstrip("/").rpartition("/")[2])
    assert (person, kinds) == (desk.reviewers[0], [Kind.ASSIGNED])


def test_the_link_of_a_digest_ends_all_that_comes_in_it():
    person = make_person()
    _, kinds = mail_of_link(off_token(person, DIGEST))
    assert set(kinds) == {kind for kind, way in DEFAULTS.items() if way == Mail.DIGEST}
    choose_mail(person=person, choices={kind.value: "off" for kind in kinds}, by=None, now=NOW)
    assert mail_of_link(off_token(person, DIGEST)) == (person, [])


@pytest.mark.parametrize("token", ["", "nonsense", "WzEsImFzc2lnbmVkIl0:1w:abc"])
def test_a_link_that_is_none(token):
    with pytest.raises(NotDone):
        mail_of_link(token)


def test_choices_are_logged_and_checked():
    person = make_person()
    with recorded() as kinds:
        choose_mail(person=person, choices={"reply": "at_once"}, by=person, now=NOW)
        choose_mail(person=person, choices={"reply": "at_once"}, by=person, now=NOW)
        choose_mail(person=person, choices={"reply": "off"}, by=None, now=NOW)
        for wrong in ({"reply": "hourly"}, {"gossip": "off"}):
            with pytest.raises(Refused):
                choose_mail(person=person, choices=wrong, by=person, now=NOW)
    assert kinds == ["person.mail_chosen"] * 2
    assert Event.objects.latest("pk").right == "signed link"


# --- Reading --------------------------------------------------------------------------------------------------------


def test_reading_one_some_and_all():
    desk = Desk()
    for _ in range(4):
        notify(kind=Kind.FLAGGED, people=[desk.lead, desk.spare], now=NOW, article=desk.article)
    mine = list(Notice.objects.filter(person=desk.lead).order_by("pk").values_list("pk", flat=True))
    theirs = Notice.objects.filter(person=desk.spare).earliest("pk")
    assert str(unread(desk.lead)) == f"4-{mine[-1]}"
    assert read_notices(person=desk.lead, only=theirs.pk, now=NOW) == 0
    assert read_notices(person=desk.lead, only=mine[0], now=NOW) == 1
    assert read_notices(person=desk.lead, up_to=mine[2], now=NOW) == 2
    assert read_notices(person=desk.lead, now=NOW) == 1
    assert unread(desk.lead).count == 0
    assert unread(desk.spare).count == 4

"""The outbox: a letter is there if the action happened, goes out once, and is tried again where it did not."""

from datetime import timedelta
from smtplib import SMTPServerDisconnected

import pytest
from django.core import mail
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction

from editorial.post import outbox
from editorial.post.models import Letter
from tests.factories import NOW

pytestmark = pytest.mark.django_db


class Down(BaseEmailBackend):
    """A mail server that hangs up."""

    def send_messages(self, email_messages):  # noqa: ARG002
        raise SMTPServerDisconnected("Connection unexpectedly closed")


@pytest.fixture
def down(settings):
    settings.EMAIL_BACKEND = "tests.editorial.post.test_outbox.Down"


def put(**options) -> Letter:
    told = {"to": "asha@desk.test", "subject": "To review", "text": "https://desk.test/secret", "now": NOW}
    return outbox.put(**told | options)


def test_a_letter_goes_out_once_and_its_text_is_forgotten():
    letter = put(headers={"List-Unsubscribe": "<https://desk.test/off>"}, subject="To\nreview:  it")
    assert outbox.deliver(now=NOW) == 1
    assert outbox.deliver(now=NOW) == 0
    (sent,) = mail.outbox
    assert (sent.to, sent.subject, sent.body) == (["asha@desk.test"], "To review: it", "https://desk.test/secret")
    assert sent.extra_headers == {"List-Unsubscribe": "<https://desk.test/off>"}
    letter.refresh_from_db()
    assert (letter.text, letter.headers, letter.next_try, letter.sent_at) == ("", {}, None, NOW)


def test_no_letter_of_an_action_that_did_not_happen():
    with transaction.atomic():
        put()
        transaction.set_rollback(True)
    assert not Letter.objects.exists()


def test_what_fails_is_tried_again_later_and_later_and_given_up(down):
    letter, at = put(), NOW
    waits = []
    for _ in range(10):
        assert outbox.deliver(now=at) == 0
        letter.refresh_from_db()
        if letter.next_try is None:
            break
        waits.append(letter.next_try - at)
        assert outbox.deliver(now=letter.next_try - timedelta(seconds=1)) == 0
        at = letter.next_try
    assert waits == list(outbox.WAITS)
    assert letter.tries == len(outbox.WAITS) + 1
    assert letter.failure == "SMTPServerDisconnected: Connection unexpectedly closed"
    assert letter.sent_at is None
    assert "secret" in letter.text


def test_it_goes_out_when_the_server_is_back(down, settings):
    put()
    outbox.deliver(now=NOW)
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert outbox.deliver(now=NOW) == 0
    assert outbox.deliver(now=NOW + outbox.WAITS[0]) == 1
    assert Letter.objects.get().failure == ""


def test_a_letter_that_cannot_be_stops_no_other():
    put(headers={"X-Bad": "one\ntwo"})
    put(to="tomas@desk.test")
    assert outbox.deliver(now=NOW) == 1
    assert mail.outbox[0].to == ["tomas@desk.test"]


def test_of_a_process_that_ended_the_next_takes_over():
    put()
    assert outbox._take(NOW) is not None
    assert outbox._take(NOW) is None
    assert outbox.deliver(now=NOW + timedelta(minutes=9)) == 0
    assert outbox.deliver(now=NOW + timedelta(minutes=10)) == 1


def test_without_a_server_letters_wait(settings):
    settings.EMAIL_BACKEND = ""
    put()
    assert outbox.deliver(now=NOW) == 0
    assert Letter.objects.get().tries == 0


@pytest.mark.django_db(transaction=True)
def test_a_web_process_sends_by_itself_when_the_transaction_is_over(settings):
    settings.POST_IN_BACKGROUND = True
    with transaction.atomic():
        put(now=NOW)
        assert outbox._thread is None
    thread = outbox._thread
    if thread is not None:
        thread.join(20)
    assert Letter.objects.get().sent_at is not None
    assert len(mail.outbox) == 1

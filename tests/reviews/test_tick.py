"""`manage.py tick` does what time brings, says what it did, and nothing twice."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.management import call_command
from django.utils import timezone

from reviews.models import Assignment, Notice
from tests.factories import Desk

pytestmark = pytest.mark.django_db


def test_a_tick_reminds_writes_and_sends(capsys):
    Desk()
    now = timezone.now()
    Assignment.objects.update(state="started", started_at=now, returns_at=None, due=now - timedelta(hours=1))
    call_command("tick")
    told = capsys.readouterr().out
    assert "2 people reminded" in told
    assert "4 letters sent" in told
    assert {message.subject for message in mail.outbox} == {
        "To review: Toll bridge to close",
        "Overdue: Toll bridge to close",
    }
    call_command("tick")
    assert capsys.readouterr().out == ""
    assert Notice.objects.filter(kind="overdue").count() == 2

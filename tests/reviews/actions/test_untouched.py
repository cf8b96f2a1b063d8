"""What nobody begins goes back to the pool by `manage.py tick`, and its reviewer is told before and then."""

from datetime import timedelta

import pytest
from django.core.management import call_command

from reviews.actions.assign import assign, decline, withdraw
from reviews.actions.pool import return_all_untouched, warn_of_returning
from reviews.core.notices import Kind
from reviews.models import Assignment, Notice
from tests.factories import COST, NOW, Desk, again, mark

pytestmark = pytest.mark.django_db


def told(kind):
    """Return who was told of a kind of thing."""
    return sorted(Notice.objects.filter(kind=kind).values_list("person__name", flat=True))


def test_who_has_not_begun_is_told_once_before_and_loses_it_then(settings):
    desk = Desk()
    mark(desk.second, COST, "verified")
    back = NOW + settings.UNTOUCHED_RETURNS_AFTER
    soon = back - settings.UNTOUCHED_NOTICE_BEFORE
    assert warn_of_returning(now=soon - timedelta(seconds=1)) == 0
    assert [warn_of_returning(now=soon), warn_of_returning(now=soon)] == [1, 0]
    assert told(Kind.RETURNING) == ["Reviewer 1"]
    assert return_all_untouched(now=back - timedelta(seconds=1)) == 0
    assert [return_all_untouched(now=back), return_all_untouched(now=back)] == [1, 0]
    assert told(Kind.RETURNED) == ["Reviewer 1", "Samira the lead"]
    assert [again(part).state for part in desk.assignments] == ["withdrawn", "started"]
    assert warn_of_returning(now=back) == 0


def test_the_tick_does_both(capsys):
    desk = Desk()
    Assignment.objects.exclude(pk=desk.first.pk).update(returns_at=None)
    call_command("tick")
    assert "1 reviews back in the pool" in capsys.readouterr().out
    assert again(desk.first).state == "withdrawn"
    call_command("tick")
    assert capsys.readouterr().out == ""


def test_whoever_is_asked_loses_or_gives_up_a_review_is_told_or_their_lead_is():
    desk = Desk()
    Notice.objects.all().delete()
    assign(round_=desk.round, reviewers=[desk.spare], by=desk.editor, now=NOW)
    assert told(Kind.ASSIGNED) == ["Spare reviewer"]
    withdraw(assignment=desk.first, by=desk.editor, reason="on leave", now=NOW)
    assert told(Kind.RETURNED) == ["Reviewer 1"]
    decline(assignment=desk.second, reason="ill", now=NOW)
    assert told(Kind.RETURNED) == ["Reviewer 1", "Samira the lead"]

"""What time brings: reminders of due dates, and the digest. `manage.py tick` calls both; twice at once does no harm."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.dateformat import format as worded

from reviews.actions.notify import mail_digest, notify
from reviews.core.notices import Kind, Mail
from reviews.models import Assignment, Notice, Round

#: When the digest goes out, in the time of whoever gets it.
MORNING = time(7)
_SOON = timedelta(days=1)


@transaction.atomic
def remind(*, now: datetime) -> int:
    """Tell reviewers what is due within a day and what is overdue, each date once. Returns how many were told."""
    told = 0
    for assignment in _owed(now).select_related("reviewer", "round__article"):
        overdue = assignment.due <= now
        kind = Kind.OVERDUE if overdue else Kind.DUE_TOMORROW
        due = assignment.due.astimezone(_zone_of(assignment.reviewer))
        told += len(
            notify(
                kind=kind,
                people=[assignment.reviewer],
                now=now,
                article=assignment.round.article,
                assignment=assignment,
                detail=worded(due, "j F, H:i"),
                once=f"{kind}:{assignment.pk}:{assignment.due.timestamp():.0f}",
            )
        )
    return told


def send_digests(*, now: datetime) -> int:
    """Write to everybody what was kept for the digest before this morning and was not read since. Returns how many.

    Each person's morning is at seven in their own time, so that a tick at any time after it catches up.
    """
    waiting = Notice.objects.filter(mail=Mail.DIGEST, mailed_at=None)
    people = get_user_model().objects.filter(pk__in=waiting.values("person"))
    return sum(_send_digest(person, now) for person in people)


@transaction.atomic
def _send_digest(person: object, now: datetime) -> bool:
    """Put one person's digest into the outbox, if there is anything to tell."""
    waiting = list(
        Notice.objects.select_for_update(of=("self",))
        .filter(person=person, mail=Mail.DIGEST, mailed_at=None, made_at__lt=_last_morning(person, now))
        .select_related("article", "by")
        .order_by("pk")
    )
    Notice.objects.filter(pk__in=[notice.pk for notice in waiting]).update(mailed_at=now)
    unread = [notice for notice in waiting if notice.read_at is None]
    if not unread or not person.is_active:
        return False
    mail_digest(person=person, notices=unread, now=now)
    return True


def _owed(now: datetime) -> QuerySet[Assignment]:
    """Return the reviews, and the answers of second passes, that are due soon or were due."""
    marking = Q(state__in=[Assignment.State.ASSIGNED, Assignment.State.STARTED], round__stage=Round.Stage.MARKING)
    answering = Q(state=Assignment.State.SUBMITTED, round__stage=Round.Stage.RESPONDING, responded_at=None)
    return Assignment.objects.filter(marking | answering, due__lte=now + _SOON).order_by("pk")


def _last_morning(person: object, now: datetime) -> datetime:
    """Return the latest seven o'clock of a person that has passed."""
    there = now.astimezone(_zone_of(person))
    morning = datetime.combine(there.date(), MORNING, tzinfo=there.tzinfo)
    return morning if morning <= there else morning - timedelta(days=1)


def _zone_of(person: object) -> ZoneInfo:
    """Return a person's time zone, or the desk's."""
    try:
        return ZoneInfo(person.time_zone) if person.time_zone else timezone.get_default_timezone()
    except (ZoneInfoNotFoundError, ValueError):
        return timezone.get_default_timezone()

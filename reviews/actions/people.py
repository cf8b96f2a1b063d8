"""What a person can do, when they are away, and whose articles they may not review."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import IntegrityError, transaction

from articles.models import Publication, Story
from editorial.record import log
from reviews import rules
from reviews.actions.annotate import checked_words
from reviews.actions.errors import NotAllowed, Refused
from reviews.core.bylines import key_of
from reviews.models import Absence, Conflict, Profile
from reviews.models.profile import CAPACITY_AT_MOST, DEFAULT_CAPACITY

#: Subjects that a profile names, and characters of one.
BEATS_AT_MOST, BEAT_AT_MOST = 20, 60
#: Days that one absence can last.
ABSENCE_AT_MOST = 2 * 366


@transaction.atomic
def set_profile(
    *, person: object, capacity_hours: int, languages: Sequence[str], beats: Sequence[str], by: object, now: datetime
) -> Profile:
    """Say how many hours a week a person has, which languages they read (none: any) and what they know about.

    By themselves, or an admin. The same again makes no event. Raises NotAllowed, or Refused.
    """
    if not rules.may_change_profile(by, person):
        raise NotAllowed("A profile is its owner's to change, or an admin's.")
    if not 0 <= capacity_hours <= CAPACITY_AT_MOST:
        raise Refused(f"Capacity: between 0 and {CAPACITY_AT_MOST} hours per week.", field="capacity_hours")
    wished = {
        "capacity_hours": capacity_hours,
        "languages": sorted(set(languages)),
        "beats": _beats(beats),
    }
    profile = Profile.objects.select_for_update().filter(person=person).first()
    before = {name: getattr(profile, name) for name in wished} if profile else _unsaid()
    if before == wished:
        return profile or Profile(person=person, **wished)
    profile, _ = Profile.objects.update_or_create(person=person, defaults={**wished, "changed_at": now})
    _log("person.profile", by, person, now, {"before": before, "after": wished})
    return profile


@transaction.atomic
def add_absence(*, person: object, first: date, last: date, by: object, now: datetime) -> Absence:
    """Say that a person reviews nothing from one day to another, both included.

    By themselves, an editor, an admin or a lead of theirs. Raises NotAllowed, or Refused for days that are over, out of
    order, or taken by another absence.
    """
    check_keeper(by, person)
    if last < first:
        raise Refused("To: it comes before “from”.", field="last")
    if last < now.date():
        raise Refused("To: these days are over.", field="last")
    if (last - first).days > ABSENCE_AT_MOST:
        raise Refused("To: at most two years after “from”.", field="last")
    if Absence.objects.filter(person=person, first__lte=last, last__gte=first).exists():
        raise Refused(f"{person} is away on some of these days already.", field="first")
    absence = Absence.objects.create(person=person, first=first, last=last, made_by=by, made_at=now)
    _log("person.absence", by, person, now, {"from": first.isoformat(), "to": last.isoformat()})
    return absence


@transaction.atomic
def remove_absence(*, absence: Absence, by: object, now: datetime) -> None:
    """Take an absence back. Twice is harmless. Raises NotAllowed."""
    check_keeper(by, absence.person)
    days = {"from": absence.first.isoformat(), "to": absence.last.isoformat()}
    gone, _ = Absence.objects.filter(pk=absence.pk).delete()
    if gone:
        _log("person.absence_removed", by, absence.person, now, days)


@transaction.atomic
def add_conflict(
    *,
    person: object,
    by: object,
    now: datetime,
    publication: Publication | None = None,
    story: Story | None = None,
    byline: str = "",
    why: str = "",
) -> Conflict:
    """Say that a person may not review what is of a publication, about a story, or by somebody: one of the three.

    What they review already stays theirs. By themselves, an editor, an admin or a lead of theirs. Raises NotAllowed, or
    Refused.
    """
    check_keeper(by, person)
    byline, why = (" ".join(checked_words(words, name).split()) for words, name in ((byline, "byline"), (why, "why")))
    if sum([publication is not None, story is not None, bool(byline)]) != 1:
        raise Refused("Conflict: choose a publication, a story or a byline, one of them.")
    if byline and not key_of(byline):
        raise Refused("Byline: a name has letters.", field="byline")
    for name, words, at_most in (("byline", byline, 120), ("why", why, 300)):
        if len(words) > at_most:
            raise Refused(f"{name.capitalize()}: at most {at_most} characters.", field=name)
    try:
        with transaction.atomic():
            conflict = Conflict.objects.create(
                person=person,
                publication=publication,
                story=story,
                byline=byline,
                byline_key=key_of(byline),
                why=why,
                made_by=by,
                made_at=now,
            )
    except IntegrityError as error:
        raise Refused(f"{person} has this conflict of interest already.") from error
    _log("person.conflict", by, person, now, {"with": conflict.subject, "why": why})
    return conflict


@transaction.atomic
def remove_conflict(*, conflict: Conflict, by: object, now: datetime) -> None:
    """Take a conflict of interest back. Twice is harmless. Raises NotAllowed.

    Who has one cannot take back what an editor, an admin or a lead said of them.
    """
    check_keeper(by, conflict.person)
    if by.pk == conflict.person_id and conflict.made_by_id not in {None, by.pk} and not rules.right_over(by, None):
        raise NotAllowed(f"{conflict.made_by} set this; an editor or your lead can take it back.")
    gone, _ = Conflict.objects.filter(pk=conflict.pk).delete()
    if gone:
        _log("person.conflict_removed", by, conflict.person, now, {"with": conflict.subject})


def _unsaid() -> dict[str, object]:
    """Return what counts for who has said nothing."""
    return {"capacity_hours": DEFAULT_CAPACITY, "languages": [], "beats": []}


def _beats(beats: Sequence[str]) -> list[str]:
    """Return subjects in their order, each once."""
    cleaned = list(dict.fromkeys(" ".join(checked_words(beat, "beats").split()) for beat in beats))
    cleaned = [beat for beat in cleaned if beat]
    if len(cleaned) > BEATS_AT_MOST or any(len(beat) > BEAT_AT_MOST for beat in cleaned):
        raise Refused(f"Beats: at most {BEATS_AT_MOST}, of {BEAT_AT_MOST} characters each.", field="beats")
    return cleaned


def check_keeper(by: object, person: object) -> None:
    """Pass only whoever may say that a person is away or has a conflict."""
    if not rules.may_keep(by, person):
        raise NotAllowed("Only they themselves, their lead, an editor or an admin change this.")


def _log(kind: str, by: object, person: object, now: datetime, payload: dict) -> None:
    """Append to the desk's chain."""
    right = "themselves" if by.pk == person.pk else rules.right_over(by, None) or "lead"
    log.append(chain=log.DESK, kind=kind, actor=by, right=right, at=now, payload={"person": person.pk, **payload})

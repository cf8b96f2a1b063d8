"""What moderators do about a case: hide, restore, redact, warn, dismiss, hand on. Suspending is in `suspend.py`.

Each takes the case at the version that was seen, a reason of the list and a note, and can be named as the undoing of an
earlier event. Nobody moderates their own things, their own flags or a case they are party to (`rules`).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from articles.models import Article
from editorial.record import log
from reviews import rules
from reviews.actions.annotate import checked_words
from reviews.actions.editing import lock_rounds
from reviews.actions.errors import NotAllowed, Refused, Stale
from reviews.actions.flag import APPEAL_SEVERITY, SEVERITY, locked
from reviews.actions.settle import settle
from reviews.models import Appeal, Case, Flag, ModerationEntry
from reviews.queries.moderation import is_held, last_entry

Deed = ModerationEntry.Deed
NOTE_AT_MOST = 4_000


@dataclass(frozen=True, slots=True)
class Why:
    """By whom something is done, why, and when. `undoes` is the entry that it takes back."""

    by: object
    reason: str
    note: str
    now: datetime
    undoes: ModerationEntry | None = None


@transaction.atomic
def take(*, case: Case, by: object, now: datetime) -> Case:
    """Take a case on, so that no other moderator does the same; it is free again after an hour, or when decided."""
    case = locked(case.pk)
    _check_person(case, by, now)
    if case.is_open:
        case.held_by, case.held_at = by, now
        case.save(update_fields=["held_by", "held_at"])
        _log_held(case, "moderation.taken", by, now)
    return case


@transaction.atomic
def release(*, case: Case, by: object, now: datetime) -> Case:
    """Give a case back that one has taken on."""
    case = locked(case.pk)
    if case.held_by_id == by.pk:
        case.held_by = case.held_at = None
        case.save(update_fields=["held_by", "held_at"])
        _log_held(case, "moderation.released", by, now)
    return case


@transaction.atomic
def hide(*, case: Case, version: int, why: Why) -> ModerationEntry:
    """Take something off every page but the moderators'; its vote no longer counts, from this moment on."""
    case = begin(case, version=version, why=why)
    if case.hidden:
        raise Refused("It is hidden already.")
    _set_hidden(case, why.now)
    entry = end(case, Deed.HIDE, why)
    _settle(case, why.now)
    return entry


@transaction.atomic
def restore(*, case: Case, version: int, why: Why) -> ModerationEntry:
    """Bring back what was hidden: everything is as it was before."""
    case = begin(case, version=version, why=why)
    if not case.hidden:
        raise Refused("It is not hidden.")
    _set_hidden(case, None)
    entry = end(case, Deed.RESTORE, why)
    _settle(case, why.now)
    return entry


@transaction.atomic
def warn(*, case: Case, version: int, why: Why) -> ModerationEntry:
    """Tell its author, on their desk, that this must not happen again."""
    case = begin(case, version=version, why=why)
    if case.person_id is None:
        raise Refused("Nobody on the desk is its author, so there is nobody to warn.")
    return end(case, Deed.WARN, why)


@transaction.atomic
def dismiss_flags(*, case: Case, version: int, why: Why) -> ModerationEntry:
    """Say that nothing is wrong with it; it leaves the queue as it is."""
    case = begin(case, version=version, why=why)
    if not case.is_open:
        raise Refused("There is nothing to dismiss: no flag and no appeal is open.")
    return end(case, Deed.DISMISS, why)


@transaction.atomic
def reopen(*, case: Case, version: int, why: Why) -> ModerationEntry:
    """Take back a dismissal: the flags that it answered are open again."""
    case = begin(case, version=version, why=why)
    when = why.undoes.at
    flags, appeals = Flag.objects.filter(case=case, answered_at=when), Appeal.objects.filter(entry__case=case)
    gravest = [SEVERITY[kind] for kind in flags.values_list("kind", flat=True)]
    gravest += [APPEAL_SEVERITY] * appeals.filter(answered_at=when).count()
    flags.update(answered_at=None)
    appeals.filter(answered_at=when).update(answered_at=None)
    return end(case, Deed.DISMISS, why, leaves=max(gravest, default=1))


@transaction.atomic
def escalate(*, case: Case, version: int, why: Why) -> ModerationEntry:
    """Hand a case to an admin; it stays open."""
    case = begin(case, version=version, why=why)
    if case.escalated:
        raise Refused("It was handed to an admin already.")
    case.escalated = True
    return end(case, Deed.ESCALATE, why, leaves=max(case.severity, 1))


def begin(case: Case, *, version: int, why: Why) -> Case:
    """Return the case as it is now, locked, if this person may decide it and saw this version of it.

    Raises NotAllowed, Refused, and Stale with what the other moderator did.
    """
    case = locked(case.pk)
    if case.version != version:
        raise Stale(_done_meanwhile(case), current=case)
    _check_person(case, why.by, why.now)
    if why.reason not in ModerationEntry.Reason.values:
        raise Refused("Reason: choose one of the list.", field="reason")
    note = checked_words(why.note, "note").strip()
    if not note or len(note) > NOTE_AT_MOST:
        raise Refused(f"Note: say in a few words why, in {NOTE_AT_MOST:,} characters at most.", field="note")
    return case


def end(case: Case, deed: str, why: Why, *, leaves: int = 0, told: dict | None = None) -> ModerationEntry:
    """Note what was done: the event, the entry, and what it leaves open (a severity; 0: the case is closed)."""
    payload = {
        "case": case.pk,
        "thing": [case.kind, case.thing_id],
        "person": case.person_id,
        "why": why.reason,
        "note": why.note.strip(),
        **(told or {}),
    }
    if why.undoes is not None:
        payload["undoes"] = why.undoes.position
    event = log.append(
        chain=log.article_chain(case.article_id),
        kind=f"moderation.{'reopen' if deed == Deed.DISMISS and leaves else deed}",
        actor=why.by,
        right=why.by.role,
        at=why.now,
        payload=payload,
    )
    if not leaves:
        Flag.objects.filter(case=case, answered_at=None).update(answered_at=why.now)
        Appeal.objects.filter(entry__case=case, answered_at=None).update(answered_at=why.now)
        case.escalated = False
    case.is_open, case.severity = bool(leaves), leaves
    case.held_by = case.held_at = None
    case.version += 1
    case.save(update_fields=["is_open", "severity", "escalated", "held_by", "held_at", "version"])
    if deed == Deed.DISMISS and leaves:
        return why.undoes
    return ModerationEntry.objects.create(
        case=case,
        deed=deed,
        reason=why.reason,
        note=why.note.strip(),
        by=why.by,
        at=why.now,
        position=event.position,
    )


def settle_all(articles: Iterable[int], now: datetime) -> None:
    """Work out articles anew, by number, in one order."""
    for article in Article.objects.filter(pk__in=set(articles)).select_related("current").order_by("pk"):
        settle(article=article, now=now)


def articles_of(case: Case) -> set[int]:
    """Return the articles whose votes rest on what a case is about: those where a source is attached, else its own."""
    if case.kind != Case.Kind.SOURCE:
        return {case.article_id}
    cited = case.source.attached.values_list("annotation__revision__article", flat=True)
    return {case.article_id, *cited}


def _check_person(case: Case, by: object, now: datetime) -> None:
    """Pass only who may decide the case, while nobody else is at it."""
    why_not = rules.why_not_moderate(by, case)
    if why_not:
        raise NotAllowed(why_not)
    if is_held(case, by, now):
        raise Stale(f"{case.held_by} has taken this case on and is at it. Nothing was done.", current=case)


def _done_meanwhile(case: Case) -> str:
    """Say what another moderator did while this one looked at the case."""
    entry = last_entry(case)
    if entry is None or case.is_open:
        return "Something was added to this case while you looked at it. Look at it again; nothing was done."
    return (
        f"{entry.by} {entry.get_deed_display()} meanwhile ({entry.get_reason_display()}: {entry.note}). "
        "Nothing else was done."
    )


def _set_hidden(case: Case, moment: datetime | None) -> None:
    """Hide or show a thing."""
    lock_rounds(*articles_of(case))
    thing = case.thing
    thing.hidden_at = moment
    thing.save(update_fields=["hidden_at"])


def _settle(case: Case, now: datetime) -> None:
    """Work out anew what rests on it, in the same transaction. Articles without a round have nothing to work out."""
    settle_all(Article.objects.filter(pk__in=articles_of(case), rounds__isnull=False).values_list("pk", flat=True), now)


def _log_held(case: Case, kind: str, by: object, now: datetime) -> None:
    log.append(
        chain=log.article_chain(case.article_id),
        kind=kind,
        actor=by,
        right=by.role,
        at=now,
        payload={"case": case.pk, "thing": [case.kind, case.thing_id]},
    )

"""Reporting that something is wrong, and answering a moderator's decision about one's own work."""

from datetime import datetime

from django.db import transaction
from django.db.models import Model

from editorial.record import log
from reviews.actions.annotate import checked_words
from reviews.actions.bounds import check_rate
from reviews.actions.editing import lock_rounds
from reviews.actions.errors import NotAllowed, NotDone, Refused, Stale
from reviews.actions.suspended import check_may_act
from reviews.models import Appeal, Case, Flag, FlagKind, ModerationEntry
from reviews.queries.moderation import article_of, author_of, thing_for

#: Characters of a flag's note, and of an appeal, that the desk keeps.
NOTE_AT_MOST, APPEAL_AT_MOST = 2_000, 4_000
#: How grave an open flag is, and an appeal: somebody waits for it.
SEVERITY = {kind: len(FlagKind.values) - place for place, kind in enumerate(FlagKind.values)}
APPEAL_SEVERITY = max(SEVERITY.values()) + 1
#: Decisions that can be appealed against.
APPEALABLE = {
    ModerationEntry.Deed.HIDE,
    ModerationEntry.Deed.REDACT,
    ModerationEntry.Deed.WARN,
    ModerationEntry.Deed.SUSPEND,
}


@transaction.atomic
def flag(*, thing: str, pk: int, by: object, kind: str, note: str, now: datetime) -> Flag:
    """Report a mark, an answer, a comment, a source or an article; the same person's second flag changes nothing.

    The event names the reporter in its payload only: the actor is shown to whoever reads the log. Raises NotDone for
    what the person cannot see, Refused, and NotAllowed.
    """
    check_may_act(by, now)
    reported = thing_for(by, thing, pk)
    if reported is None:
        raise NotDone("There is no such thing here.")
    if author_of(reported) == by.pk:
        raise Refused("It is your own: change it, or ask a moderator.")
    if kind not in FlagKind.values:
        raise Refused("Kind: choose what is wrong with it.", field="kind")
    note = _words(note, "note", NOTE_AT_MOST)
    case = case_of(reported, now)
    known = Flag.objects.filter(case=case, by=by).first()
    if known:
        return known
    check_rate(Flag.objects.filter(by=by), "flags", moment="at", now=now)
    made = Flag.objects.create(case=case, by=by, kind=kind, note=note, at=now)
    _into_queue(case, SEVERITY[kind], now)
    log.append(
        chain=log.article_chain(case.article_id),
        kind="moderation.flagged",
        actor=None,
        right="somebody on the desk",
        at=now,
        payload={"case": case.pk, "thing": [case.kind, case.thing_id], "by": by.pk, "kind": kind, "note": note},
    )
    return made


@transaction.atomic
def appeal(*, entry: ModerationEntry, by: object, text: str, now: datetime) -> Appeal:
    """Answer a decision about one's own work, once; the case goes back to the top of the queue.

    A suspended person may. Raises NotAllowed, Refused, Stale where it was taken back already.
    """
    case = locked(entry.case_id)
    if case.person_id != by.pk:
        raise NotAllowed("Only whose work it is appeals.")
    if entry.deed not in APPEALABLE:
        raise Refused("There is nothing to appeal against.")
    if Appeal.objects.filter(entry=entry).exists():
        raise Refused("You have appealed against this already; a moderator will answer.")
    if entry.deed == ModerationEntry.Deed.HIDE and not case.hidden:
        raise Stale("It has been restored meanwhile.")
    text = _words(text, "appeal", APPEAL_AT_MOST)
    if not text:
        raise Refused("Appeal: say why the decision is wrong.", field="text")
    made = Appeal.objects.create(entry=entry, by=by, text=text, at=now)
    _into_queue(case, APPEAL_SEVERITY, now)
    log.append(
        chain=log.article_chain(case.article_id),
        kind="moderation.appealed",
        actor=by,
        right="whose work it is",
        at=now,
        payload={"case": case.pk, "thing": [case.kind, case.thing_id], "against": entry.position, "why": text},
    )
    return made


def case_of(thing: Model, now: datetime) -> Case:
    """Return the case about a thing, locked; it is made when it is first needed, and then in no queue yet."""
    kind = thing._meta.model_name
    article = article_of(thing)
    lock_rounds(article)
    case = Case.objects.filter(**{kind: thing}, kind=kind).first()
    if case is None:
        about = {} if kind == Case.Kind.ARTICLE else {"article_id": article}
        about |= {"person_id": author_of(thing), "is_open": False, "opened_at": now}
        case, _ = Case.objects.get_or_create(kind=kind, **{kind: thing}, defaults=about)
    return locked(case.pk)


def locked(pk: int) -> Case:
    """Return a case as it is now, while nobody else decides it."""
    lock_rounds(Case.objects.values_list("article", flat=True).get(pk=pk))
    return Case.objects.select_for_update().get(pk=pk)


def _into_queue(case: Case, severity: int, now: datetime) -> None:
    """Put a case into the queue; it keeps its place there if it is in it."""
    if not case.is_open:
        case.is_open, case.opened_at, case.severity = True, now, 0
        case.held_by = case.held_at = None
    case.severity = max(case.severity, severity)
    case.version += 1
    case.save(update_fields=["is_open", "opened_at", "severity", "held_by", "held_at", "version"])


def _words(words: str, field: str, at_most: int) -> str:
    """Return what somebody wrote, if it is not too long."""
    words = checked_words(words, field).strip()
    if len(words) > at_most:
        raise Refused(f"{field.capitalize()}: at most {at_most:,} characters; it has {len(words):,}.", field=field)
    return words

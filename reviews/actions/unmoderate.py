"""Taking back what a moderator did: an ordinary deed of its own, named in the log as the undoing."""

from django.db import transaction

from reviews.actions.errors import NotDone, Refused, Stale
from reviews.actions.moderate import Deed, Why, hide, reopen, restore
from reviews.actions.suspend import lift, suspend
from reviews.models import ModerationEntry, Suspension


@transaction.atomic
def undo_moderation(*, entry: ModerationEntry, version: int, why: Why) -> ModerationEntry:
    """Undo a decision, if nothing was built upon it since. Raises Refused with what stands in the way, or Stale."""
    sentence = why_not_undo(entry)
    if sentence:
        raise Refused(sentence)
    why = Why(why.by, why.reason, why.note, why.now, undoes=entry)
    how = {"case": entry.case, "version": version, "why": why}
    if entry.deed == Deed.HIDE:
        return restore(**how)
    if entry.deed == Deed.RESTORE:
        return hide(**how)
    if entry.deed == Deed.DISMISS:
        return reopen(**how)
    former = Suspension.objects.filter(case__person=entry.case.person_id, at__lte=entry.at).order_by("-at").first()
    if former is None:
        raise NotDone("There is no such suspension.")
    if entry.deed == Deed.SUSPEND:
        return lift(**how, votes_count=True)
    if former.until <= why.now:
        raise Stale("The time of that suspension is over; suspend anew if need be.")
    return suspend(**how, until=former.until, votes_count=former.votes_count)


def why_not_undo(entry: ModerationEntry) -> str:
    """Return what stands in the way of undoing a decision, or an empty string."""
    if entry.deed == Deed.REDACT:
        return "What was taken out is gone for good: nobody can bring it back."
    if entry.deed == Deed.WARN:
        return "A warning that was given cannot be unsaid; say so in a note to the author."
    if entry.deed == Deed.ESCALATE:
        return "It was handed on; whoever has it now decides."
    pairs = {Deed.HIDE: {Deed.RESTORE}, Deed.RESTORE: {Deed.HIDE}, Deed.SUSPEND: {Deed.LIFT}, Deed.LIFT: {Deed.SUSPEND}}
    about = {"case__person": entry.case.person_id} if entry.deed in {Deed.SUSPEND, Deed.LIFT} else {"case": entry.case}
    undoing = pairs.get(entry.deed, {Deed.DISMISS, Deed.HIDE, Deed.REDACT})
    later = ModerationEntry.objects.filter(**about, deed__in=undoing, at__gte=entry.at, pk__gt=entry.pk)
    found = later.select_related("by").order_by("at", "pk").first()
    if found:
        return f"{found.by} {found.get_deed_display()} since, on {found.at:%-d %B %Y}. Undo that first."
    if entry.deed == Deed.DISMISS and entry.case.is_open:
        return "The case is open again already."
    return ""

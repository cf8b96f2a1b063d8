"""What somebody says of a conflict between articles of a story: that it is none."""

from datetime import datetime

from django.db import transaction

from articles.actions.compare_story import recount
from articles.actions.errors import Refused
from articles.crosscheck.compared import every_conflict, opened
from articles.models import Comparison, DismissedConflict, Story
from articles.one_line import one_line
from editorial.record import log

#: Characters of a reason that are kept.
REASON_AT_MOST = 1000


@transaction.atomic
def dismiss_conflict(
    *, story: Story, key: str, reason: str, by: object, right: str, now: datetime
) -> DismissedConflict:
    """Say that what two articles of a story say is no contradiction, and why; remembered when it is compared again.

    Raises Refused.
    """
    comparison = Comparison.objects.filter(story=story).first()
    conflict = next(
        (c for _, c in every_conflict(opened(comparison.topics if comparison else [])) if c.key == key), None
    )
    if conflict is None:
        raise Refused("The articles were compared anew meanwhile. Look at the story again.")
    reason = one_line(reason, REASON_AT_MOST)
    if not reason:
        raise Refused("Say in a few words why this is no contradiction.")
    dismissed = DismissedConflict.objects.create(
        story=story,
        aspect=conflict.aspect,
        about=conflict.about[:300],
        sides=[sorted(side.values) for side in conflict.sides],
        words=" / ".join(side.words for side in conflict.sides)[:500],
        reason=reason,
        by=by,
        at=now,
    )
    _log("conflict.dismissed", dismissed, by, right, now)
    recount(Comparison.objects.select_for_update().get(story=story))
    return dismissed


@transaction.atomic
def take_back_dismissal(*, dismissed: DismissedConflict, by: object, right: str, now: datetime) -> None:
    """Let a conflict that was dismissed stand again. Twice is harmless."""
    dismissed = DismissedConflict.objects.select_for_update().filter(pk=dismissed.pk).first()
    if dismissed is None:
        return
    _log("conflict.taken_up", dismissed, by, right, now)
    story = dismissed.story_id
    dismissed.delete()
    comparison = Comparison.objects.select_for_update().filter(story=story).first()
    if comparison is not None:
        recount(comparison)


def _log(kind: str, dismissed: DismissedConflict, by: object, right: str, now: datetime) -> None:
    """Append to the desk's chain."""
    log.append(
        chain=log.DESK,
        kind=kind,
        actor=by,
        right=right,
        at=now,
        payload={
            "story": dismissed.story_id,
            "about": dismissed.about,
            "sides": dismissed.sides,
            "reason": dismissed.reason,
        },
    )

from datetime import datetime

from django.db import transaction

from editorial.record import log
from reviews import rules
from reviews.actions.annotate import checked_words
from reviews.actions.errors import NotAllowed, Refused, Stale
from reviews.models import Guidelines, Team
from reviews.models.guidelines import GUIDELINES_AT_MOST


@transaction.atomic
def set_guidelines(
    *, team: Team, text: str, by: object, now: datetime, version: int, what_changed: str = ""
) -> Guidelines | None:
    """Write the next version of what a team tells its reviewers; the same text again writes none.

    `version` is the one that was seen, 0 for none: where somebody wrote another meanwhile, Stale is raised and nothing
    is overwritten. By an admin or the team's lead. Raises NotAllowed, or Refused for a text that is too long.
    """
    right = rules.right_to_run(by, team)
    if not right:
        raise NotAllowed("Only an admin, or the team's lead, writes its guidelines.")
    if len(text) > GUIDELINES_AT_MOST:
        raise Refused(f"Guidelines: at most {GUIDELINES_AT_MOST:,} characters; they have {len(text):,}.", field="text")
    text = checked_words(text, "text", at_most=GUIDELINES_AT_MOST).strip()
    Team.objects.select_for_update().get(pk=team.pk)
    newest = Guidelines.objects.filter(team=team).first()
    if (newest.version if newest else 0) != version:
        raise Stale("Somebody else changed the guidelines meanwhile. Yours are kept below.", current=newest)
    if text == (newest.text if newest else ""):
        return newest
    written = Guidelines.objects.create(
        team=team,
        version=version + 1,
        text=text,
        what_changed=" ".join(what_changed.split())[:200],
        made_at=now,
        made_by=by,
    )
    log.append(
        chain=log.DESK,
        kind="team.guidelines",
        actor=by,
        right=right,
        at=now,
        payload={"team": team.pk, "version": written.version, "text": text, "why": written.what_changed},
    )
    return written

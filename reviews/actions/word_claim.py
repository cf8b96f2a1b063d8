"""How a claim is worded, and what it bears on the article."""

from datetime import datetime

from django.db import transaction

from editorial.record.models import Event
from reviews.actions.annotate import checked_words
from reviews.actions.editing import begin_edit, end_edit
from reviews.actions.errors import Refused
from reviews.core.verdicts import Bearing
from reviews.models import Claim

#: Characters of a statement that an editor words; a quoted passage may be longer.
STATEMENT_AT_MOST = 600


@transaction.atomic
def word_claim(
    *, claim: Claim, statement: str, by: object, version: int, now: datetime, undoes: Event | None = None
) -> Claim:
    """Say in one sentence what is asserted. The same words again change nothing."""
    claim = begin_edit(claim, by=by, version=version)
    statement = checked_statement(statement, at_most=max(STATEMENT_AT_MOST, len(claim.statement)))
    if statement != claim.statement:
        before, claim.statement = claim.statement, statement
        payload = {"before": before, "after": statement}
        end_edit([claim], kind="claim.worded", by=by, now=now, payload=payload, undoes=undoes)
    return claim


@transaction.atomic
def set_bearing(
    *, claim: Claim, bearing: str, by: object, version: int, now: datetime, undoes: Event | None = None
) -> Claim:
    """Say whether the article would still say what it says without the claim. The same again changes nothing."""
    claim = begin_edit(claim, by=by, version=version)
    if bearing not in set(Bearing):
        raise Refused("Bearing: central or incidental.", field="bearing")
    if bearing != claim.bearing:
        before, claim.bearing = claim.bearing, bearing
        payload = {"before": before, "after": bearing}
        end_edit([claim], kind="claim.bearing_set", by=by, now=now, payload=payload, undoes=undoes)
    return claim


def checked_statement(statement: str, *, at_most: int = STATEMENT_AT_MOST) -> str:
    """Return a statement fit to stand, or refuse it."""
    statement = checked_words(statement, "statement").strip()
    if not statement:
        raise Refused("Statement: say what is asserted.", field="statement")
    if len(statement) > at_most:
        raise Refused(
            f"Statement: at most {at_most} characters, in one sentence; it has {len(statement)}.", field="statement"
        )
    return statement

"""How much one person may do in a while. Counted in the database: every process of the desk sees the same."""

from datetime import datetime, timedelta

from django.db.models import QuerySet

from reviews.actions.errors import Refused

#: What a person may add within an hour. Far above what work takes, far below what a flood needs.
PER_HOUR = {"flags": 30, "comments": 60, "sources": 240}
_WHILE = timedelta(hours=1)


def check_rate(rows: QuerySet, what: str, *, moment: str, now: datetime) -> None:
    """Refuse where a person's `rows` of the last hour are as many as there may be. `moment` is when a row was made."""
    at_most = PER_HOUR[what]
    # Counts no further than it has to.
    recent = rows.filter(**{f"{moment}__gt": now - _WHILE}).order_by()[:at_most].count()
    if recent >= at_most:
        raise Refused(f"That was {at_most} {what} within an hour. Nothing was added; go on in a while.")

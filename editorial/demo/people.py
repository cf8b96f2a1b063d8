"""Play what the demo's people are beside their reviews: profiles, absences, conflicts, guidelines, an invitation."""

import tomllib
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from articles.models import Publication
from editorial.accounts.models import User
from reviews.actions.guidelines import set_guidelines
from reviews.actions.invite import invite
from reviews.actions.people import add_absence, add_conflict, set_profile
from reviews.actions.read_notices import choose_mail, read_notices
from reviews.actions.remind import remind
from reviews.core.notices import DEFAULTS, Mail
from reviews.models import Guidelines, Notice, Team

#: Notices older than so many days were read.
_READ_AFTER = 3

At = Callable[[float], datetime]


@cache
def plan(path: Path = Path(__file__).parent / "people.toml") -> Mapping[str, list[dict[str, Any]]]:
    """Return what the file says, table by table."""
    return tomllib.loads(path.read_text(encoding="utf-8"))


def set_up(people: Mapping[str, User], teams: Mapping[str, Team], at: At) -> None:
    """Let people say what they can do and teams what they ask for. Nobody gets an e-mail for what is only played."""
    for person in people.values():
        choose_mail(person=person, choices=dict.fromkeys(DEFAULTS, Mail.OFF.value), by=person, now=at(-60))
    for row in plan()["profile"]:
        person = people[row["person"]]
        told = {"capacity_hours": row["capacity"], "languages": row["languages"], "beats": row["beats"]}
        set_profile(person=person, **told, by=person, now=at(-59))
    for row in plan()["guidelines"]:
        team = teams[row["team"]]
        set_guidelines(
            team=team,
            text=row["text"],
            what_changed=row.get("changed", ""),
            version=Guidelines.objects.filter(team=team).count(),
            by=people[row["by"]],
            now=at(row["day"]),
        )


def wind_up(people: Mapping[str, User], teams: Mapping[str, Team], publications: Mapping[str, str], at: At) -> None:
    """Let people be away and recuse themselves, invite somebody, and tell everybody what is due."""
    for row in plan()["absence"]:
        add_absence(
            person=people[row["person"]],
            first=at(row["from"]).date(),
            last=at(row["to"]).date(),
            by=people[row["by"]],
            now=at(min(row["from"], 0) - 1),
        )
    for row in plan()["conflict"]:
        publication = row.get("publication")
        add_conflict(
            person=people[row["person"]],
            publication=Publication.objects.get(name=publications[publication]) if publication else None,
            byline=row.get("byline", ""),
            why=row["why"],
            by=people[row["by"]],
            now=at(-20),
        )
    for row in plan()["invitation"]:
        invite(email=row["email"], team=teams[row["team"]], role=row["role"], by=people[row["by"]], now=at(row["day"]))
    remind(now=at(0))
    for person in people.values():
        old = Notice.objects.filter(person=person, made_at__lt=at(0) - timedelta(days=_READ_AFTER)).order_by("pk")
        for notice in old:
            read_notices(person=person, only=notice.pk, now=at(-_READ_AFTER))
        choose_mail(person=person, choices=dict(DEFAULTS), by=person, now=at(0))

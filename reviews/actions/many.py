"""One decision about many cases, and a look at what it will change before it is made."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NoReturn

from django.db import transaction

from articles.models import Article
from reviews.actions.errors import Refused
from reviews.actions.moderate import Why, dismiss_flags, escalate, hide, restore, warn
from reviews.models import Case, ModerationEntry, Standing

#: What can be done to many at once. Suspending and redacting are decided one by one.
_DEEDS: dict[str, Callable[..., ModerationEntry]] = {
    "hide": hide,
    "restore": restore,
    "warn": warn,
    "dismiss": dismiss_flags,
    "escalate": escalate,
}
#: Cases that are decided at once at most.
AT_MOST = 50


@dataclass(frozen=True, slots=True)
class Change:
    """An article whose status, or what it rests on, a decision changes."""

    article: Article
    before: str
    after: str
    rests_on: str
    now_rests_on: str


class _Back(Exception):  # noqa: N818 - no error: the way back out of a rehearsal
    """Everything was done, seen, and is taken back."""


@transaction.atomic
def moderate_many(*, cases: Sequence[tuple[Case, int]], deed: str, why: Why) -> list[ModerationEntry]:
    """Do the same to every case, each at the version that was seen: all or nothing."""
    if deed not in _DEEDS:
        raise Refused("Choose what is to be done.", field="deed")
    if not cases or len(cases) > AT_MOST:
        raise Refused(f"Choose cases: at least one, at most {AT_MOST}.")
    return [_DEEDS[deed](case=case, version=version, why=why) for case, version in cases]


def rehearse(act: Callable[[], object], *, now: datetime) -> list[Change]:
    """Return which articles a decision of this moment would change: it is carried out in full and taken back."""
    after: dict[int, tuple[str, str]] = {}
    try:
        with transaction.atomic():
            act()
            after = _standings(settled_at=now)
            _take_back()
    except _Back:
        before = _standings(article__in=list(after))
    differing = [pk for pk in after if pk in before and before[pk] != after[pk]]
    articles = Article.objects.in_bulk(differing)
    return [Change(articles[pk], before[pk][0], after[pk][0], before[pk][1], after[pk][1]) for pk in sorted(differing)]


def _take_back() -> NoReturn:
    raise _Back


def _standings(**among: object) -> dict[int, tuple[str, str]]:
    """Return the status of articles and what it rests on, by number."""
    rows = Standing.objects.filter(**among).order_by().values_list("article", "status", "rests_on")
    return {article: (status, rests_on) for article, status, rests_on in rows}

"""A plan becomes rounds and assignments: all of it, or none."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from articles.models import Article
from reviews.actions.assign import assign
from reviews.actions.errors import Refused, Stale
from reviews.actions.open_round import open_round, refuse_past
from reviews.core.wording import counted, listed
from reviews.models import Round, Team
from reviews.queries.plans import State, busy, states_of


@dataclass(frozen=True, slots=True)
class Planned:
    """What is planned for one article: the team that reviews it, who, and how many reviewers it is to have in all.

    `reviewers` are those who are added to the ones that it has.
    """

    article: Article
    team: Team
    reviewers: Sequence[object]
    wanted: int


@dataclass(frozen=True, slots=True)
class Seen:
    """What the plan was made from: each article's `State.token`, and how many open reviews each person had."""

    articles: Mapping[int, str]
    busy: Mapping[int, int]


@transaction.atomic
def apply_plan(
    *,
    planned: Sequence[Planned],
    seen: Seen,
    by: object,
    now: datetime,
    due: datetime | None = None,
    priority: int = Round.Priority.NORMAL,
    note: str = "",
    leave_open: bool = False,
) -> list[Round]:
    """Open the rounds of a plan, and add reviewers to the rounds that are open already. All or nothing.

    With `leave_open`, places that nobody is named for are open to the team; without it they are refused. Raises Stale,
    whose `current` is what changed since the plan was made, one sentence each; Refused, whose `items` are the articles
    with what is wrong; NotAllowed.
    """
    if not planned:
        raise Refused("Articles: choose at least one.", field="articles")
    refuse_past(due, now)
    states = states_of(row.article.pk for row in planned)
    changes = _changes(planned, seen, states)
    if changes:
        raise Stale("Something changed since this plan was made; nothing was assigned.", current=changes)
    if not leave_open:
        _refuse_gaps(planned, states)
    rounds, wrong = [], []
    # In one order for everybody, so that two plans never wait for each other.
    for row in sorted(planned, key=lambda row: row.article.pk):
        if not row.reviewers and not leave_open:
            continue
        try:
            with transaction.atomic():
                rounds.append(_give_out(row, states[row.article.pk], by, now, due=due, priority=priority, note=note))
        except Refused as error:
            if error.field == "article":
                raise Stale(
                    "Something changed since this plan was made; nothing was assigned.",
                    current=[f"{row.article}: somebody opened a round meanwhile."],
                ) from error
            wrong.append(f"{row.article}. {error}")
    if wrong:
        raise Refused(f"{counted(len(wrong), 'article')} cannot be given out so; nothing was assigned.", items=wrong)
    return rounds


def _give_out(
    row: Planned, state: State, by: object, now: datetime, *, due: datetime | None, priority: int, note: str
) -> Round:
    """Open one article's round, or add to the one that is open."""
    if state.round is None:
        return open_round(
            article=row.article,
            team=row.team,
            reviewers=row.reviewers,
            by=by,
            now=now,
            due=due,
            wanted=row.wanted,
            priority=priority,
            note=note,
        )
    round_ = Round.objects.select_related("team", "article").get(pk=state.round)
    if row.reviewers:
        assign(round_=round_, reviewers=row.reviewers, by=by, now=now, due=due, note=note)
    return round_


def _refuse_gaps(planned: Sequence[Planned], states: Mapping[int, State]) -> None:
    """Refuse articles that would have fewer reviewers than the plan wants."""
    gaps = []
    for row in planned:
        named = len(row.reviewers) + len(states[row.article.pk].reviewers)
        if named < row.wanted:
            gaps.append(f"{row.article}: {counted(row.wanted, 'reviewer')} wanted, {named or 'nobody'} named.")
    if gaps:
        raise Refused(
            "Some places are empty; nothing was assigned. Name somebody, take the article out, or leave the places open"
            " to the team.",
            items=gaps,
        )


def _changes(planned: Sequence[Planned], seen: Seen, states: Mapping[int, State]) -> list[str]:
    """Return what changed since the plan was made, one sentence each."""
    said = []
    for row in planned:
        state, before = states[row.article.pk], seen.articles.get(row.article.pk, "")
        if state.token != before:
            said.append(f"{row.article}: {_change(state, before)}.")
    people = {person.pk: person for row in planned for person in row.reviewers}
    now_busy = busy(people)
    for number, person in sorted(people.items()):
        more = now_busy[number] - seen.busy.get(number, 0)
        if more:
            said.append(f"{person} has {counted(abs(more), 'open review')} {'more' if more > 0 else 'less'} than then.")
    return said


def _change(state: State, before: str) -> str:
    """Return in words how an article's state differs from the one of a token."""
    parts = [int(part) for part in before.split(".") if part.isdigit()]
    if len(parts) < 2:
        return "it was not part of the plan"
    revision, round_, *reviewers = parts
    if revision != (state.revision or 0):
        return "it has another text now"
    if round_ != (state.round or 0):
        return "a round was opened meanwhile" if state.round else "its round was closed meanwhile"
    added = [name for number, name in state.reviewers.items() if number not in reviewers]
    if added:
        return f"{listed(added)} {'was' if len(added) == 1 else 'were'} assigned meanwhile"
    return "a reviewer gave a place back meanwhile"

"""Play how work is given out on the demo desk: rounds in a pool, and reviews that were accepted."""

import tomllib
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from articles.models import Article
from editorial.accounts.models import User
from reviews.actions.assign import accept
from reviews.actions.open_round import open_round
from reviews.models import Assignment, Round, Team


@cache
def plan(path: Path = Path(__file__).parent / "work.toml") -> Mapping[str, list[dict[str, Any]]]:
    """Return what the file says, table by table."""
    return tomllib.loads(path.read_text(encoding="utf-8"))


def give_out(
    articles: Mapping[str, Article],
    people: Mapping[str, User],
    teams: Mapping[str, Team],
    at: Callable[[float], datetime],
) -> None:
    """Open what waits in a pool, and let reviewers accept what they were given."""
    for row in plan()["pool"]:
        open_round(
            article=articles[row["article"]],
            team=teams[row["team"]],
            reviewers=[],
            by=people[row["by"]],
            now=at(row["day"]),
            due=at(row["due"]),
            priority=Round.Priority[row["priority"].upper()],
            note=row["note"],
        )
    for row in plan()["accepted"]:
        given = Assignment.objects.get(round__article=articles[row["article"]], reviewer=people[row["person"]])
        accept(assignment=given, now=at(row["day"]))

"""What the editor of the demo desk makes of its stories: played through the actions of real use."""

import tomllib
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from articles.actions import dismiss_conflict
from articles.models import Article, Story
from editorial.accounts.models import User
from reviews.actions.link_claims import link_claims
from reviews.actions.raise_conflict import passage_in, raise_conflict
from reviews.models import Claim
from reviews.queries.stories import Row, story_page

HERE = Path(__file__).parent


def play_stories(*, editor: User, stories: Mapping[str, str], articles: Mapping[str, Article], now: datetime) -> None:
    """Dismiss and raise contradictions, and link claims that say the same, as `stories.toml` has it.

    `stories` are the titles of stories, `articles` the articles, by their keys in the demo's files.
    """
    plan = tomllib.loads((HERE / "stories.toml").read_text(encoding="utf-8"))
    for row in plan["dismissed"]:
        story = Story.objects.get(title=stories[row["story"]])
        key = _conflict(editor, story, row["about"]).key
        dismiss_conflict(story=story, key=key, reason=row["reason"], by=editor, right=editor.role, now=now)
    for row in plan["raised"]:
        conflict = _conflict(editor, Story.objects.get(title=stories[row["story"]]), row["about"])
        chosen = {articles[slug].pk for slug in row["articles"]}
        passages = [passage_in(conflict, cell) for cell in conflict.cells if cell.article.pk in chosen]
        raise_conflict(passages=passages, by=editor, now=now)
    for row in plan["linked"]:
        one, other = (
            Claim.objects.get(revision__article=articles[place["article"]], statement=place["quote"])
            for place in (row["one"], row["other"])
        )
        link_claims(claim=one, other=other, kind=row["kind"], by=editor, now=now)


def _conflict(editor: User, story: Story, about: str) -> Row:
    """Return the row of a contradiction by what it is about."""
    return next(row for row in story_page(editor, story).rows if row.said and row.said.about == about)

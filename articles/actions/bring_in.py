from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from articles.actions.create_story import create_story
from articles.actions.import_article import import_article
from articles.actions.revise import revise
from articles.models import Article, BatchItem, Original, Revision
from articles.queries.duplicates import Match, match_of
from articles.reading import ArticleDraft
from articles.text import BlockKind

_Match, _Decision, Outcome = BatchItem.Match, BatchItem.Decision, BatchItem.Outcome


@dataclass(frozen=True, slots=True)
class Arrival:
    """What became of a draft: the outcome ("" is that somebody has to decide), its article, and what it resembles."""

    outcome: Outcome
    match: Match
    article: Article | None = None
    revision: Revision | None = None


def bring_in(
    *,
    draft: ArticleDraft,
    actor: object | None,
    right: str,
    now: datetime,
    decision: str = _Decision.NONE,
    chosen: Article | None = None,
    story: str = "",
    source_name: str = "",
    kinds: Mapping[int, BlockKind] | None = None,
    corrected: Mapping[str, object] | None = None,
    original: Original | None = None,
) -> Arrival:
    """Make an article or a revision of a draft, unless it is here already or nobody has said which it is.

    `decision` is what to do with what resembles an article that is here; for a revision, `chosen` is the article that
    it is one of. `story` is the title of the story that a new article goes into. Raises Refused.
    """
    match = match_of(draft)
    how = {
        "actor": actor,
        "right": right,
        "now": now,
        "source_name": source_name,
        "kinds": kinds,
        "corrected": corrected,
        "original": original,
    }
    if match.kind == _Match.KNOWN and decision != _Decision.ARTICLE:
        return Arrival(Outcome.KNOWN, match, match.article)
    if decision == _Decision.REVISION and chosen:
        revised = revise(article=chosen, draft=draft, **how)
        outcome = Outcome.REVISION if revised.created else Outcome.KNOWN
        return Arrival(outcome, match, chosen, revised.revision)
    if match.kind in {_Match.REVISION, _Match.SIMILAR} and decision != _Decision.ARTICLE:
        return Arrival(Outcome.NONE, match)
    made = create_story(title=story, by=actor, right=right, now=now) if story else None
    imported = import_article(draft=draft, story=made, **how)
    outcome = Outcome.ARTICLE if imported.created else Outcome.KNOWN
    return Arrival(outcome, match, imported.article, imported.article.current)

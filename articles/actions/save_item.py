"""Make an article, or a revision, of what was previewed."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import QuerySet
from django.utils import timezone

from articles.actions.claims import give_back
from articles.actions.create_story import create_story
from articles.actions.import_article import import_article
from articles.actions.revise import revise
from articles.models import Article, BatchItem
from articles.queries.drafts import draft_corrected, kinds_of
from articles.queries.duplicates import Match, match_of
from articles.queries.items import as_matched
from articles.rules import right_to_import

_Match, _Decision, _Outcome = BatchItem.Match, BatchItem.Decision, BatchItem.Outcome


def want_saved(
    items: QuerySet[BatchItem] | Sequence[int], *, by: object, now: datetime, decision: str = _Decision.NONE
) -> int:
    """Put previewed items in line for saving and return how many; `work` does it.

    `decision` says what to do with what resembles an article that is here; undecided, such an item comes back.
    """
    wanted = items if isinstance(items, QuerySet) else BatchItem.objects.filter(pk__in=items)
    return BatchItem.objects.filter(pk__in=wanted.values("pk"), state=BatchItem.State.READY).update(
        state=BatchItem.State.SAVING, decision=decision, decided_by=by, attempts=0, changed_at=now
    )


def save(item: BatchItem) -> None:
    """Save a claimed item as its decision says. What is here already is not saved twice.

    The desk may have changed since the preview: a match that nobody has decided on sends the item back to be looked
    at. Raises Refused.
    """
    draft = draft_corrected(item)
    match = match_of(draft)
    if match.kind == _Match.KNOWN and item.decision != _Decision.ARTICLE:
        _done(item, match.article, _Outcome.KNOWN)
    elif item.decision == _Decision.REVISION and item.match_article:
        revised = revise(article=item.match_article, draft=draft, **_how(item))
        _done(item, item.match_article, _Outcome.REVISION if revised.created else _Outcome.KNOWN)
    elif match.kind in {_Match.REVISION, _Match.SIMILAR} and item.decision != _Decision.ARTICLE:
        _back(item, match)
    else:
        title = item.draft.get("story", "")
        how = _how(item)
        who = {"by": how["actor"], "right": how["right"], "now": how["now"]}
        story = create_story(title=title, **who) if title else None
        imported = import_article(draft=draft, story=story, **how)
        _done(item, imported.article, _Outcome.ARTICLE if imported.created else _Outcome.KNOWN)


def _how(item: BatchItem) -> dict[str, object]:
    """Return who saves an item, from what, and what was corrected by hand."""
    return {
        "actor": item.decided_by,
        "right": right_to_import(item.decided_by),
        "now": timezone.now(),
        "source_name": item.name or item.url,
        "kinds": kinds_of(item),
        "corrected": {
            field: {"before": item.draft[field], "after": value} for field, value in item.corrections.items()
        },
        "original": item.original,
    }


def _done(item: BatchItem, article: Article, outcome: str) -> None:
    """The item has become an article; its draft, which the revision has now, is not kept twice."""
    give_back(item, state=BatchItem.State.DONE, article=article, outcome=outcome, draft=None, reason="", attempts=0)


def _back(item: BatchItem, match: Match) -> None:
    """Somebody has to look at it."""
    give_back(item, state=BatchItem.State.READY, decision="", attempts=0, **as_matched(item, match))

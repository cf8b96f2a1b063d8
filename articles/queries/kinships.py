"""Which articles of a batch are about the same, among themselves and with what is on the desk."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.db.models.fields.json import KT

from articles.kinship import SHARED, kin
from articles.models import Article, Batch, BatchItem, KeyName, Story
from articles.queries.newest import newest_with
from articles.rules import articles_for

#: Items of a batch that are compared, and names for which the desk is looked through.
ITEMS, NAMES = 200, 2_000
#: Articles of the desk that are looked at for one name; a name that so many have says nothing.
_EACH = 20
_NEIGHBOURS = 60
State = BatchItem.State


@dataclass(frozen=True, slots=True)
class Proposal:
    """Articles that look like one story: items of the batch, articles of the desk, the names they share.

    `story` is the story that some of them are in already, `title` what it or a new one is called.
    """

    items: list[BatchItem]
    articles: list[Article]
    names: list[str]
    story: Story | None
    title: str


def proposals(batch: Batch, *, person: object) -> list[Proposal]:
    """Return what could be one story of a batch that has been read; nothing that somebody declined or has done.

    Of what is on the desk, only what is there for this person takes part.
    """
    seen = articles_for(person)
    items = list(
        BatchItem.objects.filter(batch=batch, state__in=[State.READY, State.SAVING, State.DONE])
        .filter(Q(article=None) | Q(article__in=seen.values("pk")))
        .exclude(names=[])
        .select_related("article__story")
        .defer("draft", "corrections", "kinds")
        .annotate(planned=KT("draft__story"))
        .order_by("pk")[:ITEMS]
    )
    names: dict[object, Sequence[str]] = {("item", item.pk): item.names for item in items}
    own = {item.article_id for item in items if item.article_id}
    neighbours, common = _neighbours(names, seen)
    by_key: dict[object, object] = {("item", item.pk): item for item in items}
    for article, article_names in neighbours:
        if article.pk not in own:
            names[("article", article.pk)] = article_names
            by_key[("article", article.pk)] = article
    found = []
    for group in kin(names, common=common):
        members = [by_key[key] for key in group.keys]
        proposal = _proposal(members, group.names)
        if proposal.items and not _settled(proposal) and not _declined(proposal, batch):
            found.append(proposal)
    return found


def _story_title_of(item: BatchItem) -> str:
    """Return the title of the story that an item is in, or will be once it is saved; "" is none."""
    if item.article:
        return item.article.story.title if item.article.story else ""
    return item.planned or ""


def _neighbours(
    names: Mapping[object, Sequence[str]], seen: QuerySet[Article]
) -> tuple[list[tuple[Article, list[str]]], set[str]]:
    """Return those of these articles that share names with a batch, with theirs; and names too common to say."""
    distinct = list(dict.fromkeys(name for own in names.values() for name in own))
    if not distinct or len(distinct) > NAMES:
        return [], set()
    pairs = newest_with(KeyName, "name", distinct, _EACH)
    common = {name for name, number in Counter(name for name, _ in pairs).items() if number >= _EACH}
    shared = Counter(revision for name, revision in pairs if name not in common)
    phrases = {revision for name, revision in pairs if " " in name and name not in common}
    near = [revision for revision, number in shared.most_common(_NEIGHBOURS) if number >= SHARED or revision in phrases]
    articles = seen.filter(current__in=near, hidden_at=None).select_related("story").order_by("pk")
    of_revision: dict[int, list[str]] = {}
    for revision, name in KeyName.objects.filter(revision__in=near).order_by("pk").values_list("revision", "name"):
        of_revision.setdefault(revision, []).append(name)
    return [(article, of_revision[article.current_id]) for article in articles], common


def _proposal(members: Sequence[object], names: Sequence[str]) -> Proposal:
    """Return a group as a proposal."""
    items = [member for member in members if isinstance(member, BatchItem)]
    articles = [member for member in members if isinstance(member, Article)]
    stories = Counter(
        article.story
        for article in [*articles, *(item.article for item in items if item.article)]
        if article.story is not None
    )
    story = stories.most_common(1)[0][0] if stories else None
    planned = next((title for item in items if (title := _story_title_of(item))), "")
    title = story.title if story else planned or min((str(member) for member in members), key=len)[:120]
    return Proposal(items, articles, list(names), story, title)


def _settled(proposal: Proposal) -> bool:
    """Whether all of them are, or will be, in one story already."""
    titles = {_story_title_of(item).casefold() for item in proposal.items}
    titles |= {article.story.title.casefold() if article.story else "" for article in proposal.articles}
    return len(titles) == 1 and "" not in titles


def _declined(proposal: Proposal, batch: Batch) -> bool:
    """Whether somebody said that these are no one story."""
    own = {item.pk for item in proposal.items}
    return any(own <= set(group) for group in batch.declined)

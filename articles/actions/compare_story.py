"""What the articles of a story say of the same things, kept up to date: whatever changes them ends with this.

Each text is read once, and again only where it or its sentences change; comparing takes what was read. All is bounded:
what is too long or too much is left out, and the comparison says so.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from articles.crosscheck import compare_extracts, extract
from articles.crosscheck.compare import Extract as Read
from articles.crosscheck.compared import covers, every_conflict, kept, opened
from articles.crosscheck.kept import READER, pack, unpack
from articles.models import Article, Comparison, DismissedConflict, Extract, Revision, Story

#: Code points of one text that are read, about 50,000 words: a second's work.
READ_AT_MOST = 300_000
#: Articles of a story that are compared, those that came first, and sentences of all of them.
ARTICLES_AT_MOST, SENTENCES_AT_MOST = 30, 12_000


@dataclass(frozen=True, slots=True)
class _One:
    """An article with what was read of it, and of how much of its text."""

    article: Article
    read: Read
    read_to: int


def read_for_comparison(revision: Revision, language: str) -> Extract:
    """Return what a revision brings to a comparison, not saved; done before a transaction, for it takes its time."""
    sentences = [(s["start"], s["end"]) for s in revision.sentences if s["end"] <= READ_AT_MOST]
    read = extract(revision.text, sentences, language=_tongue(language))
    read_to = len(revision.text) if len(sentences) == len(revision.sentences) else READ_AT_MOST
    return Extract(key=_key(revision, language), data=pack(read), read_to=read_to)


def keep_extract(revision: Revision, read: Extract) -> None:
    """Save what was read of a revision in place of what was read before. Part of an action's transaction."""
    Extract.objects.update_or_create(
        revision=revision, defaults={"key": read.key, "data": read.data, "read_to": read.read_to}
    )


def compare_stories(stories: Iterable[Story | int | None], *, now: datetime) -> None:
    """Compare these stories anew: the last thing in an action's transaction, so that nobody waits for it long."""
    numbers = {story.pk if isinstance(story, Story) else story for story in stories}
    for number in sorted(numbers - {None}):
        _compare_story(number, now)


def recount(comparison: Comparison) -> None:
    """Count the conflicts that nobody dismissed."""
    dismissed = list(DismissedConflict.objects.filter(story=comparison.story_id))
    left = [
        conflict
        for _, conflict in every_conflict(opened(comparison.topics))
        if not any(covers(d.aspect, d.about, d.sides, conflict) for d in dismissed)
    ]
    comparison.conflicts = len(left)
    comparison.save(update_fields=["conflicts"])


def _compare_story(story: int, now: datetime) -> None:
    Comparison.objects.get_or_create(story_id=story, defaults={"made_at": now})
    # Of two who add an article at once, the second sees what the first added.
    comparison = Comparison.objects.select_for_update().get(story=story)
    articles = Article.objects.filter(story=story, current__isnull=False).select_related("current", "current__extract")
    every = list(articles.order_by("pk")[: ARTICLES_AT_MOST + 1])
    compared, notes = _within_bounds([_read(article) for article in every[:ARTICLES_AT_MOST]])
    if len(every) > ARTICLES_AT_MOST:
        notes.append([None, f"The first {ARTICLES_AT_MOST} articles of the story are compared, later ones are not."])
    texts = {str(one.article.pk): one.article.current.text for one in compared}
    topics = compare_extracts({str(one.article.pk): one.read for one in compared}, publications=_sources(compared))
    comparison.topics = kept(topics, texts)
    comparison.articles = {str(one.article.pk): one.article.current_id for one in compared}
    comparison.corroborations = sum(len(topic["corroborations"]) for topic in comparison.topics)
    comparison.notes, comparison.made_at = notes, now
    comparison.save()
    recount(comparison)


def _read(article: Article) -> _One:
    """Return an article with what was read of it, read anew where its sentences, language or the reader changed."""
    revision = article.current
    stored = getattr(revision, "extract", None)
    if stored is None or stored.key != _key(revision, article.language):
        stored = read_for_comparison(revision, article.language)
        keep_extract(revision, stored)
    return _One(article, unpack(revision.text, stored.data), stored.read_to)


def _within_bounds(every: list[_One]) -> tuple[list[_One], list[list]]:
    """Return the articles that are compared, and what is not: an article's number and a sentence that says why."""
    compared, notes, sentences = [], [], 0
    for one in every:
        mine = len(one.read.reading.rows)
        if not mine:
            notes.append([one.article.pk, f"“{one.article}” has no sentences to compare: all of it is furniture."])
        elif sentences + mine > SENTENCES_AT_MOST and compared:
            notes.append([one.article.pk, f"“{one.article}” is not compared: the story would be too long for that."])
        else:
            sentences += mine
            compared.append(one)
            if one.read_to < one.article.current.length:
                why = f"Only the first {one.read_to:,} characters of “{one.article}” are compared."
                notes.append([one.article.pk, why])
    return compared, notes


def _sources(compared: Iterable[_One]) -> Mapping[str, str]:
    """Return who published each text: what only one publication says corroborates nothing."""
    return {str(one.article.pk): str(one.article.publication_id or f"a{one.article.pk}") for one in compared}


def _tongue(language: str) -> str | None:
    """Return the language of a text as it is read by, None where its words have to tell."""
    return language.casefold().replace("_", "-").partition("-")[0] or None


def _key(revision: Revision, language: str) -> str:
    """Return what a reading rests on, beside a text that never changes: its sentences, language, and the reader."""
    sentences = ",".join(f"{s['start']}-{s['end']}" for s in revision.sentences)
    return sha256(f"{READER}|{READ_AT_MOST}|{_tongue(language)}|{sentences}".encode()).hexdigest()

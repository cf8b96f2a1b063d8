"""Stories as a person may see them: what their articles say of the same things, row by row, article by article."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db.models import Count, Max, Min, Prefetch, Q, QuerySet

from articles.crosscheck.compared import KeptTopic, Place, Said, covers, opened
from articles.models import Article, Comparison, DismissedConflict, Story
from reviews.models import Annotation, Assignment, Claim, Round
from reviews.queries.dashboard import articles_with_standing
from reviews.queries.excerpts import Excerpt, excerpts
from reviews.queries.visible import annotations_for, articles_for, claims_for

#: What rows a story can show, and what they are called.
CONFLICTS, AGREED, EVERYTHING, DISMISSED = "contradictions", "corroborated", "everything", "dismissed"
#: Kinds of topics under the words of the page.
KINDS = {"names": {"name", "title"}, "dates": {"date"}, "figures": {"figure"}, "places": {"place"}}


@dataclass(slots=True)
class Cell:
    """What one article says in a row: excerpts, the side of the conflict it is on (0: none), claims on these words.

    `named`: it names the thing and says nothing of this. `mine` are the person's own marks on these words.
    """

    article: Article
    side: int = 0
    excerpts: list[Excerpt] = field(default_factory=list)
    named: bool = False
    claims: list[Claim] = field(default_factory=list)
    mine: list[Annotation] = field(default_factory=list)


@dataclass(slots=True)
class Row:
    """A topic, or what articles say of it: they contradict each other, agree, or (neither) mention it."""

    key: str
    sort: str
    topic: KeptTopic
    said: Said | None
    cells: list[Cell]
    dismissed: DismissedConflict | None = None

    @property
    def label(self) -> str:
        """What it is about."""
        return self.topic.label

    @property
    def detail(self) -> str:
        """What is said of it, without saying once more of what."""
        if self.said is None or self.said.about == self.topic.label:
            return ""
        return self.said.about.replace(self.topic.label, "…")


@dataclass(slots=True)
class StoryPage:
    """A story with the articles of it that a person may see, and all rows of its matrix."""

    story: Story
    articles: list[Article]
    compared: list[Article]
    rows: list[Row]
    notes: list[str]
    things: int
    is_compared: bool


def stories_for(person: object) -> QuerySet[Story]:
    """Return the stories of which a person may see an article, with how many, and when the last one was published.

    `contradictions` is the number of all; it is shown to whoever may see all of the story's articles.
    """
    seen = articles_for(person).values("pk")
    return (
        Story.objects.filter(merged_into=None)
        .select_related("comparison")
        .annotate(
            number=Count("articles", distinct=True),
            seen=Count("articles", filter=Q(articles__in=seen), distinct=True),
            first=Min("articles__published", filter=Q(articles__in=seen)),
            last=Max("articles__published", filter=Q(articles__in=seen)),
            publications=Count("articles__publication", filter=Q(articles__in=seen), distinct=True),
        )
        .filter(seen__gt=0)
        .order_by("-pk")
    )


def story_page(person: object, story: Story) -> StoryPage:
    """Return what a person may see of a story. Articles that they may not see say nothing here."""
    articles = list(
        articles_with_standing(person).filter(story=story).select_related("current").order_by("published", "pk")
    )
    comparison = Comparison.objects.filter(story=story).first()
    here = {article.pk: article for article in articles}
    revisions = {int(pk): revision for pk, revision in (comparison.articles if comparison else {}).items()}
    compared = [a for a in articles if revisions.get(a.pk) == a.current_id]
    topics = _seen(opened(comparison.topics if comparison else []), compared)
    dismissed = list(DismissedConflict.objects.filter(story=story).select_related("by"))
    return StoryPage(
        story=story,
        articles=articles,
        compared=compared,
        rows=[row for topic in topics for row in _rows(topic, compared, dismissed)],
        notes=[words for pk, words in (comparison.notes if comparison else []) if pk is None or pk in here],
        things=len(topics),
        is_compared=comparison is not None,
    )


def _seen(topics: Iterable[KeptTopic], articles: Sequence[Article]) -> list[KeptTopic]:
    """Return the topics as far as these articles tell of them."""
    seen = {article.pk for article in articles}
    texts = {article.pk: article.current.text for article in articles}
    found = []
    for topic in topics:
        if all(place.article in seen for place in topic.places):
            found.append(topic)
            continue
        places = tuple(place for place in topic.places if place.article in seen)
        if len({place.article for place in places}) < 2:
            continue
        # The fullest name may be one that only an unseen article gives.
        label = max((texts[p.article][p.start : p.end] for p in places), key=lambda words: (len(words), words))
        conflicts = (_seen_said(said, seen, topic.label, label) for said in topic.conflicts)
        agreed = (_seen_said(said, seen, topic.label, label) for said in topic.corroborations)
        found.append(
            KeptTopic(
                topic.key,
                label,
                topic.kind,
                places,
                tuple(said for said in conflicts if len(said.sides) > 1),
                tuple(s for s in agreed if s.sides and len(s.sides[0].articles) > 1),
            )
        )
    return found


def _seen_said(said: Said, seen: set[int], label: str, own: str) -> Said:
    """Return what is said as far as seen articles say it."""
    sides = []
    for side in said.sides:
        places = tuple(place for place in side.places if place.article in seen)
        if places:
            sides.append(type(side)(side.words if len(places) == len(side.places) else "", places, side.values))
    return Said(said.key, said.aspect, said.about.replace(label, own), said.strength, tuple(sides))


def _rows(topic: KeptTopic, articles: Sequence[Article], dismissed: Sequence[DismissedConflict]) -> list[Row]:
    rows = []
    for conflict in topic.conflicts:
        known = next((d for d in dismissed if covers(d.aspect, d.about, d.sides, conflict)), None)
        sort = DISMISSED if known else CONFLICTS
        rows.append(Row(conflict.key, sort, topic, conflict, _cells(topic, conflict, articles), known))
    rows += [Row(said.key, AGREED, topic, said, _cells(topic, said, articles)) for said in topic.corroborations]
    if not rows:
        rows.append(Row(topic.key, EVERYTHING, topic, None, _cells(topic, None, articles)))
    return rows


def _cells(topic: KeptTopic, said: Said | None, articles: Sequence[Article]) -> list[Cell]:
    """Return one cell per article, without excerpts, which `filled` cuts for the rows that are shown."""
    by_article: dict[int, int] = {}
    for number, side in enumerate(said.sides if said else (), 1):
        for pk in side.articles:
            by_article.setdefault(pk, number)
    named = {place.article for place in topic.places}
    return [Cell(a, side=by_article.get(a.pk, 0), named=a.pk in named) for a in articles]


def filled(rows: Sequence[Row], person: object) -> list[Row]:
    """Return rows with what their cells say, and with the claims on these words that the person may see."""
    revisions = {cell.article.current_id for row in rows for cell in row.cells}
    claims = _by_revision(_claims(person, revisions))
    mine = _by_revision(
        annotations_for(person).filter(assignment__reviewer=person, revision__in=revisions, start__isnull=False)
    )
    for row in rows:
        for cell in row.cells:
            places = places_in(row, cell.article.pk)
            cell.excerpts = excerpts(cell.article.current.text, places, row.topic.places)
            cell.claims = [c for c in claims[cell.article.current_id] if _on(c.places, places)]
            cell.mine = [m for m in mine[cell.article.current_id] if _on([(m.start, m.end)], places)]
    return list(rows)


def places_in(row: Row, article: int) -> list[Place]:
    """Return where an article says what a row is about."""
    sides = row.said.sides if row.said else ()
    places = [place for side in sides for place in side.places] if row.said else row.topic.places
    return [place for place in places if place.article == article]


def _on(spans: Iterable[tuple[int, int]], places: Iterable[Place]) -> bool:
    """Whether one of these spans lies on the words of one of these places."""
    return any(start < place.end and place.start < end for start, end in spans for place in places)


def _claims(person: object, revisions: Iterable[int]) -> QuerySet[Claim]:
    """Return the claims on these texts that the person may see, with the marks that give their reasons."""
    marks = annotations_for(person).only("claim", "verdict", "reason")
    return (
        claims_for(person)
        .filter(revision__in=revisions, start__isnull=False)
        .select_related("round__article")
        .prefetch_related("occurrences", Prefetch("annotations", marks))
        .order_by("start", "pk")
    )


def _by_revision(rows: Iterable) -> dict[int, list]:
    found = defaultdict(list)
    for row in rows:
        found[row.revision_id].append(row)
    return found


def open_reviews(person: object, articles: Iterable[Article]) -> dict[int, Assignment]:
    """Return the person's own reviews of these articles in which they may still mark, by article."""
    current = {article.pk: article.current_id for article in articles}
    mine = Assignment.objects.filter(
        reviewer=person,
        round__article__in=current,
        round__stage=Round.Stage.MARKING,
        state__in=set(Assignment.ACTIVE) - {Assignment.State.SUBMITTED},
    ).select_related("round__article__story", "round__article__publication", "round__revision", "reviewer")
    return {one.round.article_id: one for one in mine if one.round.revision_id == current[one.round.article_id]}

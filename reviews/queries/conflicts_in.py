"""Where other articles of a story say otherwise than one of them: what articles say, never what reviewers think."""

from dataclasses import dataclass

from articles.models import Article
from reviews.queries.excerpts import Excerpt, in_context
from reviews.queries.stories import CONFLICTS, Row, places_in, story_page


@dataclass(frozen=True, slots=True)
class OtherSide:
    """What another article says, in its context."""

    article: Article
    sentences: list[Excerpt]


@dataclass(frozen=True, slots=True)
class Otherwise:
    """A passage of an article, by its places, that other articles of the story contradict."""

    row: Row
    spans: list[tuple[int, int]]
    others: list[OtherSide]

    @property
    def places(self) -> str:
        """The places as the page reads them: "120-125 340-345"."""
        return " ".join(f"{start}-{end}" for start, end in self.spans)


def conflicts_in(person: object, article: Article) -> list[Otherwise]:
    """Return what the person can read in other articles of the story against this one, in order of its text.

    Nothing where the story was compared with another text of it than the current one.
    """
    if article.story is None:
        return []
    found = []
    for row in story_page(person, article.story).rows:
        mine = next((cell for cell in row.cells if cell.article.pk == article.pk), None)
        if row.sort != CONFLICTS or mine is None or not mine.side:
            continue
        others = [
            OtherSide(cell.article, in_context(cell.article.current.text, places, row.topic.places))
            for cell in row.cells
            if cell.side and cell.side != mine.side and (places := places_in(row, cell.article.pk))
        ]
        if others:
            spans = sorted({(place.start, place.end) for place in places_in(row, article.pk)})
            found.append(Otherwise(row, spans, others))
    return sorted(found, key=lambda otherwise: otherwise.spans)

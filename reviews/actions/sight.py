from collections.abc import Iterable
from datetime import datetime

from articles.models import Article
from reviews.models import Sighting


def note_sighting(*, article: Article, person: object, now: datetime) -> None:
    """Note that a person has seen others' marks on an article. They can no longer review it blind.

    It is written when the page is shown, because seeing is what happens there. Repeats change nothing and cost a read.
    """
    Sighting.objects.get_or_create(article=article, person=person, defaults={"at": now})


def note_sightings(*, articles: Iterable[int], person: object, now: datetime) -> None:
    """Note the same of several articles, by number, as a list shows them: one read, and a write if any is new."""
    shown = set(articles)
    if not shown:
        return
    known = Sighting.objects.filter(article__in=shown, person=person).values_list("article", flat=True)
    new = sorted(shown.difference(known))
    if new:
        Sighting.objects.bulk_create(
            [Sighting(article_id=article, person=person, at=now) for article in new], ignore_conflicts=True
        )

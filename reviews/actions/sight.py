from datetime import datetime

from articles.models import Article
from reviews.models import Sighting


def note_sighting(*, article: Article, person: object, now: datetime) -> None:
    """Note that a person has seen others' marks on an article. They can no longer review it blind.

    It is written when the page is shown, because seeing is what happens there. Repeats change nothing and cost one
    read.
    """
    Sighting.objects.get_or_create(article=article, person=person, defaults={"at": now})

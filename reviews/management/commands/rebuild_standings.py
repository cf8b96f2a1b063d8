"""`manage.py rebuild_standings`: work out outcomes and standings afresh; say, or repair, what is stored otherwise."""

import sys
from collections.abc import Iterator

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from tqdm import tqdm

from articles.models import Article
from reviews.actions.settle import confirmed_differences, repair_standing
from reviews.core.wording import counted
from reviews.queries.settlement import Difference, differences


class Command(BaseCommand):
    help = (
        "Work out each article's outcomes and standing from its votes and rulings, and compare with what is stored. "
        "Exit status 1 if --check finds a difference. Claims stay as they are: nothing is clustered anew."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        mode = parser.add_mutually_exclusive_group()
        mode.add_argument(
            "--check", action="store_true", help="Name every difference and change nothing (the default)."
        )
        mode.add_argument("--repair", action="store_true", help="Write what the votes and rulings come to.")

    def handle(self, *args: object, repair: bool, **options: object) -> None:  # noqa: ARG002
        count = Article.objects.count()
        wrong = 0
        with tqdm(total=count, unit="article", file=sys.stderr, disable=None) as bar:
            for article in every_article():
                found = self.repaired(article) if repair else self.checked(article)
                wrong += bool(found)
                with tqdm.external_write_mode(file=sys.stdout):
                    for difference in found:
                        self.stdout.write(f"article {article.pk} “{article}”: {difference}")
                bar.update()
        if wrong and not repair:
            raise CommandError(
                f"{wrong} of {counted(count, 'article')} not as stored: --repair writes what they come to."
            )
        articles = counted(count, "article")
        self.stdout.write(f"{wrong} of {articles} repaired." if wrong else f"{articles}: every standing holds.")

    def checked(self, article: Article) -> list[Difference]:
        """Return the differences; what is found while others work is looked at again when they have finished."""
        return differences(article) and confirmed_differences(article=article)

    def repaired(self, article: Article) -> list[Difference]:
        """Return the differences that were repaired."""
        return differences(article) and repair_standing(article=article, now=timezone.now())


def every_article() -> Iterator[Article]:
    """Yield every article by number, one in memory at a time and without its text, which may be long."""
    articles = Article.objects.select_related("current").defer("current__text", "current__blocks").order_by("pk")
    last = 0
    while (article := articles.filter(pk__gt=last).first()) is not None:
        yield article
        last = article.pk

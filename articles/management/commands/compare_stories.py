"""Compare the articles of every story: `manage.py compare_stories`."""

from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils import timezone

from articles.actions.compare_story import compare_stories
from articles.models import Story


class Command(BaseCommand):
    help = (
        "Compare the articles of every story anew, and say how many contradictions each has. Needed once after an "
        "upgrade; else the desk does so by itself."
    )

    def handle(self, *args: object, **options: object) -> None:  # noqa: ARG002
        stories = Story.objects.filter(merged_into=None, articles__isnull=False).distinct().order_by("pk")
        for story in stories:
            with transaction.atomic():
                compare_stories([story], now=timezone.now())
            self.stdout.write(f"{story}: {story.comparison.conflicts}")

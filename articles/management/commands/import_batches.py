"""`manage.py import_batches`: work off what people brought in on the import page."""

import time

from django.core.management.base import BaseCommand, CommandParser

from articles.actions.work_items import work


class Command(BaseCommand):
    help = (
        "Work off the batches of the import page: fetch, read, save what waits. Any number of these may run, beside "
        "the web processes or instead of their threads (IMPORT_IN_BACKGROUND=0)."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--no-wait", action="store_true", help="End when nothing is left to do.")
        parser.add_argument("--pause", type=float, default=2.0, help="Seconds between looks for work (2).")

    def handle(self, *args: object, no_wait: bool, pause: float, **options: object) -> None:  # noqa: ARG002
        while True:
            done = work(seconds=60)
            if done:
                self.stdout.write(f"{done} done.")
            elif no_wait:
                return
            else:
                time.sleep(max(0.1, pause))

"""`manage.py import_quality DIR`: how well web pages are read, beside the library by itself."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser

from articles.reading.quality import measure


class Command(BaseCommand):
    help = "Read the pages of a folder and compare with its expected.json: segments, title, author, date."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path, metavar="DIR", help="Holds expected.json and the pages that it names.")

    def handle(self, *args: object, folder: Path, **options: object) -> None:  # noqa: ARG002
        if not (folder / "expected.json").is_file():
            raise CommandError(f"{folder}: there is no expected.json.")
        for line in measure(folder).lines():
            self.stdout.write(line)

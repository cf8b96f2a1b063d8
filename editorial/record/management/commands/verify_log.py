"""`manage.py verify_log`: walk every chain of the log and name the first break of each."""

from django.core.management.base import BaseCommand, CommandError

from editorial.record.log import verify
from editorial.record.models import Chain, Event


class Command(BaseCommand):
    help = "Verify the log: every event follows from the one before, and every chain ends where its head says."

    def handle(self, *args: object, **options: object) -> None:  # noqa: ARG002
        breaks = list(verify())
        for found in breaks:
            self.stderr.write(f"{found.chain}, event {found.position}: {found.why}")
        if breaks:
            raise CommandError(f"{len(breaks)} of {Chain.objects.count()} chains are broken.")
        self.stdout.write(f"{Event.objects.count()} events in {Chain.objects.count()} chains: the log holds.")

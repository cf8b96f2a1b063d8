"""`manage.py tick`: what time brings. To be run every few minutes; twice at once does no harm."""

from django.core.management.base import BaseCommand
from django.utils import timezone

from editorial.post import outbox
from reviews.actions.pool import return_all_untouched, warn_of_returning
from reviews.actions.remind import remind, send_digests

#: What is done, in this order, each with the moment of the tick; each returns how many.
STEPS = (
    ("reviews back in the pool", return_all_untouched),
    ("people told of what goes back soon", warn_of_returning),
    ("people reminded", remind),
    ("digests written", send_digests),
    ("letters sent", outbox.deliver),
)


class Command(BaseCommand):
    help = "Do what time brings: give back what nobody began, remind, write digests, send what waits in the outbox."

    def handle(self, *args: object, **options: object) -> None:  # noqa: ARG002
        now = timezone.now()
        done = [f"{count} {what}" for what, step in STEPS if (count := step(now=now))]
        if done and options["verbosity"]:
            self.stdout.write(", ".join(done))

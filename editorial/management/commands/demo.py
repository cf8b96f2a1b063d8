"""`manage.py demo`: a working desk with people, articles and reviews, on this machine only."""

import errno
import socket
import sys
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.wsgi import get_wsgi_application
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone
from tqdm import tqdm
from waitress import serve

from articles.actions import background
from editorial.accounts.models import User
from editorial.demo.fill import FILLED, PASSWORD, fill, steps
from editorial.record.models import Event
from editorial.sign_in import demo_people
from reviews.models import Membership

HOST = "127.0.0.1"
NOT_OURS = "This database holds a desk that is not the demo's; it is left alone."


class Command(BaseCommand):
    help = "Open the demo desk: fill it at its first start, then serve it on 127.0.0.1."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", type=int, default=8000, help="Port on 127.0.0.1 (8000).")
        parser.add_argument(
            "--reset", action="store_true", help="Throw away what was done on the demo desk, and fill it anew."
        )
        parser.add_argument("--no-serve", action="store_true", help="Fill it, but do not serve it.")

    def handle(self, *args: object, port: int, reset: bool, no_serve: bool, **options: object) -> None:  # noqa: ARG002
        if not settings.DEMO:
            raise CommandError("The demo desk is opened by typing `manage.py demo`, from nowhere else.")
        if not no_serve:
            self.check_port(port)
        settings.DESK_URL = f"http://{HOST}:{port}"  # the links in its letters, which are files in DATA_DIR/mail
        self.prepare_database(reset=reset)
        self.prepare_desk()
        call_command("collectstatic", interactive=False, verbosity=0)
        self.introduce(port)
        if not no_serve:
            self.serve(port)

    def check_port(self, port: int) -> None:
        """Stop with one line if the port cannot be used."""
        with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((HOST, port))
            except (OSError, OverflowError) as error:
                taken = getattr(error, "errno", None) == errno.EADDRINUSE
                why = "is taken by another program" if taken else f"cannot be used ({error})"
                raise CommandError(f"Port {port} {why}. Choose another: manage.py demo --port {8001}") from error

    def prepare_database(self, *, reset: bool) -> None:
        """Create and migrate the database; stop with one line where that cannot be."""
        if reset:
            self.throw_away()
        try:
            executor = MigrationExecutor(connection)
        except DatabaseError as error:
            raise CommandError(f"The database cannot be opened: {error}".strip()) from error
        ours = {app for app, _ in executor.loader.disk_migrations}
        unknown = sorted(
            f"{app}.{name}"
            for app, name in executor.loader.applied_migrations
            if app in ours and (app, name) not in executor.loader.disk_migrations
        )
        if unknown:
            raise CommandError(
                f"The demo's database was made by a newer version of Editorial (it has {unknown[0]}). "
                "Update this checkout, or start afresh with --reset."
            )
        try:
            call_command("migrate", interactive=False, verbosity=0)
        except DatabaseError as error:
            raise CommandError(f"The database cannot be prepared: {error}".strip()) from error

    def throw_away(self) -> None:
        """Empty the demo's database, and only the demo's: its own file goes, any other database is emptied."""
        own = settings.DATA_DIR / "demo.sqlite3"
        if Path(str(connection.settings_dict["NAME"])) == own:
            connection.close()
            for suffix in ("", "-wal", "-shm"):
                own.with_name(own.name + suffix).unlink(missing_ok=True)
        elif Event._meta.db_table in connection.introspection.table_names():
            if not Event.objects.filter(kind=FILLED).exists() and User.objects.exists():
                raise CommandError(NOT_OURS)
            call_command("flush", interactive=False, verbosity=0)

    def prepare_desk(self) -> None:
        """Fill the desk if it is empty; leave what is there."""
        if Event.objects.filter(kind=FILLED).exists():
            self.stdout.write("The demo desk is as you left it. (--reset fills it anew.)")
            return
        if User.objects.exists():
            raise CommandError(NOT_OURS)
        with tqdm(total=steps(), desc="Filling the demo desk", unit="step", file=sys.stderr) as bar:

            def step(_what: str) -> None:
                bar.update()

            fill(now=timezone.now(), step=step)

    def introduce(self, port: int) -> None:
        """Print the address, and a sign-in for each role."""
        self.stdout.write("")
        for person in demo_people():
            memberships = Membership.objects.filter(person=person).select_related("team")
            roles = ", ".join(f"{m.role} of {m.team}" for m in memberships) or person.role
            self.stdout.write(f"  {person.email:<22} {person.name:<18} {roles}")
        self.stdout.write(f"\n  The password of each is {PASSWORD}; the sign-in page also takes one click.")
        self.stdout.write(self.style.SUCCESS(f"\n  http://{HOST}:{port}/\n"))

    def serve(self, port: int) -> None:
        """Serve until the person presses Ctrl+C."""
        connection.close()
        self.stdout.write("Ctrl+C stops it; what you do is kept.")
        self.stdout.flush()
        application = get_wsgi_application()
        background.kick()  # what was being imported when the desk was stopped goes on
        try:
            serve(application, host=HOST, port=port, threads=8, ident=None)
        except OSError as error:
            raise CommandError(f"Port {port} cannot be served: {error.strerror or error}.") from error

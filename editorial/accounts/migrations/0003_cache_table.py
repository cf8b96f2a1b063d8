"""The table in which attempts to sign in are counted, as `createcachetable` makes it; e-mails in small letters."""

from django.core.management import call_command
from django.db import migrations
from django.db.models.functions import Lower

TABLE = "accounts_cache"


def make(apps, schema_editor):
    call_command("createcachetable", TABLE, database=schema_editor.connection.alias, verbosity=0)


def drop(apps, schema_editor):
    quoted = schema_editor.quote_name(TABLE)
    schema_editor.execute(f"DROP TABLE IF EXISTS {quoted}")


def lower(apps, schema_editor):
    apps.get_model("accounts", "User").objects.update(email=Lower("email"))


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_time_zone")]
    operations = [
        migrations.RunPython(make, drop),
        migrations.RunPython(lower, migrations.RunPython.noop),
    ]

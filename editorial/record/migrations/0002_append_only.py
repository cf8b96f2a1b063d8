"""The database itself refuses to change or delete events, but for erasure, which blanks payload and salt.

A later migration that alters `record_event` has to lay the triggers anew on SQLite, which then makes the table afresh:
tests/editorial/record/test_guard.py says so.
"""

from django.db import migrations

#: What an erasure leaves as it was.
_KEPT = ("id", "chain_id", "position", "kind", "actor_id", "right", "at", "payload_digest", "previous", "digest")
_REFUSED = "Events are never changed or deleted."


def lay(apps, schema_editor):
    for statement in statements(schema_editor.connection.vendor)[0]:
        schema_editor.execute(statement)


def lift(apps, schema_editor):
    for statement in statements(schema_editor.connection.vendor)[1]:
        schema_editor.execute(statement)


def statements(vendor):
    """Return the statements that lay the triggers, and those that lift them."""
    if vendor == "sqlite":
        same = " AND ".join(f'NEW."{column}" IS OLD."{column}"' for column in _KEPT)
        return [
            "CREATE TRIGGER record_event_no_update BEFORE UPDATE ON record_event "
            f"WHEN NOT (NEW.payload IS NULL AND NEW.salt = '' AND {same}) "
            f"BEGIN SELECT RAISE(ABORT, '{_REFUSED}'); END",
            "CREATE TRIGGER record_event_no_delete BEFORE DELETE ON record_event "
            f"BEGIN SELECT RAISE(ABORT, '{_REFUSED}'); END",
        ], ["DROP TRIGGER IF EXISTS record_event_no_update", "DROP TRIGGER IF EXISTS record_event_no_delete"]
    if vendor == "postgresql":
        same = " AND ".join(f'NEW."{column}" IS NOT DISTINCT FROM OLD."{column}"' for column in _KEPT)
        return [
            "CREATE FUNCTION record_event_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            f"IF TG_OP = 'UPDATE' AND NEW.payload IS NULL AND NEW.salt = '' AND {same} THEN RETURN NEW; END IF; "
            f"RAISE EXCEPTION '{_REFUSED}' USING ERRCODE = 'integrity_constraint_violation'; END $$",
            "CREATE TRIGGER record_event_no_update BEFORE UPDATE ON record_event "
            "FOR EACH ROW EXECUTE FUNCTION record_event_refuse()",
            "CREATE TRIGGER record_event_no_delete BEFORE DELETE ON record_event "
            "FOR EACH ROW EXECUTE FUNCTION record_event_refuse()",
        ], [
            "DROP TRIGGER IF EXISTS record_event_no_update ON record_event",
            "DROP TRIGGER IF EXISTS record_event_no_delete ON record_event",
            "DROP FUNCTION IF EXISTS record_event_refuse()",
        ]
    return [], []


class Migration(migrations.Migration):
    dependencies = [("record", "0001_first")]

    operations = [migrations.RunPython(lay, lift)]

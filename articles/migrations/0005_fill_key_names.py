"""Give articles that are here already the names by which those of one story are found."""

from django.db import migrations

from articles.kinship import names_of
from articles.text import Block, BlockKind


def fill(apps, schema_editor):
    Revision, KeyName = (apps.get_model("articles", name) for name in ("Revision", "KeyName"))
    revisions = Revision.objects.select_related("article").only("text", "blocks", "article__language")
    for revision in revisions.iterator(chunk_size=50):
        blocks = [Block(**stored | {"kind": BlockKind(stored["kind"])}) for stored in revision.blocks]
        names = dict.fromkeys(name[:80] for name in names_of(revision.text, blocks, revision.article.language))
        KeyName.objects.bulk_create(
            [KeyName(revision_id=revision.pk, name=name) for name in names], ignore_conflicts=True
        )


class Migration(migrations.Migration):

    dependencies = [("articles", "0004_stories")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]

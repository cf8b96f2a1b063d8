"""Give articles that are here already what finds them again: their address as addresses are compared, a fingerprint."""

from django.db import migrations

from articles.addresses import canonical
from articles.text import fingerprint


def fill(apps, schema_editor):
    Article, Revision, Shingle = (apps.get_model("articles", name) for name in ("Article", "Revision", "Shingle"))
    for article in Article.objects.exclude(url="").only("url").iterator(chunk_size=500):
        Article.objects.filter(pk=article.pk).update(canonical=canonical(article.url))
    for revision in Revision.objects.only("text").iterator(chunk_size=50):
        Shingle.objects.bulk_create(
            [Shingle(revision_id=revision.pk, value=value) for value in fingerprint(revision.text)],
            ignore_conflicts=True,
        )


class Migration(migrations.Migration):

    dependencies = [("articles", "0002_imports")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]

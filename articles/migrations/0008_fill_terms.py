"""Let passages be found in the articles that are here already."""

from django.db import migrations

from articles.passages import passages_of


def fill(apps, schema_editor):
    Article, Term = (apps.get_model("articles", name) for name in ("Article", "Term"))
    articles = Article.objects.filter(current__isnull=False).select_related("current").order_by("pk")
    for article in articles.iterator(chunk_size=50):
        spans = [(sentence["start"], sentence["end"]) for sentence in article.current.sentences]
        passages = passages_of(article.current.text, spans, article.language)
        Term.objects.bulk_create(
            [
                Term(value=value, revision_id=article.current_id, start=start, end=end)
                for (start, end), values in passages
                for value in values
            ],
            batch_size=2_000,
        )


class Migration(migrations.Migration):

    dependencies = [("articles", "0007_terms")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]

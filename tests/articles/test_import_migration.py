"""A desk that has articles already: its addresses and fingerprints are worked out when it is brought up to date."""

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from articles.text import fingerprint


@pytest.mark.django_db(transaction=True)
def test_articles_that_were_here_before_are_found_again():
    executor = MigrationExecutor(connection)
    newest = executor.loader.graph.leaf_nodes()
    try:
        executor.migrate([("articles", "0002_imports")])
        old = executor.loader.project_state([("articles", "0002_imports")]).apps
        article = old.get_model("articles", "Article").objects.create(title="A", url="https://www.p.example/a/")
        text = "The bridge opened on 4 May 1987 and cost 12 million euros."
        revision = old.get_model("articles", "Revision").objects.create(
            article=article, number=1, text=text, length=len(text), sha256="x", blocks=[], sentences=[]
        )
        executor = MigrationExecutor(connection)
        executor.migrate([("articles", "0003_fill_imports")])
        new = executor.loader.project_state([("articles", "0003_fill_imports")]).apps
        assert new.get_model("articles", "Article").objects.get().canonical == "p.example/a"
        shingles = new.get_model("articles", "Shingle").objects.filter(revision_id=revision.pk)
        assert set(shingles.values_list("value", flat=True)) == set(fingerprint(text))
    finally:
        MigrationExecutor(connection).migrate(newest)

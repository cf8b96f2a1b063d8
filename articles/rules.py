"""Who may bring articles in and change what they are made of, without knowing of teams: others grant the permission."""

from django.contrib.auth import get_backends
from django.db.models import Exists, OuterRef, QuerySet

from articles.models import Article, Batch, Story

#: Desk-wide roles that see everybody's imports.
_SEES_ALL = {"editor", "admin"}


def may_import(person: object) -> bool:
    """Whoever may add articles imports them, and edits stories."""
    return person.is_active and person.has_perm("articles.add_article")


def may_change(person: object, article: Article) -> bool:
    """Whoever leads the work on this article gives it a new text, says what of it is furniture, and moves it.

    Marks, claims and coverage are of a text and its blocks, and fall behind with it.
    """
    return person.is_active and person.has_perm("articles.change_article", article)


def may_arrange(person: object, article: Article) -> bool:
    """Whether they may say which story it is in: it is there for them, and theirs to change."""
    return may_see(person, article) and may_change(person, article)


def right_to_import(person: object) -> str:
    """Return by what right they import, for the log: their role on the desk, or that they lead a team."""
    return person.role if person.role in _SEES_ALL else "lead"


def may_see(person: object, article: Article) -> bool:
    """Whether the article is there for them."""
    return person.is_active and person.has_perm("articles.view_article", article)


def articles_for(person: object) -> QuerySet[Article]:
    """Return the articles that are there for them: what grants `articles.view_article` one by one says which."""
    for backend in get_backends():
        if hasattr(backend, "articles_for"):
            return backend.articles_for(person)
    return Article.objects.none()


def stories_for(person: object) -> QuerySet[Story]:
    """Return the stories that they may read of where they arrange them: with an article they see, or with none yet."""
    inside = Article.objects.filter(story=OuterRef("pk"))
    return Story.objects.filter(
        Exists(articles_for(person).filter(story=OuterRef("pk"))) | ~Exists(inside), merged_into=None
    )


def sees_every_import(person: object) -> bool:
    """Editors and admins see what anybody brings in."""
    return person.is_active and person.role in _SEES_ALL


def batches_for(person: object) -> QuerySet[Batch]:
    """Return the batches that a person may see: their own; to editors and admins, all."""
    batches = Batch.objects.select_related("by")
    return batches if sees_every_import(person) else batches.filter(by=person)

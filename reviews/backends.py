"""What the desk's roles mean in Django's permissions, for apps that know nothing of teams."""

from django.contrib.auth.backends import BaseBackend
from django.db.models import QuerySet

from articles.models import Article
from reviews import rules
from reviews.queries.visible import articles_for


class DeskBackend(BaseBackend):
    """Grants what the desk's roles allow on articles. It signs nobody in.

    Whoever edits the desk (editors, admins, leads of any team) adds articles; a lead changes no other team's article.
    """

    def has_perm(self, user_obj: object, perm: str, obj: object = None) -> bool:
        """Answer for adding articles, and for seeing or changing one of them."""
        if perm == "articles.add_article":
            return rules.may_edit_desk(user_obj)
        if not isinstance(obj, Article):
            return False
        if perm == "articles.view_article":
            return articles_for(user_obj).filter(pk=obj.pk).exists()
        return perm == "articles.change_article" and rules.may_edit_article(user_obj, obj)

    def articles_for(self, person: object) -> QuerySet[Article]:
        """Return the articles on which it grants `articles.view_article`, for lists."""
        return articles_for(person)

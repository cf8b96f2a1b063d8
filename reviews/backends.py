"""What the desk's roles mean in Django's permissions, for apps that know nothing of teams."""

from django.contrib.auth.backends import BaseBackend

from articles.models import Article
from reviews import rules
from reviews.queries.visible import articles_for


class DeskBackend(BaseBackend):
    """Answers for articles: who may add them, and who may see or change this one. It signs nobody in."""

    def has_perm(self, user_obj: object, perm: str, obj: object = None) -> bool:
        """Whoever edits the desk adds articles; of one article it is asked whether it is theirs to see or to lead."""
        if perm == "articles.add_article":
            return rules.may_edit_desk(user_obj)
        if not isinstance(obj, Article):
            return False
        if perm == "articles.view_article":
            return articles_for(user_obj).filter(pk=obj.pk).exists()
        return perm == "articles.change_article" and _leads(user_obj, obj)


def _leads(person: object, article: Article) -> bool:
    """Whether they lead the work on this article, or brought it in as a lead before any team had it."""
    standing = getattr(article, "standing", None)
    if standing is None or standing.team is None:
        own = article.imported_by_id == person.pk and rules.may_edit_desk(person)
        return own or bool(rules.right_over(person, None))
    return bool(rules.right_over(person, standing.team))

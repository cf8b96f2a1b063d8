from django.db.models import Q

from articles.addresses import domain_of
from articles.models import Publication
from articles.reading import ArticleDraft


def publication_of(draft: ArticleDraft) -> Publication | None:
    """Return the publication that a draft names, by its name or by the domain of its address, if the desk knows it."""
    name, domain = named_by(draft)
    if not name and not domain:
        return None
    matches = Q(name__iexact=name or domain)
    if domain:
        matches |= Q(domain__iexact=domain)
    return Publication.objects.filter(matches).order_by("pk").first()


def named_by(draft: ArticleDraft) -> tuple[str, str]:
    """Return the name and the domain of a draft's publication, each empty where the draft does not say."""
    return draft.publication.strip()[:200], domain_of(draft.url)[:253]

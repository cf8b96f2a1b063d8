from django.db.models import F, Q, Value
from django.db.models.functions import Lower
from django.db.models.lookups import Exact

from articles.addresses import domain_of, linkable
from articles.models import Publication
from articles.one_line import one_line
from articles.reading import ArticleDraft


def publication_known_as(name: str, domain: str) -> Publication | None:
    """Return the publication with this domain, else with this name, in whatever case, by the unique keys' own rule."""
    domain_is = Q(Exact(Lower(F("domain")), Lower(Value(domain))), ~Q(domain=""))
    name_is = Q(Exact(Lower(F("name")), Lower(Value(name))))
    return Publication.objects.filter(domain_is).first() or Publication.objects.filter(name_is).first()


def publication_of(draft: ArticleDraft) -> Publication | None:
    """Return the publication that a draft is from, if the desk knows it."""
    name, domain = one_line(draft.publication, 200), domain_of(linkable(draft.url))
    return publication_known_as(name or domain, domain) if name or domain else None

from datetime import datetime

from django.db import IntegrityError, transaction

from articles.addresses import bare_domain
from articles.models import Publication
from articles.one_line import one_line
from articles.queries.publications import publication_known_as
from editorial.record import log


@transaction.atomic
def create_publication(*, name: str, domain: str, by: object | None, right: str, now: datetime) -> Publication:
    """Make a publication. Raises ValidationError, by field, for a name or domain that is taken."""
    publication = Publication(name=one_line(name), domain=bare_domain(domain))
    publication.full_clean()
    publication.save()
    _log("publication.created", by, right, now, {"publication": publication.pk, **_facts(publication)})
    return publication


@transaction.atomic
def edit_publication(
    *, publication: Publication, name: str, domain: str, by: object | None, right: str, now: datetime
) -> Publication:
    """Correct a publication's name and domain; the same ones change nothing. Raises ValidationError."""
    publication = Publication.objects.select_for_update().get(pk=publication.pk)
    before = _facts(publication)
    publication.name, publication.domain = one_line(name), bare_domain(domain)
    if _facts(publication) != before:
        publication.full_clean()
        publication.save()
        payload = {"publication": publication.pk, "before": before, "after": _facts(publication)}
        _log("publication.edited", by, right, now, payload)
    return publication


def publication_called(*, name: str, domain: str) -> Publication:
    """Return the publication with this domain, else with this name, else a new one with both.

    Part of an import, whose event tells of it. Of two imports at one moment one makes it and both get it.
    """
    domain = bare_domain(domain)[:253]
    name = name or domain
    known = publication_known_as(name, domain)
    if known:
        return known
    try:
        with transaction.atomic():
            return Publication.objects.create(name=name, domain=domain)
    except IntegrityError:
        known = publication_known_as(name, domain)
        if known is None:
            raise
        return known


def _facts(publication: Publication) -> dict[str, str]:
    """Return what the log says of a publication."""
    return {"name": publication.name, "domain": publication.domain}


def _log(kind: str, by: object | None, right: str, now: datetime, payload: dict) -> None:
    """Append to the desk's chain."""
    log.append(chain=log.DESK, kind=kind, actor=by, right=right, at=now, payload=payload)

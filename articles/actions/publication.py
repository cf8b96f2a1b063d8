from datetime import datetime

from django.db import transaction

from articles.models import Publication
from editorial.record import log


@transaction.atomic
def create_publication(*, name: str, domain: str, by: object | None, right: str, now: datetime) -> Publication:
    """Make a publication. Raises ValidationError, by field, for a name or domain that is taken."""
    publication = Publication(name=name.strip(), domain=bare_domain(domain))
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
    publication.name, publication.domain = name.strip(), bare_domain(domain)
    if _facts(publication) != before:
        publication.full_clean()
        publication.save()
        payload = {"publication": publication.pk, "before": before, "after": _facts(publication)}
        _log("publication.edited", by, right, now, payload)
    return publication


def bare_domain(domain: str) -> str:
    """Return a domain as the desk keeps it: small letters, no "www."."""
    return domain.strip().lower().removeprefix("www.")


def _facts(publication: Publication) -> dict[str, str]:
    """Return what the log says of a publication."""
    return {"name": publication.name, "domain": publication.domain}


def _log(kind: str, by: object | None, right: str, now: datetime, payload: dict) -> None:
    """Append to the desk's chain."""
    log.append(chain=log.DESK, kind=kind, actor=by, right=right, at=now, payload=payload)

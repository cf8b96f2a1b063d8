"""Notices are read, and letters switched on and off."""

from collections.abc import Mapping
from datetime import datetime

from django.contrib.auth import get_user_model
from django.core import signing
from django.db import transaction

from editorial.record import log
from reviews.actions.errors import NotDone, Refused
from reviews.actions.notify import DIGEST, OFF
from reviews.core.notices import Kind, Mail, chosen
from reviews.models import Notice, Profile


def read_notices(*, person: object, now: datetime, up_to: int | None = None, only: int | None = None) -> int:
    """Note that a person has read their notices: all, those up to one, or a single one. Returns how many were new.

    No event: that somebody looked is nobody else's business.
    """
    mine = Notice.objects.filter(person=person, read_at=None)
    if only is not None:
        mine = mine.filter(pk=only)
    if up_to is not None:
        mine = mine.filter(pk__lte=up_to)
    return mine.update(read_at=now)


@transaction.atomic
def choose_mail(*, person: object, choices: Mapping[str, str], by: object | None, now: datetime) -> Profile:
    """Set how kinds of notices come by e-mail; kinds that are not named stay as they are. Raises Refused.

    `by` None is whoever holds a signed link.
    """
    if set(choices) - set(Kind) or set(choices.values()) - set(Mail):
        raise Refused("E-mail: choose at once, in the digest, or not.", field="mail")
    profile, _ = Profile.objects.select_for_update().get_or_create(person=person, defaults={"changed_at": now})
    before = {kind: chosen(profile.mail, Kind(kind)) for kind in choices}
    if before == dict(choices):
        return profile
    profile.mail = profile.mail | dict(choices)
    profile.changed_at = now
    profile.save(update_fields=["mail", "changed_at"])
    log.append(
        chain=log.DESK,
        kind="person.mail_chosen",
        actor=by,
        right="themselves" if by else "signed link",
        at=now,
        payload={"person": person.pk, "before": before, "after": dict(choices)},
    )
    return profile


def mail_of_link(token: str) -> tuple[object, list[Kind]]:
    """Return the person of a signed link, and the kinds of letters that it ends. Raises NotDone for one that is none.

    The link has no end: a letter may be opened years later.
    """
    try:
        pk, what = signing.loads(token, salt=OFF)
        person = get_user_model().objects.get(pk=pk, is_active=True)
        kinds = list(Kind) if what == DIGEST else [Kind(what)]
    except (signing.BadSignature, ValueError, TypeError, get_user_model().DoesNotExist) as error:
        raise NotDone("This link is not one of the desk’s.") from error
    if what == DIGEST:
        mail = Profile.objects.filter(person=person).values_list("mail", flat=True).first() or {}
        kinds = [kind for kind in kinds if chosen(mail, kind) == Mail.DIGEST]
    return person, kinds

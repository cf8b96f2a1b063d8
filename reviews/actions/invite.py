"""Invitations: sent, sent again, revoked, accepted."""

import hashlib
import secrets
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.dateformat import format as worded

from editorial.post import outbox
from editorial.record import log
from reviews import rules
from reviews.actions.errors import NotAllowed, NotDone, Refused
from reviews.actions.members import join
from reviews.models import Invitation, Membership, Team

#: For so long a link works.
LASTS = timedelta(days=7)


@transaction.atomic
def invite(
    *,
    email: str,
    by: object,
    now: datetime,
    team: Team | None = None,
    role: str = "",
    desk_role: str = Invitation.DeskRole.MEMBER,
) -> Invitation:
    """Ask somebody to join a team in a role, or the desk in a role of its own, by a link that works for a week.

    Admins ask anybody to anything, leads ask reviewers and observers to their own team. Raises NotAllowed, or Refused
    with the field: also where that person is there already, or was asked and the link still works.
    """
    right = _right(by, team, role, desk_role)
    email = _checked(email)
    if team is None and role:
        raise Refused("Team: choose the one that they are to join.", field="team")
    if team is not None and role not in Membership.Role.values:
        raise Refused("Role: choose observer, reviewer or lead.", field="role")
    if team is None and desk_role == Invitation.DeskRole.MEMBER:
        raise Refused("Team: choose one, or a role on the desk.", field="team")
    if team is not None:
        Team.objects.select_for_update().get(pk=team.pk)
    _refuse_known(email, team)
    for former in _open(email, team).select_for_update():
        if former.is_open(now):
            raise Refused(f"{email} was invited already. Send that invitation again, or revoke it.", field="email")
        former.revoked_at = now  # It has ended; this one takes its place.
        former.save(update_fields=["revoked_at"])
    token = secrets.token_urlsafe(32)
    invitation = Invitation.objects.create(
        email=email,
        team=team,
        role=role,
        desk_role=desk_role,
        token_digest=digest_of(token),
        made_at=now,
        made_by=by,
        sent_at=now,
        expires_at=now + LASTS,
    )
    _send(invitation, token, now)
    _log("invitation.sent", invitation, by=by, right=right, now=now)
    return invitation


@transaction.atomic
def resend_invitation(*, invitation: Invitation, by: object, now: datetime) -> Invitation:
    """Send an invitation again with a new link, for a week from now; the former link works no more."""
    invitation, right = _changeable(invitation, by)
    token = secrets.token_urlsafe(32)
    invitation.token_digest = digest_of(token)
    invitation.sent_at, invitation.expires_at = now, now + LASTS
    invitation.save(update_fields=["token_digest", "sent_at", "expires_at"])
    _send(invitation, token, now)
    _log("invitation.sent_again", invitation, by=by, right=right, now=now)
    return invitation


@transaction.atomic
def revoke_invitation(*, invitation: Invitation, by: object, now: datetime) -> Invitation:
    """Take an invitation back: its link works no more. Twice is harmless."""
    invitation, right = _changeable(invitation, by, revoked=True)
    if invitation.revoked_at is None:
        invitation.revoked_at = now
        invitation.save(update_fields=["revoked_at"])
        _log("invitation.revoked", invitation, by=by, right=right, now=now)
    return invitation


def invitation_of(token: str, *, now: datetime) -> Invitation:
    """Return the invitation whose link this is. Raises NotDone, saying why, where it works no more."""
    invitation = Invitation.objects.select_related("team", "made_by").filter(token_digest=digest_of(token)).first()
    if invitation is None:
        raise NotDone(
            "This is no link of an invitation, or it was sent again: the newest e-mail has the one that works."
        )
    if invitation.accepted_at is not None:
        raise NotDone("This invitation was accepted already. Sign in.")
    if invitation.revoked_at is not None:
        raise NotDone("This invitation was taken back.")
    if now >= invitation.expires_at:
        raise NotDone(f"This invitation has ended. Ask {invitation.made_by} to send it again.")
    return invitation


@transaction.atomic
def accept_invitation(*, token: str, person: object, now: datetime) -> Invitation:
    """Let a person join as the invitation says. A link works once, for whoever holds it and signs in.

    Their role on the desk is the action's of accounts to set, in the same transaction. Raises NotDone.
    """
    invitation = Invitation.objects.select_for_update().get(pk=invitation_of(token, now=now).pk)
    if not invitation.is_open(now):
        raise NotDone("This invitation was accepted already, or taken back.")
    if not rules.may_invite(invitation.made_by, invitation.team, invitation.role, invitation.desk_role):
        raise NotDone(f"{invitation.made_by} may not invite any more. Ask somebody else of the desk.")
    invitation.accepted_at, invitation.accepted_by = now, person
    invitation.save(update_fields=["accepted_at", "accepted_by"])
    if invitation.team is not None:
        join(team=invitation.team, person=person, role=invitation.role, invited_by=invitation.made_by, now=now)
    _log("invitation.accepted", invitation, by=person, right=f"invited by {invitation.made_by}"[:140], now=now)
    return invitation


def digest_of(token: str) -> str:
    """Return what the desk keeps of a link's token."""
    return hashlib.sha256(token.encode()).hexdigest()


def _right(by: object, team: Team | None, role: str, desk_role: str) -> str:
    """Return by what right they invite to this; raise NotAllowed where they may not."""
    if not rules.may_invite(by, team, role, desk_role):
        raise NotAllowed("Admins invite anybody; leads invite reviewers and observers to their own team.")
    return rules.right_to_run(by, team)


def _checked(email: str) -> str:
    """Return an address as it is kept."""
    email = get_user_model().objects.normalize_email(email.strip())
    try:
        validate_email(email)
    except ValidationError as error:
        raise Refused("E-mail: this is not an address.", field="email") from error
    return email


def _refuse_known(email: str, team: Team | None) -> None:
    """Refuse to invite whoever is there already."""
    person = get_user_model().objects.filter(email__iexact=email).first()
    if person is None:
        return
    if not person.is_active:
        raise Refused(f"{person} has left the desk. An admin can let them in again.", field="email")
    if team is None:
        raise Refused(f"{person} is on this desk already. Change their role in the admin.", field="email")
    membership = Membership.objects.filter(team=team, person=person).first()
    if membership is not None:
        raise Refused(f"{person} is {membership.role} of {team} already. Change their role there.", field="email")


def _open(email: str, team: Team | None) -> QuerySet[Invitation]:
    """Return the invitations of an address to a team, or to the desk, that were neither accepted nor revoked."""
    return Invitation.objects.filter(email__iexact=email, team=team, accepted_at=None, revoked_at=None)


def _changeable(invitation: Invitation, by: object, *, revoked: bool = False) -> tuple[Invitation, str]:
    """Return the invitation as it is, locked, and by what right they change it. Raises NotAllowed, or Refused."""
    row = Invitation.objects.select_for_update(of=("self",)).select_related("team", "made_by").get(pk=invitation.pk)
    right = _right(by, row.team, row.role, row.desk_role)
    if row.accepted_at is not None:
        raise Refused("This invitation was accepted meanwhile.")
    if row.revoked_at is not None and not revoked:
        raise Refused("This invitation was taken back meanwhile. Invite them anew.")
    return row, right


def _send(invitation: Invitation, token: str, now: datetime) -> None:
    """Put the letter with the link into the outbox."""
    link = settings.DESK_URL + reverse("join", args=[token])
    until = worded(invitation.expires_at.astimezone(UTC), "j F Y, H:i")
    text = (
        f"Hello,\n\n{invitation.made_by} invites you to join the Editorial desk as {invitation.offered}.\n\n"
        f"Accept here; the link works once, until {until} UTC:\n{link}\n\n"
        "If you expect no such invitation, do nothing.\n"
    )
    subject = f"{invitation.made_by} invites you to join the Editorial desk"
    outbox.put(to=invitation.email, subject=subject, text=text, now=now)


def _log(kind: str, invitation: Invitation, *, by: object, right: str, now: datetime) -> None:
    """Append to the desk's chain. The address stays out of the log: it is the row's, and the row can be erased."""
    payload = {
        "invitation": invitation.pk,
        "team": invitation.team_id,
        "role": invitation.role,
        "desk_role": invitation.desk_role,
    }
    log.append(chain=log.DESK, kind=kind, actor=by, right=right, at=now, payload=payload)

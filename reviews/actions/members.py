"""Who is in a team. Admins decide for every team, leads about the reviewers and observers of their own."""

from datetime import datetime

from django.db import transaction

from editorial.record import log
from reviews import rules
from reviews.actions.errors import NotAllowed, Refused, Stale
from reviews.actions.give_back import give_back
from reviews.models import Membership, Team


@transaction.atomic
def add_member(*, team: Team, person: object, role: str, by: object, now: datetime) -> Membership:
    """Make a person a member, or change their role; the same role again changes nothing.

    Whoever becomes an observer gives back what they had still to mark for the team. Raises NotAllowed, or Refused.
    """
    if role not in Membership.Role.values:
        raise Refused("Role: choose observer, reviewer or lead.", field="role")
    _lock(team)
    membership = Membership.objects.filter(team=team, person=person).first()
    before = membership.role if membership else None
    right = _right(by, team, before, role)
    if before == role:
        return membership
    if not person.is_active:
        raise Refused(f"{person} has left the desk.", field="person")
    if membership is None:
        membership = Membership.objects.create(team=team, person=person, role=role, joined_at=now)
    else:
        membership.role = role
        membership.save(update_fields=["role"])
    _log(team, person, before, role, by=by, right=right, now=now)
    if role == Membership.Role.OBSERVER and before:
        give_back(person=person, team=team, by=by, now=now, why=f"{person} observes {team} from now on.")
    return membership


@transaction.atomic
def remove_member(*, team: Team, person: object, by: object, now: datetime) -> None:
    """End a person's membership. What they reviewed stays; what they had still to mark goes back. Twice is harmless.

    Raises NotAllowed.
    """
    _lock(team)
    membership = Membership.objects.filter(team=team, person=person).first()
    right = _right(by, team, membership.role if membership else None, None)
    if membership is not None:
        _end(membership, by=by, right=right, now=now)


@transaction.atomic
def leave_team(*, team: Team, person: object, now: datetime) -> None:
    """End one's own membership. A team's only lead hands over first: Refused. Who is no member: nothing happens."""
    _lock(team)
    membership = Membership.objects.filter(team=team, person=person).first()
    if membership is None:
        return
    if membership.role == Membership.Role.LEAD and not _other_leads(team, person):
        raise Refused(f"You are the only lead of {team}. Hand over to somebody before you leave.")
    _end(membership, by=person, right="themselves", now=now)


@transaction.atomic
def hand_over(*, team: Team, lead: object, to: object, by: object, now: datetime) -> None:
    """Make a member the lead in place of another, who stays as a reviewer. By that lead, or an admin.

    Raises NotAllowed, Refused for somebody who is no member, and Stale where the lead is none any more.
    """
    if not (by.is_active and (by.is_superuser or by.pk == lead.pk)):
        raise NotAllowed("A lead is handed over by the lead or by an admin.")
    _lock(team)
    roles = {membership.person_id: membership for membership in Membership.objects.filter(team=team)}
    former, new = roles.get(lead.pk), roles.get(to.pk)
    if former is None or former.role != Membership.Role.LEAD:
        raise Stale(f"{lead} does not lead {team} any more.")
    if new is None or not to.is_active:
        raise Refused(f"{to} is no member of {team}.", field="to")
    if new.role == Membership.Role.LEAD:
        raise Refused(f"{to} leads {team} already.", field="to")
    right = "admin" if by.pk != lead.pk else f"lead of {team}"
    for membership, role in ((new, Membership.Role.LEAD), (former, Membership.Role.REVIEWER)):
        before, membership.role = membership.role, role
        membership.save(update_fields=["role"])
        _log(team, membership.person, before, role, by=by, right=right, now=now)


def join(*, team: Team, person: object, role: str, invited_by: object, now: datetime) -> Membership:
    """Make a person a member by an invitation; who is a member already keeps the higher of both roles.

    Runs inside its caller's transaction, which has checked the invitation.
    """
    _lock(team)
    membership = Membership.objects.filter(team=team, person=person).first()
    ranks = Membership.Role.values
    before = membership.role if membership else None
    if before and ranks.index(before) >= ranks.index(role):
        return membership
    membership, _ = Membership.objects.update_or_create(
        team=team, person=person, defaults={"role": role}, create_defaults={"role": role, "joined_at": now}
    )
    _log(team, person, before, role, by=person, right=f"invited by {invited_by}", now=now)
    return membership


def _end(membership: Membership, *, by: object, right: str, now: datetime) -> None:
    """Delete a membership, say so, and put back what was open."""
    team, person = membership.team, membership.person
    membership.delete()
    _log(team, person, membership.role, None, by=by, right=right, now=now)
    give_back(person=person, team=team, by=by, now=now, why=f"{person} has left {team}.")


def _right(by: object, team: Team, before: str | None, after: str | None) -> str:
    """Return by what right they change a member's role; raise NotAllowed where they may not."""
    right = rules.right_to_run(by, team)
    if not right:
        raise NotAllowed("Only an admin, or the team's lead, changes who is in it.")
    if right != "admin" and Membership.Role.LEAD in {before, after}:
        raise NotAllowed("Who leads a team is changed by an admin, or by handing over.")
    return right


def _other_leads(team: Team, person: object) -> bool:
    """Whether somebody else leads the team, too."""
    leads = Membership.objects.filter(team=team, role=Membership.Role.LEAD, person__is_active=True)
    return leads.exclude(person=person).exists()


def _lock(team: Team) -> None:
    """Let nobody else change who is in the team until the transaction ends."""
    Team.objects.select_for_update().get(pk=team.pk)


def _log(
    team: Team, person: object, before: str | None, after: str | None, *, by: object, right: str, now: datetime
) -> None:
    """Append to the desk's chain."""
    payload = {"team": team.pk, "person": person.pk, "before": before, "after": after}
    log.append(chain=log.DESK, kind="team.member", actor=by, right=right, at=now, payload=payload)

from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Max

from editorial.record import log
from reviews.actions.errors import NotAllowed, Refused
from reviews.core import policy as core
from reviews.models import Policy, Team


@transaction.atomic
def create_team(*, name: str, by: object, now: datetime) -> Team:
    """Make a team. Raises NotAllowed for all but admins, Refused for a name that is empty or taken."""
    _admin(by)
    if not name.strip():
        raise Refused("Name: a team needs one.", field="name")
    try:
        with transaction.atomic():
            team = Team.objects.create(name=name.strip())
    except IntegrityError as error:
        raise Refused(f"Name: there is a team called {name.strip()} already.", field="name") from error
    _log("team.created", by, now, {"team": team.pk, "name": team.name})
    return team


@transaction.atomic
def rename_team(*, team: Team, name: str, by: object, now: datetime) -> Team:
    """Give a team another name; the same one changes nothing. Raises NotAllowed, or Refused as for a new team."""
    _admin(by)
    name = name.strip()
    if not name:
        raise Refused("Name: a team needs one.", field="name")
    before = Team.objects.select_for_update().get(pk=team.pk).name
    team.name = name
    if name == before:
        return team
    try:
        with transaction.atomic():
            team.save(update_fields=["name"])
    except IntegrityError as error:
        raise Refused(f"Name: there is a team called {name} already.", field="name") from error
    _log("team.renamed", by, now, {"team": team.pk, "before": before, "after": name})
    return team


@transaction.atomic
def set_policy(*, numbers: core.Policy, by: object | None, now: datetime, team: Team | None = None) -> Policy:
    """Write the next version of the desk's policy, or of a team's own.

    Only an admin may; `by` None is the system, which writes the desk's first version. Raises Refused where somebody
    wrote a version at the same moment.
    """
    if by is not None:
        _admin(by)
    latest = Policy.objects.filter(team=team).aggregate(latest=Max("version"))["latest"] or 0
    try:
        with transaction.atomic():
            policy = Policy.objects.create(
                team=team,
                version=latest + 1,
                wanted=numbers.wanted,
                quorum=numbers.quorum,
                majority_of=numbers.majority.numerator,
                majority_in=numbers.majority.denominator,
                fabricated_minimum=numbers.fabricated_minimum,
                coverage_floor_percent=int(numbers.coverage_floor * 100),
                reason_for=sorted(numbers.reason_for),
                rationale_for=sorted(numbers.rationale_for),
                evidence_for=sorted(numbers.evidence_for),
                made_at=now,
                made_by=by,
            )
    except IntegrityError as error:
        raise Refused("Policy: somebody set one at this very moment; look at theirs first.") from error
    _log("policy.set", by, now, {"policy": policy.pk, "team": team.pk if team else None, "version": policy.version})
    return policy


def policy_in_force(*, team: Team, now: datetime) -> Policy:
    """Return the team's own policy, else the desk's; the desk's first version is written when it is first needed."""
    own = Policy.objects.filter(team=team).order_by("-version").first()
    return own or _newest_of_the_desk() or _first_of_the_desk(now)


def _newest_of_the_desk() -> Policy | None:
    """Return the desk's policy in force, if one was ever written."""
    return Policy.objects.filter(team=None).order_by("-version").first()


def _first_of_the_desk(now: datetime) -> Policy:
    """Write the desk's first policy, or return the one that somebody wrote at the same moment."""
    try:
        return set_policy(numbers=core.Policy(), by=None, now=now)
    except Refused:
        return _newest_of_the_desk()


def _admin(by: object) -> None:
    """Only an admin passes."""
    if not (by.is_active and by.is_superuser):
        raise NotAllowed("Only an admin changes teams and policies.")


def _log(kind: str, by: object | None, now: datetime, payload: dict) -> None:
    """Append to the desk's chain."""
    log.append(chain=log.DESK, kind=kind, actor=by, right="admin" if by else "system", at=now, payload=payload)

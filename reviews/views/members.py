"""Members of a team come and go, and leads hand over."""

from django.contrib import messages
from django.contrib.auth import get_user_model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from reviews.actions.errors import Refused
from reviews.actions.members import add_member, hand_over, leave_team, remove_member
from reviews.forms_people import RoleForm
from reviews.models import Team
from reviews.views.gates import answers_refusals
from reviews.views.teams import hand_over_form, team_or_404


@require_POST
@answers_refusals
def set_role(request: HttpRequest, pk: int, person: int) -> HttpResponse:
    """Give a member another role."""
    team = team_or_404(request, pk)
    member = _member_or_404(team, person)
    form = RoleForm(request.POST)
    role = form.cleaned_data["role"] if form.is_valid() else ""
    add_member(team=team, person=member, role=role, by=request.user, now=timezone.now())
    messages.success(request, f"{member} is {role} of {team} now.")
    return redirect("team", pk=pk)


@require_POST
@answers_refusals
def remove(request: HttpRequest, pk: int, person: int) -> HttpResponse:
    """End a membership."""
    team = team_or_404(request, pk)
    member = _member_or_404(team, person)
    remove_member(team=team, person=member, by=request.user, now=timezone.now())
    messages.success(request, f"{member} has left {team}. What they reviewed stays; what was open is free again.")
    return redirect("team", pk=pk)


@require_POST
@answers_refusals
def leave(request: HttpRequest, pk: int) -> HttpResponse:
    """End one's own membership."""
    team = team_or_404(request, pk)
    leave_team(team=team, person=request.user, now=timezone.now())
    messages.success(request, f"You have left {team}. What you reviewed stays; what was open is free again.")
    return redirect("teams")


@require_POST
@answers_refusals
def hand_over_view(request: HttpRequest, pk: int) -> HttpResponse:
    """Make somebody else the lead."""
    team = team_or_404(request, pk)
    form = hand_over_form(request, team)
    if not form.is_valid():
        raise Refused("Hand over: choose a member of the team, in the place of a lead.")
    chosen = form.cleaned_data
    hand_over(team=team, lead=chosen["lead"], to=chosen["to"], by=request.user, now=timezone.now())
    messages.success(request, f"{chosen['to']} leads {team} now; {chosen['lead']} stays as a reviewer.")
    return redirect("team", pk=pk)


def _member_or_404(team: Team, person: int) -> object:
    """Return the person if they are a member."""
    return get_object_or_404(get_user_model().objects.filter(memberships__team=team), pk=person)

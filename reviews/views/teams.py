"""Teams: which there are, and who is in one."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from reviews import rules
from reviews.actions.errors import NotAllowed, Refused
from reviews.actions.team import create_team
from reviews.core.rendered import as_html
from reviews.core.rules_in_words import numbers
from reviews.forms_people import HandOverForm, InvitationForm, TeamForm
from reviews.models import Membership, Team
from reviews.queries.policies import in_force
from reviews.queries.teams import members_of, newest_guidelines, open_invitations, teams_for, with_work
from reviews.views.gates import answers_refusals
from reviews.views.work import team_load


@require_http_methods(["GET", "POST"])
@answers_refusals
def team_list(request: HttpRequest) -> HttpResponse:
    """Show the teams that the person may see; an admin makes a new one."""
    form, status = TeamForm(), 200
    if request.method == "POST":
        if not request.user.is_superuser:
            raise NotAllowed("Only an admin makes teams.")
        form = TeamForm(request.POST)
        team = _made(request, form)
        if team is not None:
            return redirect("team", pk=team.pk)
        status = 422
    mine = dict(Membership.objects.filter(person=request.user).values_list("team", "role"))
    teams = [(team, mine.get(team.pk, "")) for team in with_work(teams_for(request.user))]
    return render(request, "reviews/teams/list.html", {"teams": teams, "form": form}, status=status)


def _made(request: HttpRequest, form: TeamForm) -> Team | None:
    """Make the team, or put what was refused beside its field."""
    if not form.is_valid():
        return None
    try:
        return create_team(name=form.cleaned_data["name"], by=request.user, now=timezone.now())
    except Refused as error:
        form.add_error(error.field or None, str(error))
        return None


@require_GET
@answers_refusals
def team_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a team: who is in it, what it is told, under which policy, and who was asked to join."""
    return team_page(request, team_or_404(request, pk))


def team_or_404(request: HttpRequest, pk: int) -> Team:
    """Return the team, or answer 404 to whoever may not see it."""
    return get_object_or_404(teams_for(request.user), pk=pk)


def team_page(
    request: HttpRequest, team: Team, *, invitation: InvitationForm | None = None, status: int = 200
) -> HttpResponse:
    """Show the page of a team, with what was posted where that was refused."""
    now = timezone.now()
    right = rules.right_to_run(request.user, team)
    members = list(members_of(team, timezone.localdate(), now))
    mine = next((member for member in members if member.person_id == request.user.pk), None)
    guidelines = newest_guidelines(team)
    policy = in_force(team)
    context = {
        "team": team,
        "members": members,
        "mine": mine,
        "right": right,
        "is_admin": right == "admin",
        "sees_people": rules.sees_every_article(request.user) or bool(right),
        "roles": Membership.Role.choices,
        "guidelines": guidelines,
        "guidelines_html": as_html(guidelines.text) if guidelines else "",
        "policy": policy,
        "numbers": numbers(policy.numbers()) if policy else "",
        "now": now,
    }
    if right:
        context["invitations"] = list(open_invitations(team))
        context["form"] = invitation or InvitationForm(may_ask_leads=right == "admin")
        context["hand_over"] = hand_over_form(request, team) if _can_hand_over(members, right, mine) else None
    if rules.right_over(request.user, team):
        context |= team_load(request.user, team, now)
    return render(request, "reviews/teams/team.html", context, status=status)


def hand_over_form(request: HttpRequest, team: Team) -> HandOverForm:
    """Return the form by which a lead is handed over: one's own, or for an admin any."""
    leads = team.members.filter(memberships__team=team, memberships__role=Membership.Role.LEAD)
    others = team.members.filter(is_active=True, memberships__team=team).exclude(
        memberships__in=Membership.objects.filter(team=team, role=Membership.Role.LEAD)
    )
    if not request.user.is_superuser:
        leads = leads.filter(pk=request.user.pk)
    return HandOverForm(request.POST or None, leads=leads.distinct(), others=others.distinct())


def _can_hand_over(members: list[Membership], right: str, mine: Membership | None) -> bool:
    """Whether there is a lead to hand over, and somebody to hand over to."""
    leads = [member for member in members if member.role == Membership.Role.LEAD]
    others = len(leads) < len(members)
    return bool(leads) and others and (right == "admin" or (mine is not None and mine in leads))

"""Invitations, to a team by its lead or an admin, to the desk by an admin."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from reviews import rules
from reviews.actions.errors import NotAllowed, Refused
from reviews.actions.invite import invite, resend_invitation, revoke_invitation
from reviews.forms_people import DeskInvitationForm, InvitationForm
from reviews.models import Invitation
from reviews.queries.teams import teams_for
from reviews.views.gates import answers_refusals
from reviews.views.teams import team_or_404, team_page


@require_POST
@answers_refusals
def invite_to_team(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask somebody to a team."""
    team = team_or_404(request, pk)
    right = rules.right_to_run(request.user, team)
    if not right:
        raise NotAllowed("Admins invite anybody; leads invite reviewers and observers to their own team.")
    form = InvitationForm(request.POST, may_ask_leads=right == "admin")
    if form.is_valid() and _invited(request, form, team=team):
        return redirect("team", pk=pk)
    return team_page(request, team, invitation=form, status=422)


@require_http_methods(["GET", "POST"])
@answers_refusals
def desk_invitations(request: HttpRequest) -> HttpResponse:
    """Show whom the desk has asked, and ask somebody."""
    if not request.user.is_superuser:
        raise NotAllowed("Only an admin invites to the desk.")
    form = DeskInvitationForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _invited(request, form):
        return redirect("invitations")
    everywhere = Invitation.objects.filter(accepted_at=None, revoked_at=None).select_related("made_by", "team")
    context = {"form": form, "invitations": everywhere, "now": timezone.now()}
    return render(request, "reviews/teams/invitations.html", context, status=422 if form.errors else 200)


def _invited(request: HttpRequest, form: InvitationForm | DeskInvitationForm, **fixed: object) -> bool:
    """Invite, or put what was refused beside its field."""
    try:
        invitation = invite(**form.cleaned_data | fixed, by=request.user, now=timezone.now())
    except Refused as error:
        form.add_error(error.field if error.field in form.fields else None, str(error))
        return False
    _tell(request, invitation)
    return True


@require_POST
@answers_refusals
def again(request: HttpRequest, pk: int) -> HttpResponse:
    """Send an invitation again, with a new link."""
    invitation = _invitation_or_404(request, pk)
    _tell(request, resend_invitation(invitation=invitation, by=request.user, now=timezone.now()))
    return _back(request, invitation)


@require_POST
@answers_refusals
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """Take an invitation back."""
    invitation = _invitation_or_404(request, pk)
    revoke_invitation(invitation=invitation, by=request.user, now=timezone.now())
    messages.success(request, f"The invitation of {invitation.email} is taken back; its link works no more.")
    return _back(request, invitation)


def _tell(request: HttpRequest, invitation: Invitation) -> None:
    """Say that the letter is on its way, or why it waits."""
    if settings.EMAIL_BACKEND:
        messages.success(request, f"The link is on its way to {invitation.email}; it works for a week.")
    else:
        messages.warning(
            request, f"{invitation.email} is invited, but this desk has no mail server (EMAIL_HOST): the letter waits."
        )


def _back(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    """Return to the page with the invitation."""
    if invitation.team_id and request.POST.get("from") != "desk":
        return redirect("team", pk=invitation.team_id)
    return redirect("invitations")


def _invitation_or_404(request: HttpRequest, pk: int) -> Invitation:
    """Return the invitation, or answer 404 to whoever sees neither its team nor the desk's invitations."""
    seen = Invitation.objects.select_related("team", "made_by")
    if not request.user.is_superuser:
        seen = seen.filter(team__in=teams_for(request.user).values("pk"))
    return get_object_or_404(seen, pk=pk)

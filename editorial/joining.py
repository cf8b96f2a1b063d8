"""Joining by the link of an invitation: with a new account, or with the one that somebody is signed in to."""

from datetime import datetime

from allauth.account.utils import perform_login
from django import forms
from django.contrib import messages
from django.contrib.auth import get_user_model, password_validation
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from editorial.accounts.actions import add_person, change_person
from editorial.accounts.models import User
from reviews.actions.errors import NotDone
from reviews.actions.invite import accept_invitation, invitation_of
from reviews.models import Invitation


class JoinForm(forms.Form):
    """A new account. The e-mail is the one that the invitation went to."""

    name = forms.CharField(max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    password = forms.CharField(
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text="At least eight characters, and none that everybody uses.",
    )
    again = forms.CharField(
        label="Password, again", strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "new-password"})
    )

    def __init__(self, *args: object, email: str, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.email = email

    def clean(self) -> dict:
        """Take a password that is good enough, typed twice alike."""
        cleaned = super().clean()
        password = cleaned.get("password")
        if password and cleaned.get("again") and password != cleaned["again"]:
            self.add_error("again", "The two are not the same.")
        if password:
            try:
                password_validation.validate_password(password, User(email=self.email, name=cleaned.get("name", "")))
            except ValidationError as error:
                self.add_error("password", error)
        return cleaned


@sensitive_post_parameters("password", "again")
@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def join(request: HttpRequest, token: str) -> HttpResponse:
    """Show what the invitation offers, and accept it: as who is signed in, or with a new account."""
    now = timezone.now()
    try:
        invitation = invitation_of(token, now=now)
        if request.user.is_authenticated:
            return _join_as_oneself(request, invitation, token, now)
        return _join_anew(request, invitation, token, now)
    except NotDone as error:
        return render(request, "account/join_refused.html", {"error": error}, status=410)


def _join_as_oneself(request: HttpRequest, invitation: Invitation, token: str, now: datetime) -> HttpResponse:
    """Join with the account that is signed in."""
    if request.method == "POST":
        with transaction.atomic():
            accept_invitation(token=token, person=request.user, now=now)
            if invitation.desk_role != User.Role.MEMBER and request.user.role == User.Role.MEMBER:
                change_person(person=request.user, changes={"role": invitation.desk_role}, by=None, now=now)
        messages.success(request, f"You have joined as {invitation.offered}.")
        return _onwards(invitation)
    return render(request, "account/join.html", {"invitation": invitation})


def _join_anew(request: HttpRequest, invitation: Invitation, token: str, now: datetime) -> HttpResponse:
    """Join with a new account; whoever has one with this e-mail is asked to sign in."""
    known = get_user_model().objects.filter(email__iexact=invitation.email).exists()
    form = None if known else JoinForm(request.POST or None, email=invitation.email)
    if form is not None and request.method == "POST" and form.is_valid():
        person = _new_person(form, invitation, token, now)
        messages.success(request, f"Welcome. You have joined as {invitation.offered}.")
        return perform_login(request, person, redirect_url=_onwards(invitation).url)
    context = {"invitation": invitation, "form": form, "known": known, "next": request.path}
    return render(request, "account/join.html", context, status=422 if form is not None and form.errors else 200)


@transaction.atomic
def _new_person(form: JoinForm, invitation: Invitation, token: str, now: datetime) -> User:
    """Add the person and accept their invitation: both or neither."""
    person = add_person(
        name=form.cleaned_data["name"],
        email=invitation.email,
        role=invitation.desk_role,
        password=form.cleaned_data["password"],
        by=None,
        now=now,
    )
    accept_invitation(token=token, person=person, now=now)
    return person


def _onwards(invitation: Invitation) -> HttpResponse:
    """Go to the team that was joined, or to the desk."""
    return redirect("team", pk=invitation.team_id) if invitation.team_id else redirect("desk")

"""People: what they can do, when they are away, what they may not review, and how they are told of things."""

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from reviews import rules
from reviews.actions.errors import NotAllowed, Refused
from reviews.actions.people import add_absence, add_conflict, check_keeper, remove_absence, remove_conflict, set_profile
from reviews.actions.read_notices import choose_mail
from reviews.forms_people import LANGUAGES, AbsenceForm, ConflictForm, MailForm, ProfileForm
from reviews.models import Absence, Conflict, Membership, Profile
from reviews.queries.teams import people_for
from reviews.views.gates import answers_refusals


@require_GET
@answers_refusals
def person_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a person to themselves, their leads, editors, moderators and admins."""
    return _page(request, _person_or_404(request, pk))


@require_POST
@answers_refusals
def save_profile(request: HttpRequest, pk: int) -> HttpResponse:
    """Save what a person can do."""
    person = _person_or_404(request, pk)
    form = ProfileForm(request.POST)

    def save() -> None:
        set_profile(person=person, **form.cleaned_data, by=request.user, now=timezone.now())

    return _saved(request, person, "profile", form, save)


@require_POST
@answers_refusals
def save_mail(request: HttpRequest, pk: int) -> HttpResponse:
    """Save how a person's notices come by e-mail: nobody's choice but theirs."""
    person = _person_or_404(request, pk)
    if person.pk != request.user.pk:
        raise NotAllowed("What comes by e-mail is its recipient's to choose.")
    form = MailForm(request.POST, mail={})

    def save() -> None:
        choose_mail(person=person, choices=form.cleaned_data, by=request.user, now=timezone.now())

    return _saved(request, person, "mail", form, save)


@require_POST
@answers_refusals
def new_absence(request: HttpRequest, pk: int) -> HttpResponse:
    """Note days on which a person is away."""
    person = _person_or_404(request, pk)
    check_keeper(request.user, person)
    form = AbsenceForm(request.POST, prefix="away")

    def save() -> None:
        add_absence(person=person, **form.days, by=request.user, now=timezone.now())

    return _saved(request, person, "away", form, save)


@require_POST
@answers_refusals
def end_absence(request: HttpRequest, pk: int, absence: int) -> HttpResponse:
    """Take an absence back."""
    person = _person_or_404(request, pk)
    remove_absence(
        absence=get_object_or_404(Absence.objects.select_related("person"), person=person, pk=absence),
        by=request.user,
        now=timezone.now(),
    )
    return _back(person, "away")


@require_POST
@answers_refusals
def new_conflict(request: HttpRequest, pk: int) -> HttpResponse:
    """Note a conflict of interest."""
    person = _person_or_404(request, pk)
    check_keeper(request.user, person)
    form = ConflictForm(request.POST, prefix="conflict")

    def save() -> None:
        add_conflict(person=person, **form.cleaned_data, by=request.user, now=timezone.now())

    return _saved(request, person, "conflicts", form, save)


@require_POST
@answers_refusals
def end_conflict(request: HttpRequest, pk: int, conflict: int) -> HttpResponse:
    """Take a conflict of interest back."""
    person = _person_or_404(request, pk)
    conflicts = Conflict.objects.select_related("person", "publication", "story", "made_by")
    remove_conflict(
        conflict=get_object_or_404(conflicts, person=person, pk=conflict), by=request.user, now=timezone.now()
    )
    return _back(person, "conflicts")


def _person_or_404(request: HttpRequest, pk: int) -> object:
    """Return the person, or answer 404 to whoever may not see them."""
    return get_object_or_404(people_for(request.user), pk=pk)


def _saved(request: HttpRequest, person: object, part: str, form: forms.Form, save: Callable[[], None]) -> HttpResponse:
    """Save what was posted and return to its part of the page, or show the page with what was refused."""
    if form.is_valid():
        try:
            save()
        except Refused as error:
            form.add_error(error.field if error.field in form.fields else None, str(error))
        else:
            messages.success(request, "Saved.")
            return _back(person, part)
    return _page(request, person, status=422, **{part: form})


def _back(person: object, part: str) -> HttpResponse:
    """Return to a part of a person's page."""
    response = redirect("person", pk=person.pk)
    response["Location"] += f"#{part}"
    return response


def _page(request: HttpRequest, person: object, *, status: int = 200, **posted: forms.Form) -> HttpResponse:
    """Show the page of a person, with the forms of what one may change."""
    mine = person.pk == request.user.pk
    profile = Profile.objects.filter(person=person).first()
    today = timezone.localdate()
    context = {
        "person": person,
        "mine": mine,
        "profile": profile,
        "languages": [LANGUAGES.get(code, code) for code in profile.languages] if profile else [],
        "memberships": Membership.objects.filter(person=person).select_related("team"),
        "absences": Absence.objects.filter(person=person, last__gte=today).select_related("made_by"),
        "conflicts": Conflict.objects.filter(person=person).select_related("publication", "story", "made_by"),
        "today": today,
        "may_keep": rules.may_keep(request.user, person),
        "may_change": rules.may_change_profile(request.user, person),
    }
    context["forms"] = {
        "profile": posted.get("profile") or ProfileForm.of(profile),
        "away": posted.get("away") or AbsenceForm(prefix="away"),
        "conflicts": posted.get("conflicts") or ConflictForm(prefix="conflict"),
        "mail": posted.get("mail") or MailForm(mail=profile.mail if profile else {}),
    }
    return render(request, "reviews/people/person.html", context, status=status)

"""One's own data: to look at and take along; whether one is named outside; and erasure, which an admin does."""

from django import forms
from django.contrib import messages
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from editorial.accounts.privacy import erase_person, name_outside
from reviews.actions.take_data import note_data_taken
from reviews.exporting.person import data_of


class ErasureForm(forms.Form):
    """Why somebody is erased, and that it is meant."""

    why = forms.CharField(max_length=1_000, widget=forms.Textarea(attrs={"rows": 2}), help_text="Who asked, and when.")
    sure = forms.BooleanField(label="I know that their name cannot be brought back.")


@require_http_methods(["GET", "POST"])
def my_data(request: HttpRequest) -> HttpResponse:
    """Show what somebody can do with their own data; take whether they want to be named outside the desk."""
    if request.method == "POST":
        name_outside(person=request.user, named="named" in request.POST, now=timezone.now())
        messages.success(request, "Saved.")
        return redirect("my-data")
    return render(request, "accounts/my_data.html")


@require_POST
def take_data(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand out the data about a person as one JSON file: to themselves, or to an admin on their request."""
    if pk != request.user.pk and not request.user.is_superuser:
        raise PermissionDenied
    person = get_object_or_404(get_user_model(), pk=pk)
    note_data_taken(person=person, by=request.user, now=timezone.now())
    response = JsonResponse(data_of(person), json_dumps_params={"ensure_ascii": False, "indent": 1})
    response["Content-Disposition"] = f'attachment; filename="person-{pk}.json"'
    return response


@require_http_methods(["GET", "POST"])
def erase(request: HttpRequest, pk: int) -> HttpResponse:
    """Erase who somebody was, after asking whether it is meant."""
    if not request.user.is_superuser:
        raise PermissionDenied
    person = get_object_or_404(get_user_model(), pk=pk)
    form = ErasureForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            erased = erase_person(person=person, by=request.user, why=form.cleaned_data["why"], now=timezone.now())
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, f"They are “{erased}” now. Their verdicts stay, and the log still verifies.")
            return redirect("desk")
    status = 422 if form.errors else 200
    return render(request, "accounts/erase.html", {"person": person, "form": form}, status=status)

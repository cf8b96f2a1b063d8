"""One's own account: name, time zone, and the ways to sign in."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from editorial.accounts.actions import change_own, take_second_factor
from editorial.accounts.adapters import has_second_factor
from editorial.accounts.forms import OwnForm
from editorial.accounts.models import User


@require_http_methods(["GET", "POST"])
def account(request: HttpRequest) -> HttpResponse:
    """Show one's account, and change one's name and time zone."""
    form = OwnForm(request.POST or None, initial={"name": request.user.name, "time_zone": request.user.time_zone})
    if request.method == "POST" and form.is_valid():
        change_own(person=request.user, now=timezone.now(), **form.cleaned_data)
        messages.success(request, "Saved.")
        return redirect("account")
    context = {"form": form, "second_factor": has_second_factor(request.user)}
    return render(request, "account/account.html", context, status=422 if form.errors else 200)


@require_POST
def take_second_factor_view(request: HttpRequest, pk: int) -> HttpResponse:
    """Take away the second factor of somebody who has lost it. Admins only; others are answered 403."""
    if not request.user.is_superuser:
        raise PermissionDenied("Only an admin takes a second factor away.")
    person = get_object_or_404(User, pk=pk)
    take_second_factor(person=person, by=request.user, now=timezone.now())
    messages.success(request, f"{person} signs in by password alone now.")
    return redirect("person", pk=pk)

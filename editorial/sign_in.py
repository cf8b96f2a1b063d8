"""Signing in. On the demo desk, and nowhere else, one click is enough."""

from allauth.account.views import LoginView
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import get_user_model, login
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from editorial.demo.content import load

#: The domain of the demo desk's people; it can receive no mail and belongs to nobody.
DEMO_DOMAIN = "@desk.example"


class SignIn(LoginView):
    """Sign in by e-mail and password, and by a code where there is a second factor."""

    def get_context_data(self, **kwargs: object) -> dict:
        """Add where to go on to, and the demo desk's people on the demo desk."""
        people = _introduced() if settings.DEMO else []
        return super().get_context_data(**kwargs) | {"next": self.get_next_url() or "", "demo_people": people}


@login_not_required
@require_POST
def demo_sign_in(request: HttpRequest) -> HttpResponse:
    """Sign in as one of the demo desk's people. 404 outside the demo."""
    if not settings.DEMO:
        raise Http404("This is not the demo desk.")
    person = get_object_or_404(demo_people(), email=request.POST.get("email", ""))
    login(request, person, backend="allauth.account.auth_backends.AuthenticationBackend")
    UserSession.objects.create_from_request(request)
    wished = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(wished, {request.get_host()}, require_https=request.is_secure())
    return redirect(wished if safe else "desk")


def _introduced() -> list[dict[str, str]]:
    """Return the demo desk's people as the sign-in page offers them, each with their role."""
    roles = {person.email: person.role.value for person in load().people}
    return [
        {"name": person.name, "email": person.email, "role": roles.get(person.email, person.role)}
        for person in demo_people()
    ]


def demo_people() -> object:
    """Return the people of the demo desk."""
    return get_user_model().objects.filter(is_active=True, email__endswith=DEMO_DOMAIN).order_by("pk")

"""People in the admin: who they are, their role, whether they may still come in, and their password."""

from copy import copy
from functools import partial

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import Group
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html

from editorial.accounts.actions import add_person, change_person
from editorial.accounts.forms import PasswordForm, PersonAddForm, PersonForm
from editorial.accounts.models import User
from editorial.admin_base import DeskAdmin

# What people may do follows from their role and their teams; groups would suggest otherwise.
admin.site.unregister(Group)
# Ways to sign in are their owner's: an admin takes a lost second factor away on the person's page.
for kept in (EmailAddress, Authenticator, UserSession):
    admin.site.unregister(kept)


@admin.register(User)
class PersonAdmin(DeskAdmin, UserAdmin):
    """People. Ending somebody's access keeps their work, so nobody is deleted."""

    form = PersonForm
    add_form = PersonAddForm
    list_display = ("name", "email", "role", "is_active", "last_login", "date_joined")
    list_filter = ("role", "is_active")
    search_fields = ("name", "email")
    ordering = ("name", "pk")
    date_hierarchy = "date_joined"
    filter_horizontal = ()
    readonly_fields = ("signs_in", "last_login", "date_joined", "suspended_until", "data")
    fieldsets = (
        (None, {"fields": ("name", "email", "role", "is_active")}),
        ("Signing in", {"fields": ("signs_in", "last_login", "date_joined")}),
        ("Their data", {"fields": ("suspended_until", "data")}),
    )
    add_fieldsets = ((None, {"fields": ("name", "email", "role", "usable_password", "password1", "password2")}),)

    @admin.display(description="password")
    def signs_in(self, person: User) -> str:
        """Say whether they have a password, and link to the form that sets one."""
        words = "They have one." if person.has_usable_password() else "They have none and cannot sign in by one."
        form = reverse("admin:auth_user_password_change", args=[person.pk])
        return format_html('{} <a href="{}">Set a new one</a> (admins only).', words, form)

    @admin.display(description="erasure and data")
    def data(self, person: User) -> str:
        """Link to what an admin does when somebody asks for their data, or to be erased."""
        if person.erased_at is not None:
            return "They were erased."
        page = reverse("erase-person", args=[person.pk])
        return format_html('<a href="{}">Take their data, or erase them</a> (admins only).', page)

    def act(self, request: HttpRequest, obj: User | None, changes: dict[str, object], form: object) -> User:
        """Add or change the person by the action."""
        if obj is not None:
            return change_person(person=obj, changes=changes, by=request.user, now=timezone.now())
        given = form.cleaned_data
        return add_person(
            name=given["name"],
            email=given["email"],
            role=given["role"],
            password=form.password,
            by=request.user,
            now=timezone.now(),
        )

    def user_change_password(self, request: HttpRequest, id: str, form_url: str = "") -> HttpResponse:  # noqa: A002
        """Show and answer Django's password form, which knows for this request who sets the password."""
        mine = copy(self)
        mine.change_password_form = partial(PasswordForm, by=request.user)
        return UserAdmin.user_change_password(mine, request, id, form_url)

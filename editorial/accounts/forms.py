"""The forms by which an admin adds people and sets their passwords, and by which people change what is their own."""

from zoneinfo import available_timezones

from django import forms
from django.contrib.auth.forms import AdminPasswordChangeForm, AdminUserCreationForm
from django.utils import timezone

from editorial.accounts.actions import is_last_admin, set_password
from editorial.accounts.models import User


class PersonAddForm(AdminUserCreationForm):
    """A new person, with or without a password. Saving is for `add_person`."""

    class Meta:
        model = User
        fields = ("email", "name", "role")

    def save(self, commit: bool = False) -> User:  # noqa: ARG002 - Django's signature
        """Return the person as typed, unsaved and without the password, which the action hashes."""
        return forms.ModelForm.save(self, commit=False)

    @property
    def password(self) -> str | None:
        """The password, or None for a person who signs in by none."""
        return self.cleaned_data["password1"] if self.cleaned_data["set_usable_password"] else None


class PersonForm(forms.ModelForm):
    """A person as an admin changes them."""

    class Meta:
        model = User
        fields = ("name", "email", "role", "is_active")

    def clean(self) -> dict[str, object]:
        """Refuse to leave the desk without an admin, beside the field by which it would be."""
        cleaned = super().clean()
        for field, is_kept in (
            ("role", cleaned.get("role") == User.Role.ADMIN),
            ("is_active", cleaned.get("is_active")),
        ):
            if field in self.changed_data and not is_kept and is_last_admin(self.instance):
                self.add_error(field, "The desk would be left without an admin. Make somebody else one first.")
        return cleaned


class PasswordForm(AdminPasswordChangeForm):
    """A password that the admin `by` sets for somebody, or takes away."""

    def __init__(self, *args: object, by: User, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.by = by

    def save(self, commit: bool = True) -> User:  # noqa: ARG002 - Django's signature
        """Set it by the action."""
        password = self.cleaned_data["password1"] if self.cleaned_data["set_usable_password"] else None
        return set_password(person=self.user, password=password, by=self.by, now=timezone.now())


def _time_zones() -> list[tuple[str, str]]:
    """Return the zones that people live in, by name."""
    named = sorted(
        zone for zone in available_timezones() if "/" in zone and not zone.startswith(("Etc/", "posix/", "right/"))
    )
    return [("", "The desk’s"), ("UTC", "UTC"), *((zone, zone.replace("_", " ")) for zone in named)]


class OwnForm(forms.Form):
    """What a person changes of themselves."""

    name = forms.CharField(max_length=120, help_text="As the others see it, and as it stands in bylines.")
    time_zone = forms.ChoiceField(
        required=False, help_text="In which times and due dates are shown to you.", choices=_time_zones
    )

"""What people post about teams and about themselves."""

import re
from datetime import date

from django import forms
from django.conf.locale import LANG_INFO
from django.contrib.auth import get_user_model
from django.db.models import QuerySet

from articles.models import Publication, Story
from reviews.core.notices import LABELS, Kind, Mail, chosen
from reviews.models import Invitation, Membership, Profile, Team
from reviews.models.guidelines import GUIDELINES_AT_MOST
from reviews.models.profile import CAPACITY_AT_MOST, DEFAULT_CAPACITY

#: Languages by code, and codes by everything that one may type for them.
LANGUAGES = {code: info["name"] for code, info in LANG_INFO.items() if len(code) == 2 and "name" in info}
_CODES = {name.casefold(): code for code, name in LANGUAGES.items()} | {code: code for code in LANGUAGES}
_CODES |= {LANG_INFO[code]["name_local"].casefold(): code for code in LANGUAGES}
_MAIL_LABELS = {Mail.AT_ONCE: "at once", Mail.DIGEST: "in the daily digest", Mail.OFF: "no e-mail"}


class TeamForm(forms.Form):
    """A new team."""

    name = forms.CharField(max_length=120)


class InvitationForm(forms.Form):
    """Somebody to ask to a team."""

    email = forms.EmailField(label="E-mail")
    role = forms.ChoiceField(choices=[(role.value, role.label) for role in Membership.Role], initial="reviewer")

    def __init__(self, *args: object, may_ask_leads: bool, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        if not may_ask_leads:
            self.fields["role"].choices = [choice for choice in self.fields["role"].choices if choice[0] != "lead"]


class DeskInvitationForm(forms.Form):
    """Somebody to ask to the desk, by an admin: in a role of its own, to a team, or both."""

    email = forms.EmailField(label="E-mail")
    desk_role = forms.ChoiceField(label="Role on the desk", choices=Invitation.DeskRole.choices)
    team = forms.ModelChoiceField(Team.objects.all(), required=False, empty_label="No team")
    role = forms.ChoiceField(label="Role in the team", choices=[("", "–"), *Membership.Role.choices], required=False)

    def clean(self) -> dict:
        """A team comes with a role there, and a role with a team."""
        cleaned = super().clean()
        if cleaned.get("team") and not cleaned.get("role"):
            self.add_error("role", "Choose what they are to be in the team.")
        if cleaned.get("role") and not cleaned.get("team"):
            self.add_error("team", "Choose the team.")
        return cleaned


class RoleForm(forms.Form):
    """Another role for a member."""

    role = forms.ChoiceField(choices=Membership.Role.choices)


class HandOverForm(forms.Form):
    """Who leads the team from now on, in whose place."""

    lead = forms.ModelChoiceField(get_user_model().objects.none(), empty_label=None)
    to = forms.ModelChoiceField(get_user_model().objects.none(), empty_label="Choose a member")

    def __init__(self, *args: object, leads: QuerySet, others: QuerySet, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["lead"].queryset = leads
        self.fields["lead"].label = "In the place of"
        self.fields["to"].queryset = others
        self.fields["to"].label = "New lead"


class GuidelinesForm(forms.Form):
    """The next version of a team's guidelines, made from the one that was seen."""

    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    text = forms.CharField(
        label="Guidelines",
        required=False,
        max_length=GUIDELINES_AT_MOST,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 16}),
        help_text="In Markdown: # heading, * list, **strong**, [link](address). Empty: none.",
    )
    what_changed = forms.CharField(
        required=False, max_length=200, help_text="In a few words, for those who know the version before."
    )


class ProfileForm(forms.Form):
    """What a person can do."""

    capacity_hours = forms.IntegerField(
        label="Capacity",
        min_value=0,
        max_value=CAPACITY_AT_MOST,
        help_text="Hours per week for reviewing. With 0 nothing is planned for you.",
    )
    languages = forms.CharField(
        required=False,
        max_length=500,
        help_text="That you read well enough to check, with commas: English, Spanish. Empty: any.",
    )
    beats = forms.CharField(
        required=False, max_length=1500, help_text="What you know about, with commas: courts, football, public health."
    )

    @classmethod
    def of(cls, profile: Profile | None) -> "ProfileForm":
        """Return the form with what the profile says."""
        if profile is None:
            return cls(initial={"capacity_hours": DEFAULT_CAPACITY})
        return cls(
            initial={
                "capacity_hours": profile.capacity_hours,
                "languages": ", ".join(LANGUAGES.get(code, code) for code in profile.languages),
                "beats": ", ".join(profile.beats),
            }
        )

    def clean_languages(self) -> list[str]:
        """Return the codes of the languages that were named."""
        named = [name for name in map(str.strip, re.split(r"[,;\n]", self.cleaned_data["languages"])) if name]
        unknown = [name for name in named if name.casefold() not in _CODES]
        if unknown:
            raise forms.ValidationError(f"Not known as a language: {', '.join(unknown)}.")
        return [_CODES[name.casefold()] for name in named]

    def clean_beats(self) -> list[str]:
        """Return the subjects."""
        return [beat.strip() for beat in self.cleaned_data["beats"].split(",") if beat.strip()]


class AbsenceForm(forms.Form):
    """Days on which somebody reviews nothing."""

    first = forms.DateField(label="From", widget=forms.DateInput(attrs={"type": "date"}))
    last = forms.DateField(label="To", widget=forms.DateInput(attrs={"type": "date"}), help_text="The last day away.")

    @property
    def days(self) -> dict[str, date]:
        """The first and the last day."""
        return {name: self.cleaned_data[name] for name in ("first", "last")}


class ConflictForm(forms.Form):
    """Whose articles somebody may not review."""

    publication = forms.ModelChoiceField(Publication.objects.all(), required=False, empty_label="–")
    story = forms.ModelChoiceField(Story.objects.filter(merged_into=None), required=False, empty_label="–")
    byline = forms.CharField(required=False, max_length=120, help_text="Articles by this person.")
    why = forms.CharField(required=False, max_length=300, help_text="Seen by you, your leads and editors.")


class MailForm(forms.Form):
    """How each kind of notice comes by e-mail."""

    def __init__(self, *args: object, mail: dict[str, str], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        for kind in Kind:
            self.fields[kind.value] = forms.ChoiceField(
                label=LABELS[kind],
                choices=[(way.value, words) for way, words in _MAIL_LABELS.items()],
                initial=chosen(mail, kind).value,
            )

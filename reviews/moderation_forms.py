"""What people post to flag something, to decide about it, and to appeal."""

from datetime import datetime, time, timedelta

from django import forms
from django.utils import timezone

from reviews.actions.flag import APPEAL_AT_MOST, NOTE_AT_MOST
from reviews.models import FlagKind, ModerationEntry

#: How long a suspension can be, from which the form offers a week.
LONGEST = timedelta(days=3 * 365)


class FlagForm(forms.Form):
    """What is wrong with something."""

    kind = forms.ChoiceField(label="What is wrong with it?", choices=FlagKind.choices)
    note = forms.CharField(
        required=False,
        max_length=NOTE_AT_MOST,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Moderators read it. Whose work it is never learns who you are.",
    )


class AppealForm(forms.Form):
    """Why a decision is wrong."""

    text = forms.CharField(
        label="Why the decision is wrong", max_length=APPEAL_AT_MOST, widget=forms.Textarea(attrs={"rows": 3})
    )


class DeedForm(forms.Form):
    """What every decision asks for: the version that was seen, a reason of the list, a note."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    reason = forms.ChoiceField(choices=[("", "Choose…"), *ModerationEntry.Reason.choices])
    note = forms.CharField(
        max_length=4_000, widget=forms.Textarea(attrs={"rows": 2}), help_text="Its author reads reason and note."
    )


class RedactForm(DeedForm):
    """What is to be taken out."""

    words = forms.CharField(
        label="Words to take out",
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="One per line, as they stand there. They are gone for good, from the log too.",
    )

    field_order = ("version", "words", "reason", "note")

    def clean_words(self) -> list[str]:
        """Return the lines."""
        return [line for line in self.cleaned_data["words"].splitlines() if line.strip()]


def _votes(count: str, leave: str) -> forms.TypedChoiceField:
    """Return the choice whether former votes count; neither is chosen beforehand."""
    return forms.TypedChoiceField(
        label="What they voted before",
        choices=[("count", count), ("aside", leave)],
        coerce=lambda value: value == "count",
        widget=forms.RadioSelect,
    )


class SuspendForm(DeedForm):
    """Until when, and what becomes of their former votes."""

    until = forms.DateField(widget=forms.DateInput(attrs={"type": "date"}), help_text="Until the end of this day.")
    votes_count = _votes("goes on counting", "is set aside: articles are worked out without it")

    field_order = ("version", "until", "votes_count", "reason", "note")

    def clean_until(self) -> datetime:
        """Return the end of the day."""
        day = self.cleaned_data["until"]
        if day > (timezone.now() + LONGEST).date():
            raise forms.ValidationError("Three years at most; an admin ends somebody's access for good.")
        return timezone.make_aware(datetime.combine(day, time.max))


class LiftForm(DeedForm):
    """Whether what was set aside counts again."""

    votes_count = _votes("counts again", "stays set aside")

    field_order = ("version", "votes_count", "reason", "note")


class ManyForm(forms.Form):
    """One decision about many cases."""

    deed = forms.ChoiceField(
        label="Do",
        choices=[
            ("", "Choose…"),
            ("dismiss", "dismiss the flags"),
            ("hide", "hide"),
            ("restore", "restore"),
            ("warn", "warn the author"),
            ("escalate", "hand to an admin"),
        ],
    )
    reason = forms.ChoiceField(choices=[("", "Choose…"), *ModerationEntry.Reason.choices])
    note = forms.CharField(max_length=4_000, widget=forms.Textarea(attrs={"rows": 2}))

"""What people post. Each form names its fields as the screen does."""

from django import forms
from django.contrib.auth import get_user_model
from django.db.models import QuerySet
from django.utils import timezone

from reviews.core.verdicts import DismissalKind, Stance, Verdict
from reviews.models import Source, Team
from reviews.models.choices import ANSWERS, BEARINGS, DISMISSALS, REASONS, STANCES, VERDICTS
from reviews.models.ruling import REASON_AT_LEAST


class ReviewersField(forms.ModelMultipleChoiceField):
    """Choose people; each is shown with the teams that they review for."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, person: object) -> str:
        """Return "Asha Raman (Culture, News)"."""
        teams = ", ".join(str(membership.team) for membership in person.reviews_for)
        return f"{person} ({teams})"


class RoundForm(forms.Form):
    """Open a round: team, reviewers, due date."""

    team = forms.ModelChoiceField(Team.objects.none(), empty_label=None)
    reviewers = ReviewersField(get_user_model().objects.none(), help_text="Each marks the text alone; nobody sees the others' marks.")
    due = forms.DateTimeField(
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M", "%Y-%m-%d"],
    )

    def __init__(self, *args: object, teams: QuerySet, reviewers: QuerySet, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["team"].queryset = teams
        self.fields["reviewers"].queryset = reviewers
        self.fields["due"].help_text = f"Time zone: {timezone.get_current_timezone_name()}."


class MarkForm(forms.Form):
    """A mark as the client posts it. Only the fields that are posted change anything."""

    uuid = forms.UUIDField()
    version = forms.IntegerField(min_value=0)
    revision = forms.IntegerField()
    start = forms.IntegerField(required=False)
    end = forms.IntegerField(required=False)
    quote = forms.CharField(required=False, strip=False)
    verdict = forms.ChoiceField(choices=[("", "to check"), *VERDICTS], required=False)
    reason = forms.ChoiceField(choices=[("", "no reason"), *REASONS], required=False)
    rationale = forms.CharField(required=False, strip=False)
    bearing = forms.ChoiceField(choices=BEARINGS, required=False)
    reported = forms.BooleanField(required=False)

    def clean(self) -> dict:
        """A span has both ends or none; a bearing that is posted is one of the two."""
        cleaned = super().clean()
        if (cleaned.get("start") is None) != (cleaned.get("end") is None):
            self.add_error("start", "A passage has a start and an end; a mark on the whole article has neither.")
        if "bearing" in self.data and not cleaned.get("bearing") and "bearing" not in self.errors:
            self.add_error("bearing", "Central or incidental.")
        return cleaned

    @property
    def span(self) -> tuple[int, int] | None:
        """The passage, or None for the article as a whole."""
        if self.cleaned_data["start"] is None:
            return None
        return self.cleaned_data["start"], self.cleaned_data["end"]

    @property
    def changes(self) -> dict[str, object]:
        """What the post says of the mark itself."""
        fields = ("verdict", "reason", "rationale", "bearing", "reported")
        return {field: self.cleaned_data[field] for field in fields if field in self.data}


class VersionForm(forms.Form):
    """A deed on one's own mark, at the version that one saw."""

    version = forms.IntegerField(min_value=0)


class DismissalForm(forms.Form):
    """A checkable sentence that holds nothing to check."""

    uuid = forms.UUIDField()
    revision = forms.IntegerField()
    start = forms.IntegerField(min_value=0)
    end = forms.IntegerField(min_value=1)
    quote = forms.CharField(strip=False)
    kind = forms.ChoiceField(choices=DISMISSALS, initial=DismissalKind.NOTHING)


class SourceForm(forms.Form):
    """A source, new to the shelf, and what it says of the mark that it is attached to."""

    uuid = forms.UUIDField(widget=forms.HiddenInput)
    stance = forms.ChoiceField(choices=STANCES, initial=Stance.REFUTES, label="It")
    kind = forms.ChoiceField(choices=Source.Kind.choices, initial=Source.Kind.PAGE)
    title = forms.CharField(max_length=300, required=False, help_text="Or, for a search, what was looked for.")
    url = forms.URLField(
        max_length=2000,
        required=False,
        label="Address",
        assume_scheme="https",
        widget=forms.URLInput(attrs={"placeholder": "https://", "inputmode": "url"}),
    )
    archive_url = forms.URLField(max_length=2000, required=False, label="Archived copy", assume_scheme="https")
    place = forms.CharField(max_length=300, required=False, label="Where", help_text="Page, timecode, archive, library.")
    passage = forms.CharField(
        max_length=20_000, required=False, label="What it says", widget=forms.Textarea(attrs={"rows": 2})
    )
    accessed = forms.DateField(required=False, label="Seen on", widget=forms.DateInput(attrs={"type": "date"}))
    primary = forms.BooleanField(required=False, label="First hand")
    confidential = forms.BooleanField(required=False, label="Confidential: never leaves the desk")
    found_nothing = forms.BooleanField(required=False, label="The search found nothing")

    def clean(self) -> dict:
        """A source has a title or an address by which it can be found again."""
        cleaned = super().clean()
        if not cleaned.get("title") and not cleaned.get("url") and "url" not in self.errors:
            self.add_error("title", "A source needs a title or an address.")
        if cleaned.get("found_nothing") and cleaned.get("kind") != Source.Kind.SEARCH:
            self.add_error("found_nothing", "Only a search can find nothing.")
        return cleaned


class AttachForm(forms.Form):
    """A source that is on the shelf already."""

    source = forms.UUIDField()
    stance = forms.ChoiceField(choices=STANCES)


class AnswerForm(forms.Form):
    """An answer to a claim in the second pass."""

    claim = forms.IntegerField()
    answer = forms.ChoiceField(choices=ANSWERS)
    version = forms.IntegerField(min_value=0, initial=0)
    rationale = forms.CharField(required=False, strip=False)


class RulingForm(forms.Form):
    """An editor's or lead's decision on a claim."""

    verdict = forms.ChoiceField(
        choices=[*((v, v.capitalize()) for v, _ in VERDICTS if v != Verdict.UNDETERMINED), ("", "No finding: leave it out of the status")],
        required=False,
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=f"At least {REASON_AT_LEAST} characters. It stays with the claim, beside the dissent.",
    )
    replaces = forms.IntegerField(required=False, widget=forms.HiddenInput)

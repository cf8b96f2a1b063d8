"""What people post. Each form names its fields as the screen does."""

import re
from collections.abc import Mapping
from uuid import uuid4

from django import forms
from django.contrib.auth import get_user_model
from django.core.validators import URLValidator
from django.db.models import QuerySet
from django.utils import timezone

from reviews.core.verdicts import DismissalKind, Verdict
from reviews.models import Source, Team
from reviews.models.choices import ANSWERS, BEARINGS, DISMISSALS, REASONS, STANCES, VERDICTS
from reviews.models.ruling import REASON_AT_LEAST


class ReviewersWidget(forms.CheckboxSelectMultiple):
    """Boxes, of which those of people in `hindered` cannot be ticked."""

    hindered: Mapping[int, str] = {}

    def create_option(self, name: str, value: object, *args: object, **kwargs: object) -> dict:
        """Return one box with its label."""
        option = super().create_option(name, value, *args, **kwargs)
        if getattr(value, "value", value) in self.hindered:
            option["attrs"]["disabled"] = True
        return option


class ReviewersField(forms.ModelMultipleChoiceField):
    """Choose people; each is shown with the teams that they review for, or with why they cannot be chosen."""

    widget = ReviewersWidget

    def label_from_instance(self, person: object) -> str:
        """Return "Asha Raman (Culture, News)", or the sentence that rules them out."""
        if person.pk in self.widget.hindered:
            return self.widget.hindered[person.pk]
        teams = ", ".join(str(membership.team) for membership in person.reviews_for)
        return f"{person} ({teams})"


class RoundForm(forms.Form):
    """Open a round: team, reviewers, due date."""

    team = forms.ModelChoiceField(Team.objects.none(), empty_label=None)
    reviewers = ReviewersField(
        get_user_model().objects.none(), help_text="Each marks the text alone; nobody sees the others' marks."
    )
    due = forms.DateTimeField(
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M", "%Y-%m-%d"],
    )

    def __init__(
        self, *args: object, teams: QuerySet, reviewers: QuerySet, hindered: Mapping[int, str], **kwargs: object
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reviewers"].widget.hindered = hindered
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
    same_as = forms.UUIDField(required=False)
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


class NoteForm(forms.Form):
    """A note to self on a passage."""

    uuid = forms.UUIDField()
    version = forms.IntegerField(min_value=0)
    revision = forms.IntegerField()
    start = forms.IntegerField()
    end = forms.IntegerField()
    quote = forms.CharField(strip=False)
    words = forms.CharField(required=False, strip=False)


class SentenceForm(forms.Form):
    """A sentence chosen from the list, and what is said of it: how one marks without JavaScript."""

    uuid = forms.UUIDField()
    revision = forms.IntegerField()
    sentence = forms.RegexField(r"^(\d{1,9}-\d{1,9}|whole)$", error_messages={"invalid": "Choose one of the list."})
    says = forms.ChoiceField(
        choices=[*VERDICTS, ("", "to check"), *((f"dismiss-{kind}", kind) for kind, _ in DISMISSALS)], required=False
    )

    @property
    def span(self) -> tuple[int, int] | None:
        """The sentence's interval, or None for the article as a whole."""
        if self.cleaned_data["sentence"] == "whole":
            return None
        start, end = self.cleaned_data["sentence"].split("-")
        return int(start), int(end)


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
    """A source, new to the shelf, and what it says of the mark that it is attached to.

    `address` takes an address or, for what has none, what it is: a document, a broadcast, a person asked.
    """

    uuid = forms.UUIDField(required=False)
    address = forms.CharField(max_length=2000, strip=True)
    stance = forms.ChoiceField(choices=STANCES)
    title = forms.CharField(max_length=300, required=False)
    kind = forms.ChoiceField(choices=Source.Kind.choices, required=False)
    passage = forms.CharField(max_length=20_000, required=False)
    place = forms.CharField(max_length=300, required=False)
    archive_url = forms.URLField(max_length=2000, required=False, assume_scheme="https")
    accessed = forms.DateField(required=False)
    primary = forms.BooleanField(required=False)
    confidential = forms.BooleanField(required=False)

    def clean_address(self) -> str:
        """Refuse an address that is none of the web's; what is no address at all is a title."""
        address = self.cleaned_data["address"]
        if re.match(r"[a-z][a-z0-9+.-]*:", address, re.IGNORECASE) and not _is_title(address):
            URLValidator(schemes=["http", "https"])(address)
        return address

    @property
    def source(self) -> dict[str, object]:
        """The source as `add_source` takes it."""
        cleaned = self.cleaned_data
        is_url = bool(re.match(r"https?://", cleaned["address"], re.IGNORECASE))
        fields = ("passage", "place", "archive_url", "accessed", "primary", "confidential")
        return {field: cleaned[field] for field in fields} | {
            "uuid": cleaned["uuid"] or uuid4(),
            "kind": cleaned["kind"] or (Source.Kind.PAGE if is_url else Source.Kind.DOCUMENT),
            "title": (cleaned["title"] or cleaned["address"])[:300],
            "url": cleaned["address"] if is_url else "",
        }


def _is_title(text: str) -> bool:
    """Whether words with a colon near their start are a title ("Minutes: 18 March") and not an address."""
    scheme, _, rest = text.partition(":")
    return rest.startswith(" ") and "." not in scheme


class SearchForm(forms.Form):
    """A recorded search: what was looked for, where, and what was found."""

    uuid = forms.UUIDField(required=False)
    query = forms.CharField(max_length=300)
    where = forms.CharField(max_length=300)
    found = forms.CharField(max_length=20_000, required=False)

    @property
    def source(self) -> dict[str, object]:
        """The search as `add_source` takes it."""
        found = self.cleaned_data["found"].strip()
        nothing = found.casefold() in {"", "nothing", "nothing.", "nada"}
        return {
            "uuid": self.cleaned_data["uuid"] or uuid4(),
            "kind": Source.Kind.SEARCH,
            "title": self.cleaned_data["query"],
            "place": self.cleaned_data["where"],
            "passage": "" if nothing else found,
            "found_nothing": nothing,
            "accessed": timezone.localdate(),
        }


class AttachForm(forms.Form):
    """A source that is on the shelf already; its stance follows the mark's verdict if none is said."""

    mark = forms.UUIDField()
    source = forms.UUIDField()
    stance = forms.ChoiceField(choices=STANCES, required=False)


class DetachForm(forms.Form):
    """A source to be taken off a mark; it stays on the shelf."""

    mark = forms.UUIDField()
    source = forms.UUIDField()


class PassageForm(forms.Form):
    """A passage that one asks about."""

    start = forms.IntegerField(min_value=0)
    end = forms.IntegerField(min_value=1)


class AnswerForm(forms.Form):
    """An answer to a claim in the second pass."""

    claim = forms.IntegerField()
    answer = forms.ChoiceField(choices=ANSWERS)
    version = forms.IntegerField(min_value=0, initial=0)
    rationale = forms.CharField(required=False, strip=False)


class RulingForm(forms.Form):
    """An editor's or lead's decision on a claim."""

    verdict = forms.ChoiceField(
        choices=[
            *((v, v.capitalize()) for v, _ in VERDICTS if v != Verdict.UNDETERMINED),
            ("", "No finding: leave it out of the status"),
        ],
        required=False,
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=f"At least {REASON_AT_LEAST} characters. It stays with the claim, beside the dissent.",
    )
    replaces = forms.IntegerField(required=False, widget=forms.HiddenInput)

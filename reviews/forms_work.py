"""What people post when they give out work: rounds, places, plans."""

from collections.abc import Mapping
from datetime import datetime

from django import forms
from django.contrib.auth import get_user_model
from django.db.models import QuerySet
from django.utils import timezone

from articles.models import Article, Batch, Story
from reviews.models import Round, Team
from reviews.models.round import NOTE_AT_MOST

_DAYS_AND_TIMES = ["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M", "%Y-%m-%d"]


def due_field() -> forms.DateTimeField:
    """Return a field for when something is due."""
    return forms.DateTimeField(
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=_DAYS_AND_TIMES,
    )


def note_field(help_text: str = "") -> forms.CharField:
    """Return a field for what reviewers are told."""
    return forms.CharField(
        required=False, max_length=NOTE_AT_MOST, widget=forms.Textarea(attrs={"rows": 2}), help_text=help_text
    )


def reason_field() -> forms.CharField:
    """Return a field for a reason in a few words."""
    return forms.CharField(max_length=NOTE_AT_MOST, widget=forms.TextInput(attrs={"autocomplete": "off"}))


class AssignForm(forms.Form):
    """One more reviewer for an open round."""

    reviewer = forms.ModelChoiceField(get_user_model().objects.none(), empty_label="Choose a person")
    due = due_field()
    note = note_field("For this reviewer.")

    def __init__(self, *args: object, reviewers: QuerySet, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reviewer"].queryset = reviewers
        self.fields["due"].help_text = f"Empty: the round’s. Time zone: {timezone.get_current_timezone_name()}."


class DirectForm(forms.Form):
    """Until when a round is wanted, how urgent it is, what its reviewers are told."""

    due = due_field()
    priority = forms.TypedChoiceField(choices=Round.Priority.choices, coerce=int)
    wanted = forms.IntegerField(min_value=1, max_value=50, label="Reviewers wanted")
    note = note_field("All reviewers of the round read it.")


class ReasonForm(forms.Form):
    """Why a place is given up or taken away."""

    reason = reason_field()


class ReassignForm(forms.Form):
    """To whom a review is handed on, and why."""

    reviewer = forms.ModelChoiceField(get_user_model().objects.none(), empty_label="Choose a person")
    reason = reason_field()

    def __init__(self, *args: object, reviewers: QuerySet, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reviewer"].queryset = reviewers


class ExtendForm(forms.Form):
    """Another due date; empty is none."""

    due = due_field()


class PlanForm(forms.Form):
    """What is to be planned: articles by number, by story or by import batch; teams, people and how many reviewers."""

    article = forms.ModelMultipleChoiceField(Article.objects.none(), required=False)
    story = forms.ModelChoiceField(Story.objects.all(), required=False)
    batch = forms.ModelChoiceField(Batch.objects.none(), required=False)
    team = forms.ModelMultipleChoiceField(
        Team.objects.none(), required=False, widget=forms.CheckboxSelectMultiple, label="Teams"
    )
    person = forms.ModelMultipleChoiceField(
        get_user_model().objects.none(), required=False, widget=forms.CheckboxSelectMultiple, label="People"
    )
    wanted = forms.IntegerField(min_value=1, max_value=20, required=False, label="Reviewers per article")
    due = due_field()
    seed = forms.IntegerField(min_value=0, required=False, widget=forms.HiddenInput)

    def __init__(
        self, *args: object, articles: QuerySet, batches: QuerySet, teams: QuerySet, people: QuerySet, **kwargs: object
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["article"].queryset = articles
        self.fields["batch"].queryset = batches
        self.fields["team"].queryset = teams
        self.fields["person"].queryset = people

    def clean_due(self) -> datetime | None:
        """Refuse a date that has passed."""
        due = self.cleaned_data["due"]
        if due and due <= timezone.now():
            raise forms.ValidationError("Due: that moment has passed.")
        return due


class ApplyForm(forms.Form):
    """What goes with a plan when it is applied, and what it was made from.

    `place` holds "article:person" for every place that has a name, `seen` "article:token" and `busy` "person:count".
    """

    priority = forms.TypedChoiceField(
        choices=Round.Priority.choices, coerce=int, initial=Round.Priority.NORMAL, required=False, empty_value=1
    )
    note = note_field("All reviewers read it.")
    leave_open = forms.BooleanField(required=False, label="Leave empty places open to the team (its pool)")

    def pairs(self, name: str) -> list[tuple[int, str]]:
        """Return the posted values of a name, each cut at its colon; what is none is left out."""
        cut = (value.partition(":") for value in self.data.getlist(name))
        return [(int(number), rest) for number, _, rest in cut if number.isdecimal() and len(number) < 12]

    @property
    def places(self) -> Mapping[int, list[int]]:
        """Who is named for each article, by number."""
        named: dict[int, list[int]] = {}
        for article, person in self.pairs("place"):
            if person.isdecimal() and len(person) < 12:
                named.setdefault(article, []).append(int(person))
        return named


class WorkForm(forms.Form):
    """Which reviews are listed, and over how many weeks."""

    what = forms.ChoiceField(required=False)
    person = forms.ModelChoiceField(get_user_model().objects.none(), required=False, empty_label="everybody")
    team = forms.ModelChoiceField(Team.objects.none(), required=False, empty_label="all teams")
    weeks = forms.TypedChoiceField(
        choices=[(4, "4 weeks"), (8, "8 weeks"), (26, "26 weeks")], coerce=int, required=False, empty_value=8, initial=8
    )
    week = forms.DateField(required=False, widget=forms.HiddenInput)

    def __init__(
        self, *args: object, kinds: Mapping[str, str], teams: QuerySet, people: QuerySet, **kwargs: object
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["what"].choices = [(key, label) for key, label in kinds.items()]
        self.fields["team"].queryset = teams
        self.fields["person"].queryset = people

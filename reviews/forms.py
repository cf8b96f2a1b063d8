"""What people post. Each form names its fields as the screen does."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, time
from uuid import uuid4

from django import forms
from django.contrib.auth import get_user_model
from django.core.validators import URLValidator
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.text import Truncator

from reviews.actions.discuss import COMMENT_AT_MOST
from reviews.core.verdicts import VOTES, Bearing, DismissalKind, Verdict
from reviews.models import Claim, ClaimLink, Policy, Round, Source, Team
from reviews.models.choices import ANSWERS, BEARINGS, DISMISSALS, REASONS, STANCES, VERDICTS
from reviews.models.round import NOTE_AT_MOST
from reviews.models.ruling import REASON_AT_LEAST
from reviews.queries.neighbours import places_of

#: What a ruling without a verdict is called in forms.
NO_FINDING = "no_finding"


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
        get_user_model().objects.none(),
        required=False,
        help_text="Each marks the text alone and sees no others' marks. Places without a name are open to the team.",
    )
    due = forms.DateTimeField(
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M", "%Y-%m-%d"],
    )
    priority = forms.TypedChoiceField(
        choices=Round.Priority.choices, coerce=int, required=False, initial=Round.Priority.NORMAL, empty_value=1
    )
    note = forms.CharField(
        required=False,
        max_length=NOTE_AT_MOST,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="All reviewers of the round read it.",
    )

    def __init__(
        self, *args: object, teams: QuerySet, reviewers: QuerySet, hindered: Mapping[int, str], **kwargs: object
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reviewers"].widget.hindered = hindered
        self.fields["team"].queryset = teams
        self.fields["reviewers"].queryset = reviewers
        self.fields["due"].help_text = f"Time zone: {timezone.get_current_timezone_name()}."


class _Shared(dict):
    """Fields that every form of a class reads from: nothing ever changes them."""

    def __deepcopy__(self, memo: dict) -> "_Shared":
        return self


class Posted(forms.Form):
    """What a page posts that draws its own fields. It is only read, so its fields need not be copied for each post."""

    def __init__(self, data: Mapping[str, object]) -> None:
        self.base_fields = _Shared(self.base_fields)
        super().__init__(data)


class MarkForm(Posted):
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


class NoteForm(Posted):
    """A note to self on a passage."""

    uuid = forms.UUIDField()
    version = forms.IntegerField(min_value=0)
    revision = forms.IntegerField()
    start = forms.IntegerField()
    end = forms.IntegerField()
    quote = forms.CharField(strip=False)
    words = forms.CharField(required=False, strip=False)


class SentenceForm(Posted):
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


class VersionForm(Posted):
    """A deed on one's own mark, at the version that one saw."""

    version = forms.IntegerField(min_value=0)


class DismissalForm(Posted):
    """A checkable sentence that holds nothing to check."""

    uuid = forms.UUIDField()
    revision = forms.IntegerField()
    start = forms.IntegerField(min_value=0)
    end = forms.IntegerField(min_value=1)
    quote = forms.CharField(strip=False)
    kind = forms.ChoiceField(choices=DISMISSALS, initial=DismissalKind.NOTHING)


class SourceForm(Posted):
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


class SearchForm(Posted):
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


class AttachForm(Posted):
    """A source that is on the shelf already; its stance follows the mark's verdict if none is said."""

    mark = forms.UUIDField()
    source = forms.UUIDField()
    stance = forms.ChoiceField(choices=STANCES, required=False)


class DetachForm(Posted):
    """A source to be taken off a mark; it stays on the shelf."""

    mark = forms.UUIDField()
    source = forms.UUIDField()


class PassageForm(Posted):
    """A passage that one asks about."""

    start = forms.IntegerField(min_value=0)
    end = forms.IntegerField(min_value=1)


class AnswerForm(Posted):
    """An answer to a claim in the second pass."""

    claim = forms.IntegerField()
    answer = forms.ChoiceField(choices=ANSWERS)
    version = forms.IntegerField(min_value=0, initial=0)
    rationale = forms.CharField(required=False, strip=False)


class ClaimForm(forms.Form):
    """A deed on a claim, at the version that one saw. `claim` is what the page shows."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: object, claim: Claim, **kwargs: object) -> None:
        kwargs["initial"] = {"version": claim.version} | kwargs.pop("initial", {})
        # A page has several of these forms: without names of their own, labels would lead to the first one's fields.
        kwargs.setdefault("auto_id", f"{type(self).__name__.removesuffix('Form').lower()}-%s")
        super().__init__(*args, **kwargs)
        self.claim = claim


class RulingForm(ClaimForm):
    """An editor's or lead's decision on a claim.

    `replaces` is the ruling that they saw, `seen` the newest event of the claim's history at that time.
    """

    verdict = forms.ChoiceField(
        choices=[
            *((v, v.capitalize()) for v, _ in VERDICTS if v != Verdict.UNDETERMINED),
            (NO_FINDING, "No finding"),
        ],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=f"At least {REASON_AT_LEAST} characters. It stays with the claim, beside the dissent. "
        "“No finding” leaves the claim out of the status.",
    )
    replaces = forms.IntegerField(required=False, widget=forms.HiddenInput)
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    @property
    def ruled(self) -> str:
        """The verdict as `rule` takes it: empty for "no finding"."""
        verdict = self.cleaned_data["verdict"]
        return "" if verdict == NO_FINDING else verdict


class MindForm(ClaimForm):
    """Another answer than the one given before, and why."""

    answer = forms.ChoiceField(label="What you say now", choices=VERDICTS, widget=forms.RadioSelect)
    why = forms.CharField(
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="What you said first stays; agreement is computed on that.",
    )


class CommentForm(forms.Form):
    """One contribution to a claim's discussion; the UUID makes sending it twice harmless."""

    uuid = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    text = forms.CharField(
        label="Comment",
        max_length=COMMENT_AT_MOST,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Plain text; addresses become links.",
    )


class WordForm(ClaimForm):
    """The claim in one sentence."""

    statement = forms.CharField(widget=forms.Textarea(attrs={"rows": 3}), strip=False)


class BearingForm(ClaimForm):
    """Would the article still say what it says without the claim?"""

    bearing = forms.ChoiceField(choices=BEARINGS, widget=forms.RadioSelect)


class PlaceForm(ClaimForm):
    """A further place of the text, by its words; where they stand more than once, by its start."""

    quote = forms.CharField(
        label="Words",
        widget=forms.Textarea(attrs={"rows": 2}),
        strip=False,
        help_text="Exactly as they stand in the text.",
    )
    start = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)

    def clean(self) -> dict:
        """Find the place that is meant, or say what is in the way."""
        cleaned = super().clean()
        words = (cleaned.get("quote") or "").replace("\r\n", "\n").strip()
        places = places_of(self.claim, words)
        if cleaned.get("start") is not None:
            places = [place for place in places if place[0] == cleaned["start"]]
        if words and not places:
            self.add_error("quote", "These words do not stand anywhere else in the text.")
        elif len(places) > 1:
            self.add_error(
                "quote", f"They stand in {len(places)} places. Add more of the words around the one you mean."
            )
        elif places:
            cleaned["span"], cleaned["quote"] = places[0], words
        return cleaned


class SplitForm(ClaimForm):
    """The marks that make a claim of their own."""

    marks = forms.MultipleChoiceField(label="Marks to split off", widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: object, marks: Iterable[tuple[int, str]], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["marks"].choices = marks


class OtherClaimField(forms.ChoiceField):
    """Choose a claim, as one saw it: its number and version in one value.

    A claim that changed since the page was shown is still the one that was meant: the action says that it changed.
    """

    def valid_value(self, value: str) -> bool:
        """Take every claim at every version; no number that is longer than any of the database."""
        return bool(re.fullmatch(r"[0-9]{1,19}\.[0-9]{1,19}", value))


class OtherClaimForm(ClaimForm):
    """Another claim beside the page's own."""

    other = OtherClaimField(label="The other claim")

    def __init__(self, *args: object, others: Sequence[Claim], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        groups: dict[str, list[tuple[str, str]]] = {}
        for other in others:
            article = "This article" if other.revision_id == self.claim.revision_id else str(other.round.article)
            choice = f"{other.pk}.{other.version}", Truncator(other.statement).chars(90)
            groups.setdefault(article, []).append(choice)
        self.fields["other"].choices = [("", "Choose a claim"), *groups.items()]

    def clean_other(self) -> tuple[int, int]:
        """Return number and version of the claim that was chosen."""
        number, version = self.cleaned_data["other"].split(".")
        return int(number), int(version)


class LikeForm(forms.Form):
    """A claim of another article, and how it goes together with the page's own."""

    other = forms.IntegerField(min_value=1, max_value=2**63 - 1)
    kind = forms.ChoiceField(choices=ClaimLink.Kind)

    def __init__(self, *args: object, asks_kind: bool = True, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        if not asks_kind:
            del self.fields["kind"]


class AskForm(forms.Form):
    """Another reviewer for a claim: somebody who has seen nothing."""

    reviewer = forms.ModelChoiceField(
        get_user_model().objects.none(), required=False, empty_label="Whoever of the team takes it"
    )
    due = forms.DateField(required=False, widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(self, *args: object, reviewers: QuerySet, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reviewer"].queryset = reviewers

    @property
    def moment(self) -> datetime | None:
        """The end of the day on which the review is due."""
        day = self.cleaned_data["due"]
        return timezone.make_aware(datetime.combine(day, time.max)) if day else None


class RaiseForm(forms.Form):
    """A claim that nobody marked: the passage by its words."""

    revision = forms.IntegerField(widget=forms.HiddenInput)
    quote = forms.CharField(
        label="Passage",
        widget=forms.Textarea(attrs={"rows": 3}),
        strip=False,
        help_text="Exactly as it stands in the text.",
    )
    statement = forms.CharField(
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="What is asserted there, in one sentence. Without it the passage is the wording.",
    )
    bearing = forms.ChoiceField(choices=BEARINGS, initial=Bearing.CENTRAL, widget=forms.RadioSelect)

    def __init__(self, *args: object, text: str, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.text = text

    def clean_quote(self) -> str:
        """Return the passage if it stands in the text exactly once."""
        words = self.cleaned_data["quote"].replace("\r\n", "\n").strip()
        count = self.text.count(words) if words else 0
        if count != 1:
            raise forms.ValidationError(
                f"It stands there {count} times. Add more of the words around the one you mean."
                if count
                else "These words do not stand in the text."
            )
        return words

    @property
    def span(self) -> tuple[int, int]:
        """Where the passage stands."""
        start = self.text.index(self.cleaned_data["quote"])
        return start, start + len(self.cleaned_data["quote"])


class UndoForm(ClaimForm):
    """A change to take back, by its place in the article's log."""

    position = forms.IntegerField(widget=forms.HiddenInput)


class PolicyForm(forms.ModelForm):
    """The numbers of a policy's next version."""

    class Meta:
        model = Policy
        fields = (
            *("team", "wanted", "quorum", "majority_of", "majority_in", "fabricated_minimum"),
            *("coverage_floor_percent", "reason_for", "rationale_for", "evidence_for"),
        )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["team"].empty_label = "The desk"
        self.fields["team"].help_text = "A team with a policy of its own keeps to that one."
        for name in ("reason_for", "rationale_for", "evidence_for"):
            self.fields[name] = forms.MultipleChoiceField(
                label=f"{name.removesuffix('_for').capitalize()} asked for",
                choices=[(verdict.value, verdict.value) for verdict in VOTES],
                widget=forms.CheckboxSelectMultiple,
                required=False,
            )

    @property
    def numbers(self) -> list[forms.BoundField]:
        """The fields that take a number, the two of the majority side by side."""
        names = ("wanted", "quorum", "fabricated_minimum", "majority_of", "majority_in", "coverage_floor_percent")
        return [self[name] for name in names]

    @property
    def asked(self) -> list[forms.BoundField]:
        """The fields that say for which verdicts something is asked."""
        return [field for field in self if isinstance(field.field, forms.MultipleChoiceField)]

"""Teams with their members, and the desk's policies. Each change is the action that the pages call."""

from django import forms
from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.utils import timezone

from editorial.admin_base import DeskAdmin, RecordAdmin
from reviews.actions.errors import NotDone
from reviews.actions.members import add_member, remove_member
from reviews.actions.team import create_team, rename_team, set_policy
from reviews.core import policy as core
from reviews.core.verdicts import Verdict
from reviews.models import Membership, Policy, Team

NUMBERS = ("wanted", "quorum", "majority_of", "majority_in", "fabricated_minimum", "coverage_floor_percent")
NEEDS = ("reason_for", "rationale_for", "evidence_for")


class TeamForm(forms.ModelForm):
    """A team; a name that is taken is said beside its field."""

    def clean_name(self) -> str:
        """Refuse a name that another team has."""
        name = self.cleaned_data["name"]
        if Team.objects.filter(name__iexact=name).exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError("There is a team of this name already.")
        return name


class MembershipForm(forms.ModelForm):
    """A person's part in a team. Who it is stays; their role can be changed."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk and "person" in self.fields:
            person = self.fields["person"]
            person.disabled = True
            person.widget = forms.Select(choices=[(self.instance.person_id, str(self.instance.person))])


class MembershipInline(admin.TabularInline):
    """The members of a team."""

    model = Membership
    form = MembershipForm
    autocomplete_fields = ("person",)
    fields = ("person", "role", "joined_at")
    readonly_fields = ("joined_at",)
    extra = 0

    def get_queryset(self, request: HttpRequest) -> QuerySet[Membership]:
        """Fetch along what each line names."""
        return super().get_queryset(request).select_related("person", "team")


@admin.register(Team)
class TeamAdmin(DeskAdmin):
    """Teams with their members."""

    form = TeamForm
    refusals = (*DeskAdmin.refusals, NotDone)
    list_display = ("name", "member_count")
    search_fields = ("name", "members__name")
    fields = ("name",)
    inlines = (MembershipInline,)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Team]:
        """Count the members."""
        return super().get_queryset(request).annotate(member_count=Count("memberships", distinct=True))

    @admin.display(description="members", ordering="member_count")
    def member_count(self, team: Team) -> int:
        """Return how many members the team has."""
        return team.member_count

    def act(self, request: HttpRequest, obj: Team | None, changes: dict[str, object], form: object) -> Team:  # noqa: ARG002
        """Make or rename the team by the action."""
        told = {"name": form.cleaned_data["name"], "by": request.user, "now": timezone.now()}
        return rename_team(team=obj, **told) if obj else create_team(**told)

    def save_formset(self, request: HttpRequest, form: object, formset: object, change: bool) -> None:  # noqa: ARG002
        """Add, change and end memberships by the actions."""
        formset.save(commit=False)
        told = {"team": form.instance, "by": request.user, "now": timezone.now()}
        for membership in formset.deleted_objects:
            remove_member(person=membership.person, **told)
        for membership in [*formset.new_objects, *(changed for changed, _ in formset.changed_objects)]:
            add_member(person=membership.person, role=membership.role, **told)


@admin.register(Membership)
class MembershipAdmin(RecordAdmin):
    """Who is in which team. Memberships are edited on their team's page."""

    list_display = ("person", "role", "team", "joined_at")
    list_select_related = ("person", "team")
    list_filter = ("role", "team")
    search_fields = ("person__name", "person__email", "team__name")
    date_hierarchy = "joined_at"
    ordering = ("person__name", "pk")


class PolicyForm(forms.ModelForm):
    """The numbers of a policy's next version."""

    reason_for = forms.MultipleChoiceField(required=False)
    rationale_for = forms.MultipleChoiceField(required=False)
    evidence_for = forms.MultipleChoiceField(required=False)

    class Meta:
        model = Policy
        fields = ("team", *NUMBERS, *NEEDS)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        for name in NEEDS:
            if name not in self.fields:  # Only looked at.
                continue
            field = self.fields[name]
            field.widget = forms.CheckboxSelectMultiple()
            field.choices = [(verdict.value, verdict.value) for verdict in Verdict]
            field.help_text = Policy._meta.get_field(name).help_text


@admin.register(Policy)
class PolicyAdmin(DeskAdmin):
    """Policies. One is never changed: adding writes the next version, and rounds keep the one they began under."""

    form = PolicyForm
    refusals = (*DeskAdmin.refusals, NotDone)
    list_display = (
        "__str__",
        "team",
        "version",
        "wanted",
        "quorum",
        "majority",
        "fabricated_minimum",
        "floor",
        "made_at",
        "made_by",
    )
    list_select_related = ("team", "made_by")
    list_filter = ("team",)
    search_fields = ("team__name", "made_by__name")
    date_hierarchy = "made_at"
    ordering = ("team__name", "-version")

    def has_change_permission(self, request: HttpRequest, obj: Policy | None = None) -> bool:  # noqa: ARG002
        """Nobody changes a version that was in force."""
        return False

    def get_fields(self, request: HttpRequest, obj: Policy | None = None) -> tuple[str, ...]:  # noqa: ARG002
        """Return the numbers, and of a version that is there which one it is."""
        return (
            ("team", *NUMBERS, *NEEDS) if obj is None else ("team", "version", *NUMBERS, *NEEDS, "made_at", "made_by")
        )

    def get_readonly_fields(self, request: HttpRequest, obj: Policy | None = None) -> tuple[str, ...]:
        """A version that is there is read only."""
        return () if obj is None else self.get_fields(request, obj)

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, object]:
        """Begin with the desk's numbers in force, or the defaults of the rules."""
        given = super().get_changeform_initial_data(request)
        newest = Policy.objects.filter(team=given.get("team")).order_by("-version").first()
        newest = newest or Policy.objects.filter(team=None).order_by("-version").first()
        numbers = {name: getattr(newest, name) for name in (*NUMBERS, *NEEDS)} if newest else defaults()
        return numbers | given

    @admin.display(description="majority")
    def majority(self, policy: Policy) -> str:
        """Return the majority as the fraction that it is."""
        return f"{policy.majority_of}/{policy.majority_in}"

    @admin.display(description="coverage floor", ordering="coverage_floor_percent")
    def floor(self, policy: Policy) -> str:
        """Return the floor with its unit."""
        return f"{policy.coverage_floor_percent} %"

    def act(self, request: HttpRequest, obj: Policy | None, changes: dict[str, object], form: object) -> Policy:  # noqa: ARG002
        """Write the next version by the action."""
        policy = form.instance
        return set_policy(numbers=policy.numbers(), team=policy.team, by=request.user, now=timezone.now())


def defaults() -> dict[str, object]:
    """Return the numbers that the rules begin with, as the form names them."""
    numbers = core.Policy()
    return {
        "wanted": numbers.wanted,
        "quorum": numbers.quorum,
        "majority_of": numbers.majority.numerator,
        "majority_in": numbers.majority.denominator,
        "fabricated_minimum": numbers.fabricated_minimum,
        "coverage_floor_percent": int(numbers.coverage_floor * 100),
        **{name: sorted(getattr(numbers, name)) for name in NEEDS},
    }

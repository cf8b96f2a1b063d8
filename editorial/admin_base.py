"""What every page of the admin has in common: nothing is deleted, and whatever happens goes through an action."""

from typing import NoReturn

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect


class WrittenPast(Exception):  # noqa: N818 - says what happened
    """A page of the admin was about to write a row itself instead of calling an action."""


class DeskAdmin(admin.ModelAdmin):
    """Rows that admins may edit by the actions of the desk, and moderators look at.

    A subclass implements `act`, which calls the action. What the action refuses, by one of `refusals`, is said on the
    page, and nothing was changed.
    """

    refusals: tuple[type[Exception], ...] = (ValidationError,)
    view_on_site = False
    list_per_page = 50
    show_full_result_count = False
    # A list's own actions could only delete.
    actions = None

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:  # noqa: ARG002
        """Nothing is deleted: what was wrong is corrected, and both stay in the log."""
        return False

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Model | None:
        """Return the row for a page about it; a number beyond any that the database counts to is nobody's."""
        try:
            return super().get_object(request, object_id, from_field)
        except OverflowError:
            return None

    def changeform_view(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        """Answer; where the action refused, say why on the same page."""
        try:
            return super().changeform_view(request, *args, **kwargs)
        except self.refusals as error:
            for sentence in sentences_of(error):
                messages.error(request, sentence)
            return HttpResponseRedirect(request.get_full_path())

    def save_model(self, request: HttpRequest, obj: Model, form: object, change: bool) -> None:
        """Call the action, and let the page go on with what it wrote."""
        changes = {field: form.cleaned_data[field] for field in form.changed_data if field in form.cleaned_data}
        written = self.act(request, obj if change else None, changes, form)
        obj.__dict__.update(written.__dict__)

    def act(self, request: HttpRequest, obj: Model | None, changes: dict[str, object], form: object) -> Model:
        """Call the action that makes (`obj` None) or changes a row, and return the row as written."""
        raise NotImplementedError

    def save_related(self, request: HttpRequest, form: object, formsets: list, change: bool) -> None:
        """Save inlines; there is nothing many-to-many that a form could write past an action."""
        for formset in formsets:
            self.save_formset(request, form, formset, change=change)

    def save_formset(self, request: HttpRequest, form: object, formset: object, change: bool) -> None:  # noqa: ARG002
        """Refuse, unless the subclass knows the action."""
        formset.save(commit=False)
        if formset.new_objects or formset.changed_objects or formset.deleted_objects:
            refuse_to_write(formset.model)

    def delete_model(self, request: HttpRequest, obj: Model) -> NoReturn:  # noqa: ARG002
        """Refuse."""
        refuse_to_write(type(obj))

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet) -> NoReturn:  # noqa: ARG002
        """Refuse."""
        refuse_to_write(queryset.model)


class ReadOnly:
    """Of a page or an inline: rows that nobody adds, changes or deletes here."""

    can_delete = False
    extra = 0

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:  # noqa: ARG002
        """Nobody."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:  # noqa: ARG002
        """Nobody."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:  # noqa: ARG002
        """Nobody."""
        return False


class RecordAdmin(ReadOnly, DeskAdmin):
    """Rows of the record: looked at by moderators and admins, written by the actions of the desk, never from here."""

    def get_search_results(self, request: HttpRequest, queryset: QuerySet, search_term: str) -> tuple[QuerySet, bool]:
        """Search the list. No form chooses a row of the record, so completion, which lists rows too, has none."""
        if request.resolver_match and request.resolver_match.url_name == "autocomplete":
            return queryset.none(), False
        return super().get_search_results(request, queryset, search_term)


class RecordInline(ReadOnly, admin.TabularInline):
    """Rows of the record below the row they belong to."""

    show_change_link = True


def sentences_of(error: Exception) -> list[str]:
    """Return what an action's refusal says, sentence by sentence."""
    return error.messages if isinstance(error, ValidationError) else [str(error)]


def refuse_to_write(model: type[Model]) -> NoReturn:
    """Stop a write that no action makes."""
    raise WrittenPast(f"{model._meta.verbose_name_plural} are written by actions alone.")

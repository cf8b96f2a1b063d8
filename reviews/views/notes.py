"""Notes to self as they are posted from the workspace."""

from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone
from django.views.decorators.http import require_POST

from reviews.actions.note import delete_note, restore_note, save_note
from reviews.forms import NoteForm, VersionForm
from reviews.models import Assignment
from reviews.views.changes import Change, answers_change, span_of, valid


@require_POST
@answers_change
def save_note_view(request: HttpRequest, assignment: Assignment) -> Change:
    """Make a note, or change one."""
    cleaned = valid(NoteForm(request.POST)).cleaned_data
    note = save_note(
        assignment=assignment,
        uuid=cleaned["uuid"],
        version=cleaned["version"],
        revision=cleaned["revision"],
        span=(cleaned["start"], cleaned["end"]),
        quote=cleaned["quote"],
        words=cleaned["words"],
        now=timezone.now(),
    )
    return Change([span_of(note)] if note.version == 1 else [], note=note)


@require_POST
@answers_change
def delete_note_view(request: HttpRequest, assignment: Assignment, uuid: UUID) -> Change:
    """Take a note away."""
    version = valid(VersionForm(request.POST)).cleaned_data["version"]
    note = delete_note(assignment=assignment, uuid=uuid, version=version, now=timezone.now())
    return Change([span_of(note)], note=note, gone=True)


@require_POST
@answers_change
def restore_note_view(request: HttpRequest, assignment: Assignment, uuid: UUID) -> Change:
    """Bring a note back."""
    version = valid(VersionForm(request.POST)).cleaned_data["version"]
    note = restore_note(assignment=assignment, uuid=uuid, version=version, now=timezone.now())
    return Change([span_of(note)], note=note)

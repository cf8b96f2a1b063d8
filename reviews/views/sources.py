"""Sources and searches as they are posted from the workspace: onto the shelf, onto a mark, off it again."""

from uuid import UUID

from django.db import transaction
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_POST

from reviews.actions.attach import add_source, attach, detach
from reviews.core.verdicts import Stance, Verdict
from reviews.forms import AttachForm, DetachForm, SearchForm, SourceForm
from reviews.models import Annotation, Assignment, Evidence, Source
from reviews.views.changes import Change, answers_change, mark_or_404, valid


@require_POST
@answers_change
def add_evidence(request: HttpRequest, assignment: Assignment, uuid: UUID) -> Change:
    """Put a new source on the shelf and attach it to a mark."""
    form = valid(SourceForm(request.POST))
    return _add(assignment, uuid, form.source, form.cleaned_data["stance"])


@require_POST
@answers_change
def add_search(request: HttpRequest, assignment: Assignment, uuid: UUID) -> Change:
    """Record a search and attach it to a mark."""
    return _add(assignment, uuid, valid(SearchForm(request.POST)).source, None)


def _add(assignment: Assignment, uuid: UUID, fields: dict[str, object], stance: str | None) -> Change:
    """Add a source and attach it, both or neither."""
    mark = mark_or_404(assignment, uuid)
    now = timezone.now()
    with transaction.atomic():
        source = add_source(assignment=assignment, now=now, **fields)
        attach(assignment=assignment, annotation=mark, source=source, stance=stance or _stance_for(mark), now=now)
    return Change(mark=mark, shelf=True)


@require_POST
@answers_change
def attach_source(request: HttpRequest, assignment: Assignment) -> Change:
    """Attach a source of one's shelf to a mark."""
    cleaned = valid(AttachForm(request.POST)).cleaned_data
    mark = mark_or_404(assignment, cleaned["mark"])
    source = get_object_or_404(Source, uuid=cleaned["source"], finder=assignment.reviewer_id)
    stance = cleaned["stance"] or _stance_for(mark)
    attach(assignment=assignment, annotation=mark, source=source, stance=stance, now=timezone.now())
    return Change(mark=mark)


@require_POST
@answers_change
def detach_source(request: HttpRequest, assignment: Assignment) -> Change:
    """Take a source off a mark; done already, it is harmless."""
    cleaned = valid(DetachForm(request.POST)).cleaned_data
    mark = mark_or_404(assignment, cleaned["mark"])
    attached = Evidence.objects.filter(annotation=mark, source__uuid=cleaned["source"]).select_related("source").first()
    if attached:
        attached.annotation = mark
        detach(assignment=assignment, evidence=attached, now=timezone.now())
    return Change(mark=mark)


def _stance_for(mark: Annotation) -> str:
    """Return what a source most likely says of a passage with this verdict."""
    if mark.verdict == Verdict.VERIFIED:
        return Stance.SUPPORTS
    return Stance.REFUTES if mark.verdict in {Verdict.DISPUTED, Verdict.FABRICATED} else Stance.CONTEXT

"""What is posted from the workspace.

htmx gets the blocks, the card and the header that changed; a plain form gets a redirect.
"""

from uuid import UUID

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from reviews.actions.annotate import annotate, delete_annotation, restore_annotation
from reviews.actions.attach import add_source, attach, detach
from reviews.actions.dismiss import dismiss, undo_dismissal
from reviews.actions.errors import Refused
from reviews.core.verdicts import Stance, Verdict
from reviews.forms import AttachForm, DismissalForm, MarkForm, SearchForm, SourceForm, VersionForm
from reviews.models import Annotation, Assignment, Evidence, Source
from reviews.views.gates import answers_refusals, assignment_or_404
from reviews.views.workspace import context_of, desk_of, text_of

Span = tuple[int, int]


@require_POST
@answers_refusals
def save_mark(request: HttpRequest, pk: int) -> HttpResponse:
    """Make a mark, or change one."""
    assignment = assignment_or_404(request, pk)
    form = _valid(MarkForm(request.POST))
    before = Annotation.objects.filter(uuid=form.cleaned_data["uuid"], assignment=assignment).first()
    is_new = before is None or form.cleaned_data["version"] == 0
    mark = annotate(
        assignment=assignment,
        uuid=form.cleaned_data["uuid"],
        version=form.cleaned_data["version"],
        revision=form.cleaned_data["revision"],
        span=form.span,
        quote=form.cleaned_data["quote"],
        changes=form.changes,
        now=timezone.now(),
    )
    redrawn = before is None or (before.verdict, before.start, before.end) != (mark.verdict, mark.start, mark.end)
    spans = [_span(mark), _span(before)] if redrawn else []
    return _changed(request, assignment, spans, mark=mark, is_new=is_new)


@require_POST
@answers_refusals
def delete_mark(request: HttpRequest, pk: int, uuid: UUID) -> HttpResponse:
    """Take a mark away."""
    assignment = assignment_or_404(request, pk)
    version = _valid(VersionForm(request.POST)).cleaned_data["version"]
    mark = delete_annotation(assignment=assignment, uuid=uuid, version=version, now=timezone.now())
    return _changed(request, assignment, [_span(mark)], removed=mark)


@require_POST
@answers_refusals
def restore_mark(request: HttpRequest, pk: int, uuid: UUID) -> HttpResponse:
    """Bring a mark back."""
    assignment = assignment_or_404(request, pk)
    version = _valid(VersionForm(request.POST)).cleaned_data["version"]
    mark = restore_annotation(assignment=assignment, uuid=uuid, version=version, now=timezone.now())
    return _changed(request, assignment, [_span(mark)], mark=mark, is_new=True)


@require_POST
@answers_refusals
def dismiss_sentence(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that a sentence holds nothing to check."""
    assignment = assignment_or_404(request, pk)
    cleaned = _valid(DismissalForm(request.POST)).cleaned_data
    dismissal = dismiss(
        assignment=assignment,
        uuid=cleaned["uuid"],
        revision=cleaned["revision"],
        span=(cleaned["start"], cleaned["end"]),
        quote=cleaned["quote"],
        kind=cleaned["kind"],
        now=timezone.now(),
    )
    return _changed(request, assignment, [(dismissal.start, dismissal.end)])


@require_POST
@answers_refusals
def take_up_sentence(request: HttpRequest, pk: int, uuid: UUID) -> HttpResponse:
    """Take a dismissal back."""
    assignment = assignment_or_404(request, pk)
    dismissal = undo_dismissal(assignment=assignment, uuid=uuid, now=timezone.now())
    return _changed(request, assignment, [(dismissal.start, dismissal.end)])


@require_POST
@answers_refusals
def add_evidence(request: HttpRequest, pk: int, uuid: UUID) -> HttpResponse:
    """Put a new source on the shelf and attach it to a mark."""
    assignment = assignment_or_404(request, pk)
    form = _valid(SourceForm(request.POST))
    return _add(request, assignment, uuid, form.source, form.cleaned_data["stance"])


@require_POST
@answers_refusals
def add_search(request: HttpRequest, pk: int, uuid: UUID) -> HttpResponse:
    """Record a search and attach it to a mark."""
    assignment = assignment_or_404(request, pk)
    form = _valid(SearchForm(request.POST))
    return _add(request, assignment, uuid, form.source, None)


def _add(request: HttpRequest, assignment: Assignment, uuid: UUID, fields: dict, stance: str | None) -> HttpResponse:
    """Add a source and attach it, both or neither."""
    mark = _mine_or_404(assignment, uuid)
    now = timezone.now()
    with transaction.atomic():
        source = add_source(assignment=assignment, now=now, **fields)
        stance = stance or _stance_for(mark)
        attach(assignment=assignment, annotation=mark, source=source, stance=stance, now=now)
    return _changed(request, assignment, [], mark=mark, with_shelf=True)


@require_POST
@answers_refusals
def attach_source(request: HttpRequest, pk: int) -> HttpResponse:
    """Attach a source of one's shelf to a mark."""
    assignment = assignment_or_404(request, pk)
    cleaned = _valid(AttachForm(request.POST)).cleaned_data
    mark = _mine_or_404(assignment, cleaned["mark"])
    source = get_object_or_404(Source, pk=cleaned["source"], finder=request.user)
    stance = cleaned["stance"] or _stance_for(mark)
    attach(assignment=assignment, annotation=mark, source=source, stance=stance, now=timezone.now())
    return _changed(request, assignment, [], mark=mark)


def _stance_for(mark: Annotation) -> str:
    """Return what a source most likely says of a passage with this verdict."""
    if mark.verdict == Verdict.VERIFIED:
        return Stance.SUPPORTS
    return Stance.REFUTES if mark.verdict in {Verdict.DISPUTED, Verdict.FABRICATED} else Stance.CONTEXT


@require_POST
@answers_refusals
def detach_source(request: HttpRequest, pk: int, evidence: int) -> HttpResponse:
    """Take a source off a mark."""
    assignment = assignment_or_404(request, pk)
    attached = get_object_or_404(Evidence, pk=evidence, annotation__assignment=assignment)
    mark = attached.annotation
    detach(assignment=assignment, evidence=attached, now=timezone.now())
    return _changed(request, assignment, [], mark=mark)


def _valid(form: object) -> object:
    """Return the form if what was posted is in order, else refuse with its first field and reason."""
    if form.is_valid():
        return form
    field, errors = next(iter(form.errors.items()))
    label = "" if field == "__all__" else f"{field.replace('_', ' ').capitalize()}: "
    raise Refused(f"{label}{errors[0]}", field=field)


def _mine_or_404(assignment: Assignment, uuid: UUID) -> Annotation:
    """Return one's own mark."""
    return get_object_or_404(Annotation, uuid=uuid, assignment=assignment, deleted_at=None)


def _span(mark: Annotation | None) -> Span | None:
    """Return where a mark is, or None for one on the article as a whole, or for none."""
    return None if mark is None or mark.start is None else (mark.start, mark.end)


def _changed(
    request: HttpRequest,
    assignment: Assignment,
    spans: list[Span | None],
    *,
    mark: Annotation | None = None,
    **more: object,
) -> HttpResponse:
    """Answer with what changed: the blocks that the spans touch, the mark's card, the header."""
    if not request.htmx:
        anchor = f"#mark-{mark.uuid}" if mark else ""
        return redirect(reverse("workspace", args=[assignment.round.article_id]) + anchor)
    desk = desk_of(assignment)
    touching = [span for span in spans if span]
    context = context_of(desk) | more | {"blocks": text_of(desk, touching=touching) if touching else [], "oob": True}
    if mark is not None:
        uuids = [card.mark.uuid for card in desk.cards]
        at = uuids.index(mark.uuid)
        context |= {"card": desk.cards[at], "next_uuid": uuids[at + 1] if at + 1 < len(uuids) else None}
    response = render(request, "reviews/workspace/changed.html", context)
    touched = mark or more.get("removed")
    if touched is not None:
        response["Mark-Version"] = str(touched.version)
    return response

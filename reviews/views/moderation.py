"""The moderators' queue, a case in its context, and what they decide."""

from collections.abc import Callable
from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from reviews import rules
from reviews.actions.errors import NotAllowed, Refused, Stale
from reviews.actions.flag import case_of
from reviews.actions.many import moderate_many, rehearse
from reviews.actions.moderate import Why, dismiss_flags, escalate, hide, release, restore, take, warn
from reviews.actions.redact import redact
from reviews.actions.sight import note_sightings
from reviews.actions.suspend import lift, suspend
from reviews.actions.unmoderate import undo_moderation, why_not_undo
from reviews.models import Case, ModerationEntry
from reviews.moderation_forms import DeedForm, LiftForm, ManyForm, RedactForm, SuspendForm
from reviews.queries.moderation import (
    cases_for,
    has_votes_aside,
    is_held,
    queue_for,
    suspension_of,
    thing_for,
)
from reviews.views.flags import page_of
from reviews.views.gates import answers_refusals
from reviews.views.reading import passage_around

#: Cases on one page of the queue.
PAGE = 30


@dataclass(frozen=True, slots=True)
class DeedView:
    """A decision as the page of a case offers it."""

    name: str
    label: str
    help: str
    form: type[DeedForm]
    act: Callable[..., ModerationEntry]
    danger: bool = False


_DEEDS = {
    deed.name: deed
    for deed in (
        DeedView(
            "hide", "Hide it", "Gone from every page at once; its vote no longer counts.", DeedForm, hide, danger=True
        ),
        DeedView("restore", "Restore it", "Everything is as it was before.", DeedForm, restore),
        DeedView("redact", "Redact it", "Takes personal data out, for good.", RedactForm, redact, danger=True),
        DeedView("warn", "Warn its author", "They read reason and note on their desk.", DeedForm, warn),
        DeedView(
            "suspend",
            "Suspend its author",
            "They read and appeal, and do nothing else.",
            SuspendForm,
            suspend,
            danger=True,
        ),
        DeedView("lift", "Lift the suspension", "They can act again.", LiftForm, lift),
        DeedView("dismiss", "Dismiss the flags", "Nothing is wrong with it.", DeedForm, dismiss_flags),
        DeedView("escalate", "Hand it to an admin", "It stays open until an admin decides.", DeedForm, escalate),
    )
}


def _gate(request: HttpRequest) -> None:
    """Let in moderators and admins."""
    if not rules.may_moderate(request.user):
        raise NotAllowed("Moderators and admins judge what was flagged.")


@require_GET
@answers_refusals
def queue(request: HttpRequest) -> HttpResponse:
    """Show what is flagged, worst first, or what was decided lately."""
    _gate(request)
    decided = request.GET.get("show") == "decided"
    if decided:
        rows = cases_for(request.user).filter(is_open=False, entries__isnull=False).distinct().order_by("-pk")
        rows = rows.prefetch_related("entries__by")
    else:
        rows = queue_for(request.user)
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    _note(request, page.object_list)
    now = timezone.now()
    context = {
        "page_obj": page,
        "rows": [(case, case.held_by_id and is_held(case, request.user, now)) for case in page.object_list],
        "decided": decided,
        "many_form": ManyForm(),
    }
    return render(request, "reviews/moderation.html", context)


@require_GET
@answers_refusals
def case_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one case in its context, with what was done about it and what can be."""
    _gate(request)
    return _page(request, _case_or_404(request, pk))


@require_POST
@answers_refusals
def case_deed(request: HttpRequest, pk: int, deed: str) -> HttpResponse:
    """Decide a case, or with `preview` only see what that will change."""
    _gate(request)
    case = _case_or_404(request, pk)
    if deed in {"take", "release"}:
        (take if deed == "take" else release)(case=case, by=request.user, now=timezone.now())
        return redirect("case", pk=pk)
    if deed not in _DEEDS:
        raise Http404
    form = _DEEDS[deed].form(request.POST, auto_id=f"{deed}-%s")
    if not form.is_valid():
        return _page(request, case, {deed: form}, status=422)
    how = dict(form.cleaned_data)
    now = timezone.now()
    why = Why(request.user, how.pop("reason"), how.pop("note"), now)
    try:
        if "preview" in request.POST:
            changes = rehearse(lambda: _DEEDS[deed].act(case=case, why=why, **how), now=now)
            return _page(request, case, {deed: form}, preview=(deed, changes))
        entry = _DEEDS[deed].act(case=case, why=why, **how)
    except Refused as error:
        form.add_error(error.field if error.field in form.fields else None, str(error))
        return _page(request, case, {deed: form}, status=422)
    except Stale as error:
        return _page(request, _case_or_404(request, pk), refused=str(error), status=409)
    messages.success(request, f"Done: you {entry.get_deed_display()}.")
    return redirect(
        "moderation" if "next" in request.POST else "case", **({} if "next" in request.POST else {"pk": pk})
    )


@require_POST
@answers_refusals
def many(request: HttpRequest) -> HttpResponse:
    """Decide several cases: first what it would change is shown, then it is done."""
    _gate(request)
    form = ManyForm(request.POST)
    chosen = _chosen(request)
    if not form.is_valid() or not chosen:
        for sentences in form.errors.values():
            messages.error(request, " ".join(sentences))
        if not chosen:
            messages.error(request, "Choose at least one case.")
        return redirect("moderation")
    now = timezone.now()
    given = form.cleaned_data
    why = Why(request.user, given["reason"], given["note"], now)

    def act() -> list[ModerationEntry]:
        return moderate_many(cases=chosen, deed=given["deed"], why=why)

    if "confirmed" in request.POST:
        done = act()
        messages.success(request, f"Done: {len(done)} case{'s' if len(done) > 1 else ''} decided.")
        return redirect("moderation")
    context = {
        "chosen": chosen,
        "form": form,
        "changes": rehearse(act, now=now),
        "deed": dict(form.fields["deed"].choices)[given["deed"]],
    }
    return render(request, "reviews/moderation_many.html", context)


@require_POST
@answers_refusals
def open_case(request: HttpRequest, thing: str, pk: int) -> HttpResponse:
    """Take up something that nobody has flagged."""
    _gate(request)
    found = thing_for(request.user, thing, pk)
    if found is None:
        raise Http404
    return redirect("case", pk=case_of(found, timezone.now()).pk)


@require_POST
@answers_refusals
def undo_view(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back a decision."""
    _gate(request)
    entry = get_object_or_404(ModerationEntry.objects.select_related("case"), pk=pk)
    case = _case_or_404(request, entry.case_id)
    form = DeedForm(request.POST)
    if not form.is_valid():
        return _page(request, case, refused="To undo it, choose a reason and say in a few words why.", status=422)
    why = Why(request.user, form.cleaned_data["reason"], form.cleaned_data["note"], timezone.now())
    try:
        undo_moderation(entry=entry, version=form.cleaned_data["version"], why=why)
    except (Refused, Stale) as error:
        status = 409 if isinstance(error, Stale) else 422
        return _page(request, _case_or_404(request, case.pk), refused=str(error), status=status)
    messages.success(request, "Undone; the history keeps both.")
    return redirect("case", pk=case.pk)


def _case_or_404(request: HttpRequest, pk: int) -> Case:
    """Return a case that a moderator may see; whoever is blind to the article may not."""
    return get_object_or_404(cases_for(request.user), pk=pk)


def _chosen(request: HttpRequest) -> list[tuple[Case, int]]:
    """Return the cases that were ticked, each with the version that was seen ("12:3")."""
    seen = dict(part.split(":", 1) for part in request.POST.getlist("case") if part.count(":") == 1)
    numbers = {int(pk): int(version) for pk, version in seen.items() if pk.isdecimal() and version.isdecimal()}
    return [(case, numbers[case.pk]) for case in cases_for(request.user).filter(pk__in=numbers).order_by("pk")]


def _note(request: HttpRequest, cases: list[Case]) -> None:
    """Note that a moderator was shown marks."""
    note_sightings(articles={case.article_id for case in cases}, person=request.user, now=timezone.now())


def _page(
    request: HttpRequest,
    case: Case,
    posted: dict[str, forms.Form] | None = None,
    *,
    refused: str = "",
    preview: tuple[str, list] | None = None,
    status: int = 200,
) -> HttpResponse:
    """Show a case."""
    _note(request, [case])
    now = timezone.now()
    entries = list(case.entries.select_related("by", "appeal").order_by("-at", "-pk"))
    suspension = suspension_of(case.person) if case.person_id else None
    mark = case.annotation
    context = {
        "case": case,
        "thing": case.thing,
        "place": passage_around(mark.revision, mark.start, mark.end) if mark and mark.start is not None else None,
        "evidence": mark.evidence.select_related("source") if mark else [],
        "page_url": page_of(case.thing),
        "flags": case.flags.select_related("by").order_by("at"),
        "names_reporters": case.person_id != request.user.pk,
        "entries": [(entry, why_not_undo(entry)) for entry in entries],
        "why_not": rules.why_not_moderate(request.user, case),
        "held": is_held(case, request.user, now),
        "mine": case.held_by_id == request.user.pk,
        "suspension": suspension,
        "deeds": _offers(case, suspension, posted or {}),
        "undo_form": DeedForm(initial={"version": case.version}, auto_id="undo-%s"),
        "refused": refused,
        "preview": preview,
        "others": _others(request, case),
    }
    return render(request, "reviews/case.html", context, status=status)


def _offers(case: Case, suspension: object, posted: dict[str, forms.Form]) -> list[tuple[DeedView, forms.Form]]:
    """Return what can be done about a case now, each with its form."""
    hidden, authored = case.hidden, case.person_id is not None
    aside = authored and has_votes_aside(case.person)
    offered = {
        "hide": not hidden,
        "restore": hidden,
        "redact": case.kind != Case.Kind.ARTICLE,
        "warn": authored,
        "suspend": authored and (suspension is None or suspension.until <= timezone.now()),
        "lift": suspension is not None or aside,
        "dismiss": case.is_open,
        "escalate": case.is_open and not case.escalated,
    }
    return [
        (deed, posted.get(name) or deed.form(initial={"version": case.version}, auto_id=f"{name}-%s"))
        for name, deed in _DEEDS.items()
        if offered[name] or name in posted
    ]


def _others(request: HttpRequest, case: Case) -> list[Case]:
    """Return other cases about the same person's work, newest first."""
    if case.person_id is None:
        return []
    return list(cases_for(request.user).filter(person=case.person_id).exclude(pk=case.pk).order_by("-pk")[:10])

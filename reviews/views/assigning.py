"""A round's places: asking one more, handing on, extending, withdrawing; and a reviewer's yes or no."""

from collections.abc import Callable

from django.contrib import messages
from django.db.models import QuerySet
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from reviews import rules
from reviews.actions.assign import accept, assign, decline, direct_round, extend, reassign, withdraw
from reviews.actions.errors import NotAllowed, Refused
from reviews.forms_work import AssignForm, DirectForm, ExtendForm, ReasonForm, ReassignForm
from reviews.models import Assignment, Round
from reviews.queries.parts import parts_of, parts_seen, rounds_seen
from reviews.queries.rounds import fresh_reviewers
from reviews.views.gates import answers_refusals


@require_GET
@answers_refusals
def round_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a round's places, with what may be done with them."""
    round_ = _round(request, pk)
    return _shown(request, round_)


@require_POST
@answers_refusals
def assign_view(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask one more reviewer."""
    round_ = _round(request, pk)
    form = AssignForm(request.POST, reviewers=_candidates(round_))

    def deed() -> str:
        given = form.cleaned_data
        (part,) = assign(
            round_=round_,
            reviewers=[given["reviewer"]],
            by=request.user,
            now=timezone.now(),
            due=given["due"],
            note=given["note"],
        )
        return f"{part.reviewer} has been asked."

    return _done(request, round_, form, deed, name="assign_form")


@require_POST
@answers_refusals
def direct_view(request: HttpRequest, pk: int) -> HttpResponse:
    """Change the round's due date, priority, note and number of reviewers."""
    round_ = _round(request, pk)
    form = DirectForm(request.POST)

    def deed() -> str:
        direct_round(round_=round_, by=request.user, now=timezone.now(), **form.cleaned_data)
        return "Saved."

    return _done(request, round_, form, deed, name="direct_form")


@require_POST
@answers_refusals
def withdraw_view(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a review away from somebody."""
    part = _part(request, pk)
    form = ReasonForm(request.POST)

    def deed() -> str:
        withdraw(assignment=part, by=request.user, reason=form.cleaned_data["reason"], now=timezone.now())
        return f"{part.reviewer} no longer reviews this; the place is open to {part.round.team}."

    return _done(request, part.round, form, deed, part=part)


@require_POST
@answers_refusals
def reassign_view(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand somebody's review on to another."""
    part = _part(request, pk)
    form = ReassignForm(request.POST, reviewers=_candidates(part.round))

    def deed() -> str:
        given = form.cleaned_data
        reassign(assignment=part, to=given["reviewer"], by=request.user, reason=given["reason"], now=timezone.now())
        return f"{given['reviewer']} reviews this instead of {part.reviewer}."

    return _done(request, part.round, form, deed, part=part)


@require_POST
@answers_refusals
def extend_view(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a reviewer another due date."""
    part = _part(request, pk)
    form = ExtendForm(request.POST)

    def deed() -> str:
        extend(assignment=part, due=form.cleaned_data["due"], by=request.user, now=timezone.now())
        return f"{part.reviewer} has another due date."

    return _done(request, part.round, form, deed, part=part)


@require_GET
def my_part(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what one was asked to review, until when and with which note; accept or decline it."""
    return _my_part(request, get_object_or_404(parts_of(request.user), pk=pk))


@require_POST
@answers_refusals
def accept_view(request: HttpRequest, pk: int) -> HttpResponse:
    """Say yes."""
    part = accept(assignment=get_object_or_404(parts_of(request.user), pk=pk), now=timezone.now())
    messages.success(request, "Accepted: it stays with you.")
    return redirect("workspace", pk=part.round.article_id)


@require_POST
@answers_refusals
def decline_view(request: HttpRequest, pk: int) -> HttpResponse:
    """Say no, and why."""
    part = get_object_or_404(parts_of(request.user), pk=pk)
    form = ReasonForm(request.POST)
    if form.is_valid():
        decline(assignment=part, reason=form.cleaned_data["reason"], now=timezone.now())
        messages.success(request, f"Declined. The place is open to {part.round.team} again.")
        return redirect("desk")
    return _my_part(request, part, form, status=422)


def _my_part(
    request: HttpRequest, part: Assignment, form: ReasonForm | None = None, *, status: int = 200
) -> HttpResponse:
    """Show one's own part in a round."""
    context = {
        "part": part,
        "round": part.round,
        "form": form or ReasonForm(),
        "is_open": part.state in Assignment.OPEN and part.round.stage == Round.Stage.MARKING,
        "now": timezone.now(),
    }
    return render(request, "reviews/my_part.html", context, status=status)


def _round(request: HttpRequest, pk: int) -> Round:
    """Return the round: 404 to whoever may not see its article, 403 to whoever does not direct it."""
    round_ = get_object_or_404(rounds_seen(request.user), pk=pk)
    _directs(request, round_)
    return round_


def _part(request: HttpRequest, pk: int) -> Assignment:
    """Return somebody's part in a round that one directs."""
    part = get_object_or_404(parts_seen(request.user), pk=pk)
    _directs(request, part.round)
    return part


def _directs(request: HttpRequest, round_: Round) -> None:
    """Only an editor, an admin or the team's lead passes."""
    if not rules.right_over(request.user, round_.team):
        raise NotAllowed("Only an editor, an admin or the team's lead gives out its reviews.")


def _candidates(round_: Round) -> QuerySet:
    """Return who could be asked: the team's reviewers who have seen nothing and have no part in it."""
    return fresh_reviewers(round_.article, round_.team)


def _done(
    request: HttpRequest,
    round_: Round,
    form: Form,
    deed: Callable[[], str],
    *,
    name: str = "part_form",
    part: Assignment | None = None,
) -> HttpResponse:
    """Do it and go back to the round; or show the round with what was refused beside its form."""
    if form.is_valid():
        try:
            messages.success(request, deed())
        except Refused as error:
            field = {"reviewers": "reviewer"}.get(error.field, error.field)
            form.add_error(field if field in form.fields else None, str(error))
        else:
            return redirect("round", pk=round_.pk)
    return _shown(request, round_, status=422, **{name: form, "refused": part})


def _shown(request: HttpRequest, round_: Round, *, status: int = 200, **forms: object) -> HttpResponse:
    """Show a round's places."""
    candidates = _candidates(round_)
    directing = {"due": round_.due, "priority": round_.priority, "wanted": round_.wanted, "note": round_.note}
    active = [part for part in round_.assignments.all() if part.state in Assignment.ACTIVE]
    context = {
        "round": round_,
        "article": round_.article,
        "active": active,
        "ended": [part for part in round_.assignments.all() if part.state not in Assignment.ACTIVE],
        "open_places": max(0, round_.wanted - len(active)) if round_.stage == Round.Stage.MARKING else 0,
        "candidates": list(candidates),
        "assign_form": AssignForm(reviewers=candidates),
        "direct_form": DirectForm(initial=directing),
        "now": timezone.now(),
    }
    return render(request, "reviews/round_page.html", context | forms, status=status)

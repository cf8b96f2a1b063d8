from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from reviews.actions.errors import Refused
from reviews.actions.respond import respond
from reviews.core.verdicts import Answer
from reviews.forms import AnswerForm
from reviews.models import Assignment, Claim, Round
from reviews.queries.claims import claims_asked_of, sources_on
from reviews.views.gates import answers_refusals, assignment_or_404
from reviews.views.reading import context_around

#: The answers with the keys that give them.
KEYS = [
    (Answer.VERIFIED, "1"),
    (Answer.DISPUTED, "2"),
    (Answer.FABRICATED, "3"),
    (Answer.UNDETERMINED, "0"),
    (Answer.ANOTHER_POINT, "d"),
    (Answer.NOT_CHECKED, "k"),
]


@require_http_methods(["GET", "POST"])
@answers_refusals
def respond_view(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the claims that one had not marked, one at a time, without anybody's vote, and take the answers."""
    assignment = assignment_or_404(request, pk)
    if assignment.round.stage != Round.Stage.RESPONDING or assignment.state != Assignment.State.SUBMITTED:
        return redirect("article" if assignment.round.stage == Round.Stage.CLOSED else "workspace", pk=pk)
    if request.method == "POST":
        return _answer(request, assignment)
    return _page(request, assignment)


def _page(request: HttpRequest, assignment: Assignment) -> HttpResponse:
    """Show one claim: the one asked for, else the first without an answer."""
    claims = list(claims_asked_of(assignment).order_by("start", "end", "pk"))
    answers = {response.claim_id: response for response in assignment.responses.all()}
    wished = request.GET.get("claim", "")
    claim = next((c for c in claims if str(c.pk) == wished), None)
    claim = claim or next((c for c in claims if c.pk not in answers), None)
    context = {
        "assignment": assignment,
        "article": assignment.round.article,
        "claims": claims,
        "answers": answers,
        "answered": sum(c.pk in answers for c in claims),
        "claim": claim,
        "answer": answers.get(claim.pk) if claim else None,
        "sources": sources_on(claim) if claim else [],
        "around": context_around(assignment.round.revision, claim) if claim else None,
        "keys": KEYS,
    }
    return render(request, "reviews/respond.html", context)


def _answer(request: HttpRequest, assignment: Assignment) -> HttpResponse:
    """Take one answer, and go on with the next claim."""
    form = AnswerForm(request.POST)
    if not form.is_valid():
        field, errors = next(iter(form.errors.items()))
        raise Refused(f"{field.capitalize()}: {errors[0]}", field=field)
    claim = get_object_or_404(Claim, pk=form.cleaned_data["claim"], revision=assignment.round.revision_id)
    respond(
        assignment=assignment,
        claim=claim,
        answer=form.cleaned_data["answer"],
        rationale=form.cleaned_data["rationale"],
        version=form.cleaned_data["version"],
        now=timezone.now(),
    )
    assignment.round.refresh_from_db()
    if assignment.round.stage == Round.Stage.CLOSED:
        messages.success(request, "That was the last answer: the round is closed, and this is what it came to.")
        return redirect("article", pk=assignment.round.article_id)
    return redirect("respond", pk=assignment.round.article_id)

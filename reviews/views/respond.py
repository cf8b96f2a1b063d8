"""The second pass: the claims that one had not marked, one at a time, each judged before anybody's vote is seen."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods
from django_htmx.http import HttpResponseClientRedirect

from reviews.actions.errors import NotDone, Refused, Stale
from reviews.actions.respond import respond
from reviews.core.verdicts import Answer
from reviews.forms import AnswerForm
from reviews.models import Assignment, Claim, Round
from reviews.queries.claims import answers_to, claims_asked_of, sources_on
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
    """Show one claim, without anybody's vote until it is answered, and take the answers."""
    assignment = assignment_or_404(request, pk)
    if assignment.round.stage != Round.Stage.RESPONDING or assignment.state != Assignment.State.SUBMITTED:
        return _go(
            request, reverse("article" if assignment.round.stage == Round.Stage.CLOSED else "workspace", args=[pk])
        )
    if request.method == "POST":
        return _answer(request, assignment)
    return _page(request, assignment, wished=request.GET.get("claim", ""))


def _page(
    request: HttpRequest, assignment: Assignment, *, wished: str, refused: NotDone | None = None, status: int = 200
) -> HttpResponse:
    """Show one claim: the one asked for, else the first without an answer. What was typed in vain is kept."""
    claims = list(claims_asked_of(assignment).order_by("start", "end", "pk"))
    answers = {response.claim_id: response for response in assignment.responses.all()}
    claim = next((c for c in claims if str(c.pk) == wished), None)
    claim = claim or next((c for c in claims if c.pk not in answers), None)
    answer = answers.get(claim.pk) if claim else None
    judged = answer is not None and answer.answer != Answer.NOT_CHECKED
    typed = request.POST.get("rationale", "") if refused else (answer.rationale if answer else "")
    context = {
        "assignment": assignment,
        "article": assignment.round.article,
        "claims": claims,
        "answers": answers,
        "answered": sum(c.pk in answers for c in claims),
        "left": sum(c.pk not in answers for c in claims),
        "claim": claim,
        "answer": answer,
        "judged": judged,
        "others": [g for g in answers_to(claim) if g.reviewer != assignment.reviewer] if judged else [],
        "sources": sources_on(claim) if claim else [],
        "around": context_around(assignment.round.revision, claim) if claim else None,
        "keys": KEYS,
        "typed": typed,
        "refused": refused,
    }
    return render(request, "reviews/respond.html", context, status=status)


def _answer(request: HttpRequest, assignment: Assignment) -> HttpResponse:
    """Take one answer, and show how the others judged; a refusal leaves what was typed where it is."""
    form = AnswerForm(request.POST)
    wished = request.POST.get("claim", "")
    if not form.is_valid():
        field, errors = next(iter(form.errors.items()))
        error = Refused(f"{field.capitalize()}: {errors[0]}", field=field)
        return _page(request, assignment, wished=wished, refused=error, status=422)
    claim = get_object_or_404(Claim, pk=form.cleaned_data["claim"], revision=assignment.round.revision_id)
    try:
        respond(
            assignment=assignment,
            claim=claim,
            answer=form.cleaned_data["answer"],
            rationale=form.cleaned_data["rationale"],
            version=form.cleaned_data["version"],
            now=timezone.now(),
        )
    except (Refused, Stale) as error:
        return _page(
            request, assignment, wished=wished, refused=error, status=422 if isinstance(error, Refused) else 409
        )
    assignment.round.refresh_from_db()
    if assignment.round.stage == Round.Stage.CLOSED:
        messages.success(request, "That was the last answer: the round is closed, and this is what it came to.")
        return _go(request, reverse("article", args=[assignment.round.article_id]))
    if form.cleaned_data["answer"] == Answer.NOT_CHECKED:
        return redirect("respond", pk=assignment.round.article_id)
    return redirect(f"{reverse('respond', args=[assignment.round.article_id])}?claim={claim.pk}")


def _go(request: HttpRequest, url: str) -> HttpResponse:
    """Go to another page, also where htmx asked."""
    return HttpResponseClientRedirect(url) if request.htmx else redirect(url)

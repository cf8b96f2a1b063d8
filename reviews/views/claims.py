from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from reviews import rules
from reviews.actions.errors import Refused
from reviews.actions.rule import rule
from reviews.core.verdicts import OutcomeKind
from reviews.forms import RulingForm
from reviews.models import Claim
from reviews.queries.claims import answers_to, history_of
from reviews.queries.desk import decidable
from reviews.views.gates import answers_refusals, claim_or_404
from reviews.views.reading import context_around

PAGE = 30
_NEEDS = {"ruling": OutcomeKind.SPLIT, "reviewer": OutcomeKind.SHORT}


@require_GET
def claim_list(request: HttpRequest) -> HttpResponse:
    """Show the claims that wait for a decision of this person, most divided and gravest first."""
    needs = request.GET.get("needs", "ruling")
    needs = needs if needs in _NEEDS else "ruling"
    claims = decidable(request.user).filter(outcome=_NEEDS[needs])
    page = Paginator(claims, PAGE).get_page(request.GET.get("page"))
    return render(request, "reviews/claim_list.html", {"page_obj": page, "needs": needs})


@require_http_methods(["GET", "POST"])
@answers_refusals
def claim_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a claim: the passage, the votes side by side with reasons and evidence, the ruling and its form."""
    claim = claim_or_404(request, pk)
    history = history_of(claim)
    in_force = next((ruling for ruling in history if ruling.replaced_at is None), None)
    form = RulingForm(request.POST or None, initial={"replaces": in_force.pk if in_force else None})
    status = 200
    if request.method == "POST":
        if form.is_valid() and _rule(request, claim, form):
            return redirect("claim", pk=claim.pk)
        status = 422
    context = {
        "claim": claim,
        "article": claim.round.article,
        "answers": answers_to(claim, request.user),
        "around": context_around(claim.revision, claim),
        "ruling": in_force,
        "history": history,
        "form": form if rules.may_rule(request.user, claim) else None,
    }
    return render(request, "reviews/claim.html", context, status=status)


def _rule(request: HttpRequest, claim: Claim, form: RulingForm) -> bool:
    """Make the ruling, or put what was refused beside its field."""
    try:
        rule(
            claim=claim,
            by=request.user,
            verdict=form.cleaned_data["verdict"],
            reason=form.cleaned_data["reason"],
            replaces=form.cleaned_data["replaces"],
            now=timezone.now(),
        )
    except Refused as error:
        form.add_error(error.field or None, str(error))
        return False
    messages.success(request, "Ruled. The article's status is worked out anew.")
    return True

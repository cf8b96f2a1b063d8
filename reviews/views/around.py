from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from reviews.actions.errors import Refused
from reviews.forms import PassageForm
from reviews.queries.elsewhere import named_in
from reviews.queries.similar import seen_before
from reviews.views.changes import valid
from reviews.views.gates import answers_refusals, assignment_or_404


@require_GET
@answers_refusals
def around(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what the desk has elsewhere on a passage: the same names, and claims settled before. Nothing is applied."""
    assignment = assignment_or_404(request, pk)
    cleaned = valid(PassageForm(request.GET)).cleaned_data
    revision = assignment.round.revision
    revision.article = assignment.round.article
    span = cleaned["start"], cleaned["end"]
    if not span[0] < span[1] <= len(revision.text):
        raise Refused("Passage: it is not one of this text.", field="start")
    context = {
        "names": named_in(request.user, revision, span),
        "claims": seen_before(request.user, revision.article, revision.text[slice(*span)]),
    }
    return render(request, "reviews/workspace/around.html", context)

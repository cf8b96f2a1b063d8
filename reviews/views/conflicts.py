from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from reviews.queries.conflicts_in import conflicts_in
from reviews.views.gates import answers_refusals, assignment_or_404


@require_GET
@answers_refusals
def workspace_conflicts(request: HttpRequest, pk: int) -> HttpResponse:
    """Say where other articles of the story say otherwise than the text under review: what they say, and no more."""
    assignment = assignment_or_404(request, pk)
    article = assignment.round.article
    is_current = article.current_id == assignment.round.revision_id
    context = {"article": article, "conflicts": conflicts_in(request.user, article) if is_current else []}
    return render(request, "reviews/workspace/conflicts.html", context)

"""The first line of every view: who may come in, and how a refusal is answered."""

from collections.abc import Callable
from functools import wraps
from typing import NoReturn

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from articles.models import Article
from reviews.actions.errors import NotAllowed, NotDone, Refused, Stale
from reviews.models import Assignment, Claim
from reviews.queries.dashboard import articles_with_standing
from reviews.queries.own import newest_part
from reviews.queries.visible import claims_shown_to

_STATUS = {Refused: 422, Stale: 409, NotAllowed: 403}


def article_or_404(request: HttpRequest, pk: int) -> Article:
    """Return the article with its standing, or answer 404 to whoever may not see it."""
    return get_object_or_404(articles_with_standing(request.user).select_related("current"), pk=pk)


def assignment_or_404(request: HttpRequest, article_pk: int) -> Assignment:
    """Return the person's newest part in a review of the article.

    404 to whoever may not see the article, 403 to whoever may see it but was not asked to review it.
    """
    assignment = newest_part(article_pk, request.user.pk)
    if assignment is None:
        article_or_404(request, article_pk)
        raise NotAllowed("You have not been asked to review this article.")
    assignment.reviewer = request.user
    return assignment


def claim_or_404(request: HttpRequest, pk: int) -> Claim:
    """Return the claim, or answer 404 to whoever may not see it or is blind to it."""
    claims = claims_shown_to(request.user).select_related(
        *("round__article__publication", "round__article__story", "round__team"),
        *("round__policy__team", "round__recomputed_under__team", "revision", "raised_by"),
    )
    return get_object_or_404(claims, pk=pk)


def answers_refusals(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Answer what an action refused with its sentence: 422, 409 or 403, or 404 where there is nothing.

    htmx gets the sentence for the page's notice, a plain form gets a page that says it.
    """

    @wraps(view)
    def answered(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except NotDone as error:
            return refusal(request, error)

    return answered


def refusal(request: HttpRequest, error: NotDone) -> HttpResponse:
    """Return the answer to a refused action."""
    status = _STATUS.get(type(error))
    if status is None:
        _missing(error)
    template = "reviews/refusal.html#notice" if request.htmx else "reviews/refusal.html"
    response = render(request, template, {"error": error, "items": getattr(error, "items", [])}, status=status)
    if request.htmx:
        response["HX-Retarget"] = "#notice"
        response["HX-Reswap"] = "innerHTML"
    return response


def _missing(error: NotDone) -> NoReturn:
    """Answer 404."""
    raise Http404(str(error)) from error

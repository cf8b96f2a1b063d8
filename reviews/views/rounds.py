from collections.abc import Iterable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from articles.models import Article
from reviews import rules
from reviews.actions.close_round import close_round
from reviews.actions.errors import NotAllowed, Refused
from reviews.actions.open_round import open_round
from reviews.actions.reveal import close_marking
from reviews.forms import RoundForm
from reviews.models import Round
from reviews.queries.people import profiles
from reviews.queries.rounds import reviewers_for, teams_to_open_for
from reviews.queries.visible import articles_for
from reviews.views.gates import answers_refusals, article_or_404


@require_http_methods(["GET", "POST"])
@answers_refusals
def open_round_view(request: HttpRequest, pk: int) -> HttpResponse:
    """Open a review of an article: team, reviewers, due date."""
    article = article_or_404(request, pk)
    teams = teams_to_open_for(request.user, article)
    if not teams.exists() and not rules.right_over(request.user, None):
        raise NotAllowed("Only an editor, an admin or a team's lead opens a round.")
    reviewers = reviewers_for(teams)
    form = RoundForm(request.POST or None, teams=teams, reviewers=reviewers, hindered=_hindered(article, reviewers))
    status = 200
    if request.method == "POST":
        if form.is_valid() and _open(request, article, form):
            return redirect("article", pk=article.pk)
        status = 422
    context = {
        "article": article,
        "form": form,
        "has_team": teams.exists(),
        "has_reviewers": bool(reviewers),
        "under_review": Round.objects.filter(article=article).exclude(stage=Round.Stage.CLOSED).first(),
    }
    return render(request, "reviews/open_round.html", context, status=status)


def _hindered(article: Article, reviewers: Iterable[object]) -> dict[int, str]:
    """Return, for each of the people who cannot review this article, the sentence that says why."""
    known = profiles(reviewers)
    return {
        person.pk: why
        for person in reviewers
        if (
            why := rules.why_not_assignable(person, article, person.reviews_for[0].team)
            or known[person.pk].conflict_with(article)
        )
    }


def _open(request: HttpRequest, article: Article, form: RoundForm) -> bool:
    """Open the round, or put what was refused beside its field."""
    try:
        round_ = open_round(
            article=article,
            team=form.cleaned_data["team"],
            reviewers=list(form.cleaned_data["reviewers"]),
            due=form.cleaned_data["due"],
            priority=form.cleaned_data["priority"],
            note=form.cleaned_data["note"],
            by=request.user,
            now=timezone.now(),
        )
    except Refused as error:
        form.add_error(error.field if error.field in form.fields else None, str(error))
        return False
    names = ", ".join(str(person) for person in form.cleaned_data["reviewers"]) or f"whoever of {round_.team} takes it"
    messages.success(request, f"Round {round_.number} is open for {names}.")
    lacking = round_.wanted - len(form.cleaned_data["reviewers"])
    if lacking > 0 and form.cleaned_data["reviewers"]:
        more = "one more" if lacking == 1 else f"{lacking} more"
        messages.warning(
            request, f"The policy wants {round_.wanted} reviewers: until {more} is in, marking stays open."
        )
    return True


@require_POST
@answers_refusals
def close_marking_view(request: HttpRequest, pk: int) -> HttpResponse:
    """End the first pass of a round early."""
    round_ = _round_or_404(request, pk)
    close_marking(round_=round_, by=request.user, now=timezone.now())
    messages.success(request, "Marking is closed. The claims are formed.")
    return redirect("article", pk=round_.article_id)


@require_POST
@answers_refusals
def close_round_view(request: HttpRequest, pk: int) -> HttpResponse:
    """End the second pass of a round early."""
    round_ = _round_or_404(request, pk)
    close_round(round_=round_, by=request.user, now=timezone.now())
    messages.success(request, "The round is closed; what was not answered is no vote.")
    return redirect("article", pk=round_.article_id)


def _round_or_404(request: HttpRequest, pk: int) -> Round:
    """Return the round, or answer 404 to whoever may not see its article."""
    return get_object_or_404(Round.objects.filter(article__in=articles_for(request.user)).select_related("team"), pk=pk)

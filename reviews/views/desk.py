from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from reviews.actions.sight import note_sightings
from reviews.models import Membership
from reviews.queries.dashboard import articles_with_standing
from reviews.queries.desk import decisions, settled_lately, submitted_and_waiting, to_mark, to_respond
from reviews.queries.pool import may_take, pool_of


def desk(request: HttpRequest) -> HttpResponse:
    """Show what waits for the person who is signed in."""
    now = timezone.now()
    to_decide = decisions(request.user, now)
    if to_decide:
        # Their words and tallies are on the page: who has seen these cannot be the further reviewer.
        told = [*to_decide.to_rule, *to_decide.short[:1]]
        note_sightings(articles={claim.round.article_id for claim in told}, person=request.user, now=now)
    waiting = submitted_and_waiting(request.user)[:6]
    context = {
        "now": now,
        "to_mark": to_mark(request.user),
        "to_respond": to_respond(request.user),
        "waiting": waiting,
        "decisions": to_decide,
        "settled": settled_lately(request.user),
        "pooled": len(may_take(request.user, pool_of(request.user), now)),
        "article_count": articles_with_standing(request.user).count(),
        "in_a_team": Membership.objects.filter(person=request.user).exists(),
    }
    return render(request, "reviews/desk.html", context)

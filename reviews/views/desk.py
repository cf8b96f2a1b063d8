from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from reviews.models import Membership
from reviews.queries.dashboard import articles_with_standing
from reviews.queries.desk import decisions, settled_lately, submitted_and_waiting, to_mark, to_respond


def desk(request: HttpRequest) -> HttpResponse:
    """Show what waits for the person who is signed in."""
    now = timezone.now()
    waiting = submitted_and_waiting(request.user)[:6]
    context = {
        "now": now,
        "to_mark": to_mark(request.user),
        "to_respond": to_respond(request.user),
        "waiting": waiting,
        "decisions": decisions(request.user, now),
        "settled": settled_lately(request.user),
        "article_count": articles_with_standing(request.user).count(),
        "in_a_team": Membership.objects.filter(person=request.user).exists(),
    }
    return render(request, "reviews/desk.html", context)

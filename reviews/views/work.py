"""Reviewers and their work: load against hours, what is open and overdue, what was done; and the lists behind it."""

from datetime import datetime

from django.contrib.auth import get_user_model
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from reviews.core.planning import Load
from reviews.forms_work import WorkForm
from reviews.models import Assignment, Membership, Team
from reviews.queries.load import WHAT, Work, last_weeks, listed, seen_teams, seen_work, work_of
from reviews.views.load_bars import bars_of

#: Reviews on one page of a list.
PAGE = 50
#: Weeks that are shown where nobody has chosen a range.
WEEKS = 8


@require_GET
def reviewers(request: HttpRequest) -> HttpResponse:
    """Show the work of the people whom one may see: everybody, one's teams, or oneself."""
    form = _form(request)
    cleaned = form.cleaned_data if form.is_valid() else {}
    period = last_weeks(timezone.now(), cleaned.get("weeks") or WEEKS)
    team = cleaned.get("team")
    people = _people(request.user)
    seen = seen_work(request.user)
    if team:
        people, seen = people.filter(memberships__team=team), seen.filter(round__team=team)
    if cleaned.get("person"):
        people = people.filter(pk=cleaned["person"].pk)
    works = work_of(list(people), seen=seen, now=timezone.now(), period=period)
    context = {"form": form, "period": period, "team": team, **load_context(works)}
    return render(request, "reviews/reviewers.html", context)


@require_GET
def work_list(request: HttpRequest) -> HttpResponse:
    """List reviews: to mark, overdue, with answers owed, or submitted; of one person or all, for one team or all."""
    now = timezone.now()
    form = _form(request)
    cleaned = form.cleaned_data if form.is_valid() else {}
    what = cleaned.get("what") or "open"
    work = seen_work(request.user)
    if cleaned.get("person"):
        work = work.filter(reviewer=cleaned["person"])
    if cleaned.get("team"):
        work = work.filter(round__team=cleaned["team"])
    rows = listed(work, what, now, last_weeks(now, cleaned.get("weeks") or WEEKS))
    rows = rows.select_related("round__article__publication", "round__team", "reviewer")
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    context = {"form": form, "page_obj": page, "what": what, "kinds": WHAT, "now": now}
    return render(request, "reviews/work_list.html", context)


def team_load(person: object, team: Team, now: datetime) -> dict[str, object]:
    """Return what `reviews/team_load.html` draws of a team's reviewers, as far as a person sees their work."""
    period = last_weeks(now, WEEKS)
    people = (
        _people(person)
        .filter(memberships__team=team)
        .exclude(memberships__in=Membership.objects.filter(team=team, role=Membership.Role.OBSERVER))
    )
    works = work_of(list(people), seen=seen_work(person).filter(round__team=team), now=now, period=period)
    return {"period": period, **load_context(works)}


def load_context(works: list[Work]) -> dict[str, object]:
    """Return what `reviews/team_load.html` draws of people's work: a row each, the busiest first, and the sums."""
    bars = {
        bar.person: bar
        for bar in bars_of(
            [Load(work.person.pk, work.capacity, work.hours, work.hours) for work in works],
            {work.person.pk: str(work.person) for work in works},
        )
    }
    busiest = sorted(works, key=lambda work: (-(work.ratio or 0), str(work.person)))
    return {
        "works": [(work, bars[work.person.pk]) for work in busiest],
        "sums": {name: sum(getattr(work, name) for work in works) for name in ("open", "overdue", "owed", "done")},
        "most_in_a_week": max((count for work in works for count in work.weeks), default=0),
    }


def _people(person: object) -> QuerySet:
    """Return the people whose work a person sees: reviewers of the teams that they see, and themselves."""
    reviewing = Membership.objects.filter(team__in=seen_teams(person).values("pk")).exclude(
        role=Membership.Role.OBSERVER
    )
    owing = Assignment.objects.filter(pk__in=seen_work(person).values("pk"), state__in=Assignment.OPEN)
    known = Q(pk=person.pk) | Q(pk__in=reviewing.values("person")) | Q(pk__in=owing.values("reviewer"))
    return get_user_model().objects.filter(known, is_active=True).order_by("name", "pk")


def _form(request: HttpRequest) -> WorkForm:
    """Return the filters as the address has them."""
    return WorkForm(request.GET or None, kinds=WHAT, teams=seen_teams(request.user), people=_people(request.user))

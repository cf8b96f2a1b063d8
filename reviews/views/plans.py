"""The plan page: articles and people go in, a plan comes out, is changed by hand and applied."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from articles.models import Article
from articles.rules import batches_for
from reviews import rules
from reviews.actions.apply_plan import Planned, Seen, apply_plan
from reviews.actions.errors import NotAllowed, NotDone, Refused, Stale
from reviews.core.planning import ArticleWork, Load, Plan
from reviews.core.policy import Policy
from reviews.forms_work import ApplyForm, PlanForm
from reviews.models import Round, Team
from reviews.queries.dashboard import with_nobody_assigned
from reviews.queries.plans import AT_ONCE, Basis, basis_of, plannable, teams_to_plan_for
from reviews.queries.rounds import reviewers_for
from reviews.views.gates import answers_refusals
from reviews.views.load_bars import bars_of

#: What keeps an article out of a plan while its claims are answered.
ANSWERING = "Its claims are being answered; another round can be opened when this one is closed."


@dataclass(frozen=True, slots=True)
class Place:
    """One place as the page lets one choose: (number, name, is chosen) of everybody who may have it."""

    label: str
    choices: list[tuple[int, str, bool]]
    is_empty: bool


@dataclass(frozen=True, slots=True)
class Row:
    """One article of the plan: who has it, its places, and why one stays empty."""

    article: Article
    team: Team
    hours: float
    already: list[str]
    places: list[Place]
    why: str
    token: str


@dataclass(frozen=True, slots=True)
class Chosen:
    """What the settings of the page come to."""

    articles: list[Article]
    left_out: int
    teams: QuerySet
    people: list
    team: Team | None
    wanted: int
    due: datetime | None
    seed: int


@require_GET
@answers_refusals
def plan_page(request: HttpRequest) -> HttpResponse:
    """Show a plan for the articles and people that the address names."""
    _may_plan(request)
    return _page(request, request.GET, picks=None)


@require_POST
@answers_refusals
def plan_loads(request: HttpRequest) -> HttpResponse:
    """Show what the loads come to with the names as they are chosen now. Changes nothing."""
    _may_plan(request)
    return _page(request, request.POST, picks=ApplyForm(request.POST))


@require_POST
@answers_refusals
def plan_apply(request: HttpRequest) -> HttpResponse:
    """Give the reviews out as they are named, all of them or none."""
    _may_plan(request)
    form = ApplyForm(request.POST)
    chosen = _chosen(request, request.POST)[1]
    if chosen is None or not form.is_valid():
        return _page(request, request.POST, picks=form, error=Refused("Something is wrong with what was chosen."))
    try:
        rounds = _apply(request, form, chosen)
    except (Refused, Stale) as error:
        return _page(request, request.POST, picks=form, error=error)
    count = len(rounds)
    messages.success(request, f"{count} article{'' if count == 1 else 's'} given out.")
    return redirect("article-list")


def _apply(request: HttpRequest, form: ApplyForm, chosen: Chosen) -> list[Round]:
    """Apply what the form names."""
    basis = _basis(chosen)
    named = form.places
    unknown = {person for people in named.values() for person in people} - basis.people.keys()
    if unknown:
        raise Refused("People: somebody who was named is not among the people of this plan.", field="person")
    planned = [
        Planned(
            article,
            basis.teams[article.pk],
            [basis.people[number] for number in named.get(article.pk, [])],
            max(chosen.wanted, len(basis.states[article.pk].reviewers) + len(named.get(article.pk, []))),
        )
        for article in chosen.articles
        if not basis.states[article.pk].is_answering
    ]
    seen = Seen(dict(form.pairs("seen")), {person: int(count or 0) for person, count in form.pairs("busy")})
    return apply_plan(
        planned=planned,
        seen=seen,
        by=request.user,
        now=timezone.now(),
        due=chosen.due,
        priority=form.cleaned_data["priority"],
        note=form.cleaned_data["note"],
        leave_open=form.cleaned_data["leave_open"],
    )


def _may_plan(request: HttpRequest) -> None:
    """Only whoever gives out reviews plans."""
    if not rules.may_edit_desk(request.user):
        raise NotAllowed("Editors, admins and leads of a team plan who reviews what.")


def _chosen(request: HttpRequest, data: QueryDict) -> tuple[PlanForm, Chosen | None]:
    """Return the settings form, and what it comes to; None where it is wrong."""
    teams = teams_to_plan_for(request.user)
    form = PlanForm(
        data,
        articles=plannable(request.user),
        batches=batches_for(request.user),
        teams=teams,
        people=reviewers_for(teams),
    )
    if not form.is_valid():
        return form, None
    cleaned = form.cleaned_data
    articles = _articles(request, cleaned, data)
    owners = {a.standing.team_id for a in articles if getattr(a, "standing", None)} - {None}
    picked = list(cleaned["team"]) or list(teams.filter(pk__in=owners)) or list(teams[:1])
    people = list(reviewers_for(Team.objects.filter(pk__in=[team.pk for team in picked])))
    if cleaned["person"]:
        keep = {person.pk for person in cleaned["person"]}
        people = [person for person in people if person.pk in keep]
    return form, Chosen(
        articles=articles[:AT_ONCE],
        left_out=max(0, len(articles) - AT_ONCE),
        teams=teams.filter(pk__in=[team.pk for team in picked]),
        people=people,
        team=picked[0] if picked else None,
        wanted=cleaned["wanted"] or Policy().wanted,
        due=cleaned["due"],
        seed=cleaned["seed"] or 0,
    )


def _articles(request: HttpRequest, cleaned: Mapping[str, object], data: QueryDict) -> list[Article]:
    """Return the articles by number, by story, by import batch, or those that nobody is assigned to."""
    every = (
        plannable(request.user)
        .select_related("current")
        .defer("current__text", "current__blocks", "current__sentences")
    )
    if cleaned["article"]:
        found = every.filter(pk__in=cleaned["article"])
    elif cleaned["story"]:
        found = every.filter(story=cleaned["story"])
    elif cleaned["batch"]:
        found = every.filter(pk__in=cleaned["batch"].items.filter(article__isnull=False).values("article"))
    elif data.get("needs") == "nobody":
        found = every.filter(with_nobody_assigned())
    else:
        return []
    return list(found.order_by("imported_at", "pk"))


def _basis(chosen: Chosen) -> Basis:
    """Read what a plan for the chosen is made from."""
    return basis_of(
        chosen.articles, chosen.people, team=chosen.team, wanted=chosen.wanted, now=timezone.now(), due=chosen.due
    )


def _page(
    request: HttpRequest, data: QueryDict, *, picks: ApplyForm | None, error: NotDone | None = None
) -> HttpResponse:
    """Show the page: settings, and the plan with the picks of a form instead of its own where there are some."""
    form, chosen = _chosen(request, data)
    status = {Refused: 422, Stale: 409}.get(type(error), 200 if chosen else 422)
    context = {
        "form": form,
        "chosen": chosen,
        "error": error,
        "details": getattr(error, "items", None) or getattr(error, "current", None),
        "is_stale": isinstance(error, Stale),
        "apply": picks or ApplyForm(),
    }
    if chosen and chosen.articles and chosen.team:
        basis = _basis(chosen)
        made = basis.made(wanted=chosen.wanted, seed=chosen.seed)
        named = picks.places if picks else _named(made)
        context |= {
            "plan": made,
            "rows": [_row(basis, work, made, named.get(work.id, [])) for work in basis.works],
            "bars": bars_of(_loads(basis, made, named), {r.id: r.name for r in basis.reviewers}),
            "busy": basis.busy,
            "again": _again(data, chosen),
        }
    template = "reviews/plan.html#loads" if request.htmx and not error else "reviews/plan.html"
    return render(request, template, context, status=status)


def _again(data: QueryDict, chosen: Chosen) -> str:
    """Return the address of the same plan with equals dealt otherwise."""
    kept = [(name, value) for name in ("article", "team", "person") for value in data.getlist(name)]
    kept += [(name, data[name]) for name in ("story", "batch", "needs", "wanted", "due") if data.get(name)]
    return f"{reverse('plan')}?{urlencode([*kept, ('seed', chosen.seed + 1)])}"


def _named(made: Plan) -> dict[int, list[int]]:
    """Return whom a plan places on each article, by number."""
    named: dict[int, list[int]] = {}
    for placement in made.placements:
        named.setdefault(placement.article, []).append(placement.reviewer)
    return named


def _row(basis: Basis, work: ArticleWork, made: Plan, named: list[int]) -> Row:
    """Return one article of the plan, its places filled with those named."""
    state = basis.states[work.id]
    free = [number for number, met in basis.obstacles(work).items() if met is None]
    names = {number: str(basis.people[number]) for number in free}
    named = [number for number in named if number in names]
    count = 0 if state.is_answering else max(work.wanted, len(named))
    filled = [*named, *[None] * (count - len(named))][:count]
    why = next((gap.reason for gap in made.unplaced if gap.article == work.id), "")
    return Row(
        article=basis.articles[work.id],
        team=basis.teams[work.id],
        hours=work.hours,
        already=sorted(state.reviewers.values()),
        places=[_place(names, person, number) for number, person in enumerate(filled, start=len(state.reviewers) + 1)],
        why=ANSWERING if state.is_answering else why,
        token=state.token,
    )


def _place(names: Mapping[int, str], chosen: int | None, number: int) -> Place:
    """Return one place with those who may have it."""
    choices = [(person, name, person == chosen) for person, name in sorted(names.items(), key=lambda pair: pair[1])]
    return Place(f"Reviewer {number}", choices, chosen is None)


def _loads(basis: Basis, made: Plan, named: Mapping[int, list[int]]) -> list[Load]:
    """Return everybody's load before, and after with those who are named."""
    hours = {work.id: work.hours for work in basis.works}
    after = {load.reviewer: load.before for load in made.loads}
    for article, people in named.items():
        for person in set(people):
            if person in after and article in hours:
                after[person] += hours[article]
    return [Load(load.reviewer, load.capacity, load.before, after[load.reviewer]) for load in made.loads]

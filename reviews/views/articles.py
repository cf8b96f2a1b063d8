from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from articles.blocks import BlockKind
from articles.models import Article
from reviews import rules
from reviews.actions.sight import note_sighting
from reviews.core.verdicts import OutcomeKind, Status
from reviews.filters import NEEDS, ORDERS, STATUS_ORDER, ArticleFilter
from reviews.models import Assignment, Claim, Round, Ruling
from reviews.queries.claims import with_passages
from reviews.queries.dashboard import articles_with_standing
from reviews.queries.desk import decidable
from reviews.queries.moderation import told_to
from reviews.queries.rounds import rounds_of, teams_to_open_for
from reviews.queries.visible import annotations_for, claims_for, evidence_shown, responses_for
from reviews.views.claims_on_text import as_shown, legend, minimap
from reviews.views.gates import article_or_404
from reviews.views.reading import BlockView, Shown, blocks_of

#: The signs of the statuses, as on their badges.
SIGNS = {
    Status.FABRICATED: "✕",
    Status.DISPUTED: "≠",
    Status.CONTESTED: "½",
    Status.UNDETERMINED: "?",
    Status.MINOR_ERRORS: "~",
    Status.VERIFIED: "✓",
    Status.THIN: "≈",
    Status.IN_REVIEW: "…",
    Status.UNREVIEWED: "○",
}
#: Articles on one page of the dashboard.
PAGE = 50


def article_list(request: HttpRequest) -> HttpResponse:
    """Show the articles that the person may see, filtered and sorted as the address says."""
    articles = ArticleFilter(request.GET, queryset=articles_with_standing(request.user))
    if not articles.is_valid():
        ignored = ", ".join(articles.form.errors)
        messages.warning(request, f"This filter makes no sense and was ignored: {ignored}.")
        known = request.GET.copy()
        for name in articles.form.errors:
            known.pop(name)
        articles = ArticleFilter(known, queryset=articles_with_standing(request.user))
        articles.is_valid()
    order = request.GET.get("sort", "newest")
    rows = articles.qs.order_by(*ORDERS.get(order, ORDERS["newest"]))
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    context = {
        "page_obj": page,
        "filter": articles,
        "total": articles.queryset.count(),
        "facets": _facets(articles),
        "sort": order if order in ORDERS else "newest",
        "sorts": list(ORDERS),
        "now": timezone.now(),
        "filtered": any(articles.form.cleaned_data.values()),
        "may_plan": rules.may_edit_desk(request.user),
    }
    template = "reviews/article_list.html#results" if request.htmx else "reviews/article_list.html"
    return render(request, template, context)


def _facets(articles: ArticleFilter) -> list[dict]:
    """Return the groups of choices at the left, each choice with how many articles it would leave."""
    chosen = articles.form.cleaned_data
    counts = articles.counts()
    needs = articles.need_counts()
    facets = [
        _facet("needs", "", [(need, label, needs[need]) for need, label in NEEDS], chosen["needs"]),
        _facet(
            "status",
            "Status",
            [(status.value, status.replace("_", " "), counts["status"].get(status, 0)) for status in STATUS_ORDER],
            chosen["status"],
        ),
    ]
    for name, title in (("story", "Story"), ("team", "Team"), ("publication", "Publication")):
        choices = [
            (str(row.pk), str(row), counts[name][row.pk])
            for row in articles.filters[name].queryset.filter(pk__in=[pk for pk in counts[name] if pk])
        ]
        facets.append(_facet(name, title, choices, str(chosen[name].pk) if chosen[name] else ""))
    return [facet for facet in facets if facet["choices"]]


def _facet(name: str, title: str, choices: list[tuple[str, str, int]], chosen: str) -> dict:
    """Return one group of choices as the template draws it."""
    return {
        "name": name,
        "title": title,
        "choices": [
            {
                "value": value,
                "label": label[:1].upper() + label[1:],
                "count": count,
                "current": value == chosen,
                "sign": SIGNS.get(value, "") if name == "status" else "",
            }
            for value, label, count in choices
            if count or value == chosen or name == "status"
        ],
    }


def article_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what the desk knows of an article: its status, its text with the claims on it, who reviewed."""
    article = article_or_404(request, pk)
    claims = [] if article.blind else _claims(request, article)
    rounds = list(rounds_of(article))
    open_round = next((round_ for round_ in rounds if round_.is_open), None)
    shown = as_shown(claims) + _submitted_marks(request, article, open_round)
    if shown or claims:
        note_sighting(article=article, person=request.user, now=timezone.now())
    headline, blocks = _headline(article, blocks_of(article.current, shown))
    context = {
        "article": article,
        "standing": getattr(article, "standing", None),
        "claims": claims,
        "to_rule": _to_rule(request, claims),
        "headline": headline,
        "blocks": blocks,
        "legend": legend(shown),
        "minimap": minimap(shown, article.current.length),
        "rounds": rounds,
        "open_round": open_round,
        "awaited": _awaited(open_round),
        "mine": _mine(request, open_round),
        "may_open_round": not any(r.is_open for r in rounds) and _may_open(request, article),
        "may_raise": _may_raise(request, rounds),
        "may_turn": rules.may_edit_article(request.user, article),
        "closable": [r for r in rounds if r.is_open and rules.may_close_round(request.user, r)],
        "told": told_to(request.user, article=article),
        "now": timezone.now(),
    }
    return render(request, "reviews/article.html", context)


def _may_open(request: HttpRequest, article: Article) -> bool:
    """Whether they open rounds: on a desk without teams, too, where the form says what to do first."""
    return bool(rules.right_over(request.user, None)) or teams_to_open_for(request.user, article).exists()


def _may_raise(request: HttpRequest, rounds: list[Round]) -> bool:
    """Whether they may raise a claim now: after the reveal of the newest round, and as no reviewer of it."""
    newest = max(rounds, key=lambda round_: round_.number, default=None)
    if newest is None or newest.stage == Round.Stage.MARKING or _mine(request, newest if newest.is_open else None):
        return False
    return bool(rules.right_over(request.user, newest.team))


def _claims(request: HttpRequest, article: Article) -> list[Claim]:
    """Return the claims on the current text in order of appearance, with votes, reasons and evidence."""
    return list(
        with_passages(claims_for(request.user))
        .filter(revision=article.current_id)
        .select_related("round")
        .prefetch_related(
            Prefetch(
                "annotations",
                queryset=annotations_for(request.user)
                .select_related("assignment__reviewer")
                .prefetch_related(Prefetch("evidence", evidence_shown().select_related("source"))),
            ),
            Prefetch("responses", queryset=responses_for(request.user).select_related("assignment__reviewer")),
            Prefetch("rulings", queryset=Ruling.objects.filter(replaced_at=None).select_related("by")),
            "occurrences",
        )
        .order_by("start", "end", "pk")
    )


def _headline(article: Article, blocks: list[BlockView]) -> tuple[BlockView | None, list[BlockView]]:
    """Return the headline and the other blocks where the text begins with the article's title.

    The page then shows it once, as its title, with the marks on it.
    """
    first = blocks[0] if blocks else None
    if first and first.kind == BlockKind.HEADLINE and article.current.text[first.start : first.end] == article.title:
        return first, blocks[1:]
    return None, blocks


def _to_rule(request: HttpRequest, claims: list[Claim]) -> set[int]:
    """Return which of the claims wait for a ruling that this person may make."""
    split = [claim.pk for claim in claims if claim.outcome == OutcomeKind.SPLIT]
    return set(decidable(request.user).filter(pk__in=split).values_list("pk", flat=True)) if split else set()


def _awaited(round_: Round | None) -> list[str]:
    """Return who still owes a round its marks or its answers."""
    if round_ is None:
        return []
    owing = {Assignment.State.ASSIGNED, Assignment.State.STARTED}
    return [
        assignment.reviewer.name
        for assignment in round_.assignments.all()
        if (assignment.state in owing and round_.stage == Round.Stage.MARKING)
        or (
            assignment.state == Assignment.State.SUBMITTED
            and round_.stage == Round.Stage.RESPONDING
            and assignment.responded_at is None
        )
    ]


def _submitted_marks(request: HttpRequest, article: Article, round_: Round | None) -> list[Shown]:
    """Return others' submitted marks while a first pass is under way, for whoever is not blind to them."""
    if article.blind or round_ is None or round_.stage != Round.Stage.MARKING:
        return []
    marks = annotations_for(request.user).filter(
        revision=article.current_id, claim=None, start__isnull=False, assignment__state=Assignment.State.SUBMITTED
    )
    return [Shown(f"mark-{mark.uuid}", mark.start, mark.end, mark.verdict) for mark in marks]


def _mine(request: HttpRequest, round_: Round | None) -> Assignment | None:
    """Return the person's own part in the open round, if they have one."""
    if round_ is None:
        return None
    mine = (a for a in round_.assignments.all() if a.reviewer_id == request.user.pk)
    return next((a for a in mine if a.state in Assignment.ACTIVE), None)

"""For whoever asks "says who?": how statuses come about, how far reviewers agree, and what an article's rests on."""

from django.db.models import Prefetch, prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from reviews import rules
from reviews.actions.errors import NotAllowed
from reviews.actions.sight import note_sighting
from reviews.core.policy import Policy as Numbers
from reviews.core.rules_in_words import numbers, percent, rule_of_evidence, rule_of_outcomes, rule_of_statuses
from reviews.queries.agreement import TOO_FEW, agreement_by_team
from reviews.queries.explanation import explanation_of
from reviews.queries.policies import in_force, is_outdated, outdated_rounds
from reviews.queries.records import everybody, records
from reviews.queries.visible import annotations_for
from reviews.views.gates import answers_refusals, article_or_404


@require_GET
def methods(request: HttpRequest) -> HttpResponse:
    """Show how statuses come about, in words and with the numbers in force, and how far the teams agree."""
    policy = in_force(None)
    applied = policy.numbers() if policy else Numbers()
    context = {
        "policy": policy,
        "numbers": numbers(applied),
        "floor": percent(applied.coverage_floor),
        "quorum": applied.quorum,
        "outcomes": rule_of_outcomes(applied),
        "statuses": rule_of_statuses(applied),
        "evidence": rule_of_evidence(applied),
        "teams": agreement_by_team(),
        "too_few": TOO_FEW,
        "sees_all": rules.sees_all_records(request.user),
    }
    return render(request, "reviews/methods.html", context)


@require_GET
@answers_refusals
def record_list(request: HttpRequest) -> HttpResponse:
    """Show every reviewer's record, to those who may see all."""
    if not rules.sees_all_records(request.user):
        raise NotAllowed("Editors and leads see all records. Your own is under your name.")
    return render(request, "reviews/methods_records.html", {"records": records(), "too_few": TOO_FEW})


@require_GET
def record_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one reviewer's record: to themselves, and to those who may see all. To others there is none."""
    visible = everybody() if rules.sees_all_records(request.user) else everybody().filter(pk=request.user.pk)
    person = get_object_or_404(visible, pk=pk)
    record = next((record for record in records([person.pk]) if record.claims), None)
    context = {"person": person, "record": record, "too_few": TOO_FEW, "sees_all": rules.sees_all_records(request.user)}
    return render(request, "reviews/methods_record.html", context)


@require_GET
@answers_refusals
def article_status(request: HttpRequest, pk: int) -> HttpResponse:
    """Show how an article came by its status: every line of the rule, the claims behind it, the coverage."""
    article = article_or_404(request, pk)
    if article.blind:
        raise NotAllowed("You review this article, or could be asked to: what others found is hidden for now.")
    note_sighting(article=article, person=request.user, now=timezone.now())
    standing = getattr(article, "standing", None)
    found = explanation_of(article, standing) if standing else None
    if found:  # Their reasons are shown.
        claims = [settled.claim for settled in found.claims]
        prefetch_related_objects(claims, Prefetch("annotations", annotations_for(request.user)))
    outdated = outdated_rounds().filter(article=article).select_related("team").first()
    context = {
        "article": article,
        "standing": standing,
        "explanation": found,
        "numbers": numbers(found.policy.numbers()) if found and found.policy else "",
        "outdated": is_outdated(outdated) if outdated else None,
    }
    return render(request, "reviews/methods_status.html", context)

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from articles.models import Article
from reviews.actions.errors import NotAllowed
from reviews.actions.recompute import recompute
from reviews.actions.team import set_policy
from reviews.core.rules_in_words import numbers, rule_of_evidence, rule_of_outcomes, rule_of_statuses
from reviews.core.verdicts import VOTES
from reviews.forms import PolicyForm
from reviews.models import Policy
from reviews.queries.policies import in_force, outdated_rounds, preview
from reviews.views.gates import answers_refusals


@require_GET
def policy_page(request: HttpRequest) -> HttpResponse:
    """Show every version of the desk's policy and the teams' own, and what was decided under another than in force."""
    versions = list(Policy.objects.select_related("team", "made_by").order_by("team__name", "-version"))
    newest: dict[int | None, Policy] = {}
    for policy in versions:
        newest.setdefault(policy.team_id, policy)
    shown = [
        _as_shown(policy) | {"in_force": newest[policy.team_id] == policy}
        for policy in sorted(versions, key=lambda policy: (policy.team_id is not None, str(policy.team or "")))
    ]
    context = {
        "versions": shown,
        "outdated": outdated_rounds().values("article").distinct().count(),
        "may_change": request.user.is_superuser,
    }
    return render(request, "reviews/policy.html", context)


def _as_shown(policy: Policy) -> dict[str, object]:
    """Return a version with its numbers, and with every rule as it reads with them."""
    applied = policy.numbers()
    return {
        "policy": policy,
        "numbers": numbers(applied),
        "asks": _asks(policy),
        "outcomes": rule_of_outcomes(applied),
        "statuses": rule_of_statuses(applied),
        "evidence": rule_of_evidence(applied),
    }


def _asks(policy: Policy) -> list[tuple[str, str]]:
    """Return what a policy asks for before a mark may be submitted, as (what, for which verdicts)."""
    asked = {"Reason": policy.reason_for, "Rationale": policy.rationale_for, "Evidence": policy.evidence_for}
    return [(what, ", ".join(v for v in VOTES if v in verdicts) or "none") for what, verdicts in asked.items()]


@require_http_methods(["GET", "POST"])
@answers_refusals
def propose_view(request: HttpRequest) -> HttpResponse:
    """Take new numbers, show which articles would change status under them, and put them in force when asked to.

    Numbers that were changed after the preview are previewed first.
    """
    if not request.user.is_superuser:
        raise NotAllowed("Only an admin changes the policy.")
    if request.method == "GET":
        return render(request, "reviews/policy_propose.html", {"form": PolicyForm(initial=_initial())})
    form = PolicyForm(request.POST)
    if not form.is_valid():
        return render(request, "reviews/policy_propose.html", {"form": form}, status=422)
    team, wished = form.instance.team, form.instance.numbers()
    if "set" in request.POST and request.POST.get("seen") == _what_was_seen(form):
        policy = set_policy(numbers=wished, team=team, by=request.user, now=timezone.now())
        messages.success(request, f"{policy} is in force. What was decided under another stays as it is for now.")
        return redirect("policy")
    changes = list(preview(wished, team=team, person=request.user))
    context = {
        "form": form,
        "numbers": numbers(wished),
        "evidence": rule_of_evidence(wished),
        "outcomes": rule_of_outcomes(wished),
        "changes": [change for change in changes if change.changes_status],
        "claims_only": [change for change in changes if not change.changes_status],
        "previewed": True,
        "seen": _what_was_seen(form),
    }
    return render(request, "reviews/policy_propose.html", context)


def _what_was_seen(form: PolicyForm) -> str:
    """Return the numbers in one line: only those whose effects were shown are put in force."""
    return "; ".join(f"{name}: {form.cleaned_data[name]}" for name in form.fields)


def _initial() -> dict[str, object]:
    """Return the desk's numbers in force, to begin with."""
    policy = in_force(None)
    return {name: getattr(policy, name) for name in PolicyForm.Meta.fields} if policy else {}


@require_POST
@answers_refusals
def recompute_view(request: HttpRequest) -> HttpResponse:
    """Judge by the policies in force what was decided under others, one article after the other."""
    if not request.user.is_superuser:
        raise NotAllowed("Only an admin recomputes what was decided under another policy.")
    articles = Article.objects.filter(pk__in=outdated_rounds().values("article")).select_related("current")
    done = 0
    for pk in list(articles.order_by("pk").values_list("pk", flat=True)):
        done += bool(recompute(article=articles.get(pk=pk), by=request.user, now=timezone.now()))
    messages.success(request, f"{done} article{'' if done == 1 else 's'} recomputed; each is in its article's log.")
    return redirect("policy")

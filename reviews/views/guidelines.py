"""What a team tells its reviewers, version by version."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from reviews import rules
from reviews.actions.errors import Refused, Stale
from reviews.actions.guidelines import set_guidelines
from reviews.core.differences import differences
from reviews.core.rendered import as_html
from reviews.forms_people import GuidelinesForm
from reviews.models import Assignment, Guidelines, Team
from reviews.queries.teams import newest_guidelines
from reviews.views.gates import answers_refusals, assignment_or_404
from reviews.views.teams import team_or_404


@require_http_methods(["GET", "POST"])
@answers_refusals
def current(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a team's guidelines with their history, and write the next version."""
    team = team_or_404(request, pk)
    versions = list(Guidelines.objects.filter(team=team).select_related("made_by").defer("text"))
    newest = Guidelines.objects.filter(team=team).first()
    initial = {"version": newest.version, "text": newest.text} if newest else {"version": 0}
    form, status = GuidelinesForm(initial=initial), 200
    if request.method == "POST":
        form = GuidelinesForm(request.POST)
        status = _save(request, team, form)
        if status == 200:
            return redirect("guidelines", pk=pk)
    context = {
        "team": team,
        "versions": versions,
        "newest": newest,
        "html": as_html(newest.text) if newest else "",
        "form": form,
        "may_write": bool(rules.right_to_run(request.user, team)),
    }
    return render(request, "reviews/teams/guidelines.html", context, status=status)


def _save(request: HttpRequest, team: Team, form: GuidelinesForm) -> int:
    """Write the version, or put what was refused on the form; return the status of the answer."""
    if not form.is_valid():
        return 422
    try:
        written = set_guidelines(team=team, **form.cleaned_data, by=request.user, now=timezone.now())
    except Refused as error:
        form.add_error(error.field if error.field in form.fields else None, str(error))
        return 422
    except Stale as error:
        form.add_error(None, f"{error} Version {error.current.version} is in force; save again to replace it.")
        form.data = form.data.copy()
        form.data["version"] = error.current.version
        return 409
    messages.success(request, f"Version {written.version} is in force." if written else "Nothing was written.")
    return 200


@require_GET
@answers_refusals
def version_page(request: HttpRequest, pk: int, version: int) -> HttpResponse:
    """Show one version, and what it changed in the one before."""
    team = team_or_404(request, pk)
    versions = Guidelines.objects.filter(team=team)
    shown = get_object_or_404(versions.select_related("made_by"), version=version)
    before = versions.filter(version=version - 1).first()
    context = {
        "team": team,
        "shown": shown,
        "before": before,
        "html": as_html(shown.text),
        "runs": differences(before.text, shown.text) if before else [],
        "is_newest": not versions.filter(version__gt=version).exists(),
        "reviews": Assignment.objects.filter(guidelines=shown).count(),
    }
    return render(request, "reviews/teams/guidelines_version.html", context)


@require_GET
@answers_refusals
def of_review(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a reviewer the guidelines that their review was begun under, or that it would begin under now."""
    assignment = assignment_or_404(request, pk)
    team = assignment.round.team
    newest = newest_guidelines(team)
    shown = assignment.guidelines if assignment.started_at else newest
    context = {
        "article": assignment.round.article,
        "team": team,
        "shown": shown,
        "html": as_html(shown.text) if shown else "",
        "newer": newest if newest and shown and newest.version > shown.version else None,
        "begun": assignment.started_at is not None,
        "is_member": bool(rules.role_in(request.user, team)) or rules.sees_every_article(request.user),
    }
    template = (
        "reviews/workspace/guidelines_page.html#guidelines"
        if request.htmx
        else "reviews/workspace/guidelines_page.html"
    )
    return render(request, template, context)

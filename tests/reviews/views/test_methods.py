"""The methods page, reviewers' records, and how an article's status is explained."""

import re

import pytest
from django.urls import reverse

from reviews.actions.change_mind import change_mind
from reviews.actions.rule import rule
from reviews.core.agreement import krippendorff_alpha, percent_agreement
from reviews.core.verdicts import Status
from reviews.models import Claim, Standing
from reviews.queries import agreement, records
from reviews.queries.explanation import explanation_of
from tests.factories import CAFE, COST, FERRY, NOW, OPENED, TOLL, Desk, answer_all, finished, hand_in, make_person, mark

pytestmark = pytest.mark.django_db
REASON = "The contract of 1986 names the sum."


@pytest.fixture
def desk():
    desk = Desk()
    finished(
        desk,
        (COST, "verified", "disputed"),
        (FERRY, "verified", "verified"),
        (CAFE, "disputed", "disputed"),
        (TOLL, "undetermined", "verified"),
        (OPENED, "verified", ""),
        given="verified",
    )
    return desk


@pytest.fixture
def few(monkeypatch):
    """Figures are shown from two claims or one text on, so that a small desk has some."""
    for module in (agreement, records):
        monkeypatch.setattr(module, "TOO_FEW", 2)


def test_agreement_is_that_of_first_answers(desk, few):
    row = agreement.agreement_by_team()[0]
    ratings = {
        COST: {1: "verified", 2: "disputed"},
        FERRY: {1: "verified", 2: "verified"},
        CAFE: {1: "disputed", 2: "disputed"},
        TOLL: {2: "verified"},
        OPENED: {1: "verified", 2: "verified"},
    }
    assert row.alpha.value == krippendorff_alpha(ratings)
    assert row.percent.value == percent_agreement(ratings) == 0.75
    assert (row.alpha.n, row.percent.n) == (4, 4)
    assert row.percent.low <= 0.75 <= row.percent.high


def test_a_change_of_mind_changes_the_vote_and_not_the_agreement(desk, few):
    before = agreement.agreement_by_team()[0].percent.value
    claim = Claim.objects.select_related("revision").get(statement=COST)
    change_mind(claim=claim, by=desk.reviewers[1], answer="verified", why="I read it.", version=claim.version, now=NOW)
    claim.refresh_from_db()
    assert (claim.verified, claim.disputed) == (2, 0)
    assert agreement.agreement_by_team()[0].percent.value == before


def test_open_rounds_and_other_teams_are_left_out(desk, few):
    other = Desk()
    mark(other.first, COST, "verified")
    mark(other.second, COST, "disputed")
    mark(other.second, FERRY, "disputed")
    hand_in(*other.assignments)
    rows = {row.team: row for row in agreement.agreement_by_team()}
    assert rows[None].percent.n == rows[desk.team].percent.n == 4
    assert not rows[other.team].percent.is_said
    answer_all(*other.assignments, given="verified")
    rows = {row.team: row for row in agreement.agreement_by_team()}
    assert (rows[None].percent.n, rows[other.team].percent.n) == (6, 2)


def test_unitizing_is_the_mean_over_texts_with_two_reviewers(desk, few):
    assert not agreement.agreement_by_team()[0].unitizing.is_said  # One text.
    second = Desk()
    finished(second, (COST, "verified", "verified"), (FERRY, "verified", "verified"))
    figure = agreement.agreement_by_team()[0].unitizing
    assert figure.n == 2
    assert figure.value < 1
    rows = {row.team: row for row in agreement.agreement_by_team()}
    assert rows[second.team].unitizing.n == 1


def test_where_there_is_too_little_no_figure_is_shown(client, desk):
    client.force_login(desk.editor)
    shown = client.get(reverse("methods")).content.decode()
    assert "too few to say" in shown
    assert re.search(r"too few to say · 4 claims", shown)
    assert "nan" not in shown.lower().replace("finance", "")


def test_the_methods_page_has_the_rules_with_the_numbers_in_force(client, desk, few):
    client.force_login(desk.observer)
    shown = client.get(reverse("methods")).content.decode()
    for words in ("There are at least 2 votes", "at least 60 % of the checkable sentences", "75 %", "Your record"):
        assert words in shown
    assert f'href="{reverse("record-list")}"' not in shown


def test_a_record_counts_first_votes_on_what_claims_came_to(desk, few):
    claim = Claim.objects.select_related("revision").get(statement=COST)
    rule(claim=claim, by=desk.editor, verdict="disputed", reason=REASON, version=claim.version, now=NOW)
    one, two = records.records([person.pk for person in desk.reviewers])
    # The second disputed what was ruled disputed; the first had verified it.
    assert (one.overall.n, two.overall.n) == (4, 4)
    assert (one.overall.value, two.overall.value) == (0.75, 1.0)
    rows = {row.verdict: row for row in one.rows}
    assert rows["disputed"].given == {"verified": 1, "disputed": 1, "fabricated": 0}
    assert (rows["disputed"].agreement.value, rows["disputed"].agreement.n) == (0.5, 2)
    assert rows["disputed"].agreement.low < 0.5 < rows["disputed"].agreement.high
    assert not rows["fabricated"].agreement.is_said
    assert sum(rows["verified"].estimated.values()) == pytest.approx(1)


def test_who_sees_whose_record(client, desk):
    first, second = desk.reviewers
    own, theirs = reverse("record", args=[first.pk]), reverse("record", args=[second.pk])
    for person, expected in (
        (first, (200, 404, 403)),
        (desk.observer, (404, 404, 403)),
        (desk.lead, (200, 200, 200)),
        (desk.editor, (200, 200, 200)),
        (make_person(role="admin"), (200, 200, 200)),
        (make_person(), (404, 404, 403)),
    ):
        client.force_login(person)
        codes = tuple(client.get(url).status_code for url in (own, theirs, reverse("record-list")))
        assert codes == expected, person


def test_records_stand_beside_no_claim(client, desk):
    client.force_login(desk.editor)
    claim = Claim.objects.get(statement=COST)
    assert "/methods/records/" not in client.get(reverse("claim", args=[claim.pk])).content.decode()


# The status of an article


def test_what_is_undefined_says_why_and_is_no_number(few):
    desk = Desk()
    finished(desk, (COST, "verified", "verified"), (FERRY, "verified", "verified"), (CAFE, "verified", "verified"))
    row = agreement.agreement_by_team()[0]
    assert (row.alpha.value, row.alpha.is_undefined) == (None, True)
    assert "All ratings are the same" in row.alpha.why_not
    assert (row.percent.value, row.percent.why_not) == (1.0, "")


def test_the_rest_is_what_no_other_line_holds_for(desk):
    standing = Standing.objects.get(article=desk.article)
    desk.refresh()
    lines = {line.status: line for line in explanation_of(desk.article, standing).lines}
    assert standing.status == Status.DISPUTED
    assert not lines[Status.THIN].holds


def test_the_line_that_decides_is_the_status(client, desk):
    client.force_login(desk.editor)
    standing = Standing.objects.get(article=desk.article)
    desk.refresh()
    found = explanation_of(desk.article, standing)
    deciding = [line for line in found.lines if line.decides]
    assert [line.status for line in deciding] == [standing.status] == [Status.DISPUTED]
    assert [s.claim.statement for s in deciding[0].claims] == [CAFE]
    shown = client.get(reverse("article-status", args=[desk.article.pk])).content.decode()
    assert "This decides." in shown
    assert f"{standing.checked} checked, {standing.dismissed} dismissed" in shown


def test_a_status_opens_its_explanation_wherever_an_article_is_shown(client, desk):
    why = f'<a href="{reverse("article-status", args=[desk.article.pk])}" title="How it came to this" class="badge s-'
    pages = [reverse("article-list"), reverse("article", args=[desk.article.pk])]
    client.force_login(desk.editor)
    assert [why in client.get(url).content.decode() for url in pages] == [True, True]
    blind = Desk()
    client.force_login(blind.reviewers[0])
    assert "/status/" not in client.get(reverse("article", args=[blind.article.pk])).content.decode()


def test_a_status_is_not_explained_to_whoever_is_blind(client):
    desk = Desk()
    url = reverse("article-status", args=[desk.article.pk])
    for person, status in ((desk.editor, 200), (desk.reviewers[0], 403), (desk.spare, 403), (make_person(), 404)):
        client.force_login(person)
        assert client.get(url).status_code == status, person

"""Outcomes and standings are worked out from what stands in the database, and from nothing else."""

from datetime import timedelta

import pytest

from reviews.actions.reveal import close_marking
from reviews.actions.rule import rule
from reviews.actions.settle import settle
from reviews.core.verdicts import Status
from reviews.models import Claim, Standing
from tests.factories import (
    CAFE,
    COST,
    FERRY,
    NOW,
    OPENED,
    TOLL,
    Desk,
    answer_all,
    assignments_of,
    claim_on,
    draft,
    finished,
    hand_in,
    make_article,
    mark,
    open_round_for,
    recorded,
    show,
    wave_through,
)

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=1)
REASON = "The contract of 1986 names the sum."


@pytest.fixture
def desk():
    return Desk()


def standing_of(desk) -> Standing:
    desk.refresh()
    return desk.article.standing


@pytest.mark.parametrize(
    ("marks", "status"),
    [
        ([(COST, "fabricated", "fabricated"), (FERRY, "disputed", "disputed")], Status.FABRICATED),
        ([(COST, "disputed", "disputed"), (FERRY, "verified", "disputed")], Status.DISPUTED),
        ([(COST, "fabricated", "disputed")], Status.DISPUTED),
        ([(COST, "verified", "disputed"), (FERRY, "undetermined", "undetermined")], Status.CONTESTED),
        ([(COST, "undetermined", "undetermined"), (FERRY, "verified", "verified")], Status.UNDETERMINED),
        ([(COST, "verified", ""), (FERRY, "verified", "verified")], Status.UNDETERMINED),
        ([(quote, "verified", "verified") for quote in (COST, TOLL, FERRY)], Status.VERIFIED),
        ([(COST, "verified", "verified"), (TOLL, "verified", "verified")], Status.THIN),
    ],
    ids=["fabricated", "disputed", "one of each", "split", "undetermined", "short", "verified", "too little"],
)
def test_the_status_of_a_reviewed_article(desk, marks, status):
    finished(desk, *marks)
    assert standing_of(desk).status == status


@pytest.mark.parametrize(
    ("verdict", "status"),
    [("fabricated", Status.DISPUTED), ("disputed", Status.MINOR_ERRORS), ("verified", Status.THIN)],
)
def test_what_is_incidental_weighs_less(desk, verdict, status):
    for assignment in desk.assignments:
        mark(assignment, COST, verdict, bearing="incidental")
    finished(desk)
    assert standing_of(desk).status == status


def test_the_way_to_a_status(desk):
    assert (standing_of(desk).status, standing_of(desk).stage) == (Status.UNREVIEWED, "marking")
    for assignment in desk.assignments:
        mark(assignment, COST, "fabricated")
    assert standing_of(desk).status == Status.UNREVIEWED
    hand_in(desk.first)
    standing = standing_of(desk)
    assert (standing.status, standing.submitted, standing.fabricated_so_far, standing.claims) == ("in_review", 1, 1, 0)
    hand_in(desk.second)
    standing = standing_of(desk)
    assert (standing.status, standing.stage, standing.fabricated_so_far) == ("fabricated", "closed", 0)


def test_before_the_close_nothing_is_said_of_the_claims(desk):
    mark(desk.first, COST, "fabricated")
    mark(desk.second, FERRY, "fabricated")
    hand_in(*desk.assignments)
    standing = standing_of(desk)
    assert (standing.status, standing.stage, standing.fabricated_so_far) == ("in_review", "responding", 2)
    assert (standing.claims, standing.fabricated, standing.undecided, standing.gravest_quote) == (2, 0, 2, "")


def test_a_standing_says_what_it_rests_on(desk):
    for assignment in desk.assignments:
        wave_through(assignment, 3)
    finished(desk, (COST, "fabricated", "fabricated"), (TOLL, "verified", "verified"), (FERRY, "verified", "disputed"))
    standing = standing_of(desk)
    assert standing.rests_on == (
        "4 of 4 checkable sentences dealt with; 3 claims: 1 verified, 1 fabricated (2 of 2), 1 split"
    )
    assert standing.gravest_quote == COST
    assert (standing.claims, standing.verified, standing.fabricated, standing.split) == (3, 1, 1, 1)
    assert (standing.checkable, standing.checked, standing.dismissed, standing.untouched) == (4, 3, 1, 0)
    assert (standing.wanted, standing.assigned, standing.submitted) == (2, 2, 2)
    assert standing.consensus == "2 of 3 settled, 1 split"


def test_a_sentence_is_dismissed_by_as_many_as_the_quorum(desk):
    wave_through(desk.first, 3)
    finished(desk, (COST, "verified", "verified"))
    standing = standing_of(desk)
    assert (standing.checked, standing.dismissed, standing.untouched) == (1, 0, 3)


def test_without_the_evidence_asked_for_nothing_settles(desk):
    """One calls it fabricated after a vain search; it counts as disputed, for which a search is no evidence."""
    made = draft(desk.first, COST, "fabricated", reason="invented_figure", rationale="In no budget.")
    show(made, "refutes", kind="search", title="12 million", place="The archive", found_nothing=True)
    mark(desk.second, FERRY, "verified")
    hand_in(*desk.assignments)
    answer_all(desk.second, given="disputed")
    answer_all(desk.first, given="verified")
    claim = claim_on(desk.article, COST)
    assert (claim.outcome, claim.stands_as, claim.disputed, claim.fabricated) == ("split", "", 1, 1)
    assert "Nobody who voted disputed or fabricated has attached it." in claim.explanation
    assert claim_on(desk.article, FERRY).stands_as == "verified"


def test_a_fabricated_vote_without_its_second_counts_as_disputed(desk):
    finished(desk, (COST, "fabricated", "disputed"))
    claim = claim_on(desk.article, COST)
    assert (claim.outcome, claim.stands_as, claim.fabricated, claim.disputed) == ("settled", "disputed", 1, 1)


# A second round


def test_a_reached_status_stands_while_another_round_is_open(desk):
    finished(desk, (COST, "verified", "disputed"), (TOLL, "verified", "verified"))
    first = standing_of(desk)
    third = assignments_of(open_round_for(desk, [desk.spare]))[0]
    mark(third, COST, "disputed")
    mark(third, CAFE, "fabricated")
    hand_in(third)
    meanwhile = standing_of(desk)
    assert meanwhile.under_further_review
    assert (meanwhile.stage, meanwhile.assigned, meanwhile.submitted) == ("marking", 1, 1)
    for field in ("status", "rests_on", "gravest_quote", "claims", "split", "verified", "checked", "fabricated_so_far"):
        assert getattr(meanwhile, field) == getattr(first, field), field
    assert claim_on(desk.article, COST).disputed == 1

    close_marking(round_=third.round, by=desk.editor, now=LATER)
    assert claim_on(desk.article, CAFE).outcome == "open"
    assert claim_on(desk.article, COST).outcome == "split"
    answer_all(third, given="verified")
    reached = standing_of(desk)
    assert not reached.under_further_review
    assert (claim_on(desk.article, COST).outcome, claim_on(desk.article, COST).stands_as) == ("settled", "disputed")
    assert claim_on(desk.article, TOLL).verified == 3
    assert claim_on(desk.article, CAFE).outcome == "short"
    assert reached.status == "disputed"


# A rebuild


def derived(desk) -> tuple:
    """Return everything that `settle` writes but the moment."""
    claims = list(
        Claim.objects.filter(revision=desk.article.current)
        .order_by("pk")
        .values("pk", "outcome", "stands_as", "verified", "disputed", "fabricated", "undetermined", "explanation")
    )
    standing = Standing.objects.filter(article=desk.article).values().get()
    return claims, {field: value for field, value in standing.items() if field != "settled_at"}


def blank_out(desk) -> None:
    """Forget everything that `settle` writes."""
    written = {"outcome": "open", "stands_as": "", "explanation": ""}
    Claim.objects.update(**written, verified=9, disputed=9, fabricated=9, undetermined=9)
    team = desk.article.standing.team
    Standing.objects.filter(article=desk.article).delete()
    Standing.objects.create(article=desk.article, team=team)


@pytest.mark.parametrize(
    "stage", ["marking", "half in", "responding", "closed", "ruled", "further review", "second round"]
)
def test_a_rebuild_finds_what_the_actions_wrote(desk, stage):
    play_to(stage, desk)
    desk.refresh()
    before = derived(desk)
    blank_out(desk)
    assert derived(desk) != before or stage == "marking"
    with recorded() as kinds:
        settle(article=desk.article, now=LATER)
    assert kinds == []
    assert derived(desk) == before


def play_to(stage: str, desk: Desk) -> None:
    """Play the desk's review as far as the stage."""
    if stage == "marking":
        return
    wave_through(desk.first, 3)
    mark(desk.first, COST, "verified")
    mark(desk.first, TOLL, "fabricated")
    if stage == "half in":
        hand_in(desk.first)
        return
    mark(desk.second, COST, "disputed")
    mark(desk.second, FERRY, "undetermined", bearing="incidental")
    hand_in(*desk.assignments)
    if stage == "responding":
        answer_all(desk.first, given="verified")
        return
    answer_all(desk.first, given="verified")
    answer_all(desk.second, given="fabricated")
    if stage == "closed":
        return
    rule(claim=claim_on(desk.article, COST), by=desk.editor, verdict="", reason=REASON, now=LATER)
    if stage == "ruled":
        return
    third = assignments_of(open_round_for(desk, [desk.spare]))[0]
    mark(third, CAFE, "disputed")
    hand_in(third)
    if stage == "second round":
        close_marking(round_=third.round, by=desk.editor, now=LATER)
        answer_all(third, given="disputed")


def test_settling_again_changes_nothing(desk):
    finished(desk, (COST, "verified", "disputed"))
    before = derived(desk)
    settle(article=desk.article, now=LATER)
    assert derived(desk) == before


def test_an_article_without_a_round_stays_unreviewed():
    standing = settle(article=make_article(), now=NOW)
    assert (standing.status, standing.stage, standing.rests_on) == ("unreviewed", "waiting", "")


def test_articles_do_not_mix(desk):
    other = Desk()
    finished(other, (OPENED, "fabricated", "fabricated"))
    before = derived(other)
    finished(desk, (COST, "verified", "verified"))
    assert derived(other) == before

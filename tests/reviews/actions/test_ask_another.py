"""Another reviewer for a claim: one who has seen nothing, whose marks join what is there, and who answers the rest."""

from datetime import timedelta

import pytest

from reviews.actions.ask_another import ask_another
from reviews.actions.errors import NotAllowed, Refused
from reviews.actions.occurrence import add_occurrence
from reviews.actions.raise_claim import raise_claim
from reviews.models import Annotation, Claim, Round, Standing
from reviews.queries.claims import claims_owed_by
from reviews.queries.rounds import fresh_reviewers
from reviews.queries.settlement import differences
from tests.factories import (
    CAFE,
    COST,
    FERRY,
    NOW,
    OPENED,
    TOLL,
    Desk,
    again,
    answer_all,
    claim_on,
    finished,
    hand_in,
    make_person,
    mark,
    recorded,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk():
    desk = Desk()
    finished(desk, (COST, "verified", "disputed"), (FERRY, "verified", "verified"), (CAFE, "verified", ""))
    return desk


def fresh(claim) -> Claim:
    return Claim.every.select_related("revision", "round").get(pk=claim.pk)


def ask(desk, words=COST, *, reviewer=None, by=None, **options):
    return ask_another(claim=claim_on(desk.article, words), reviewer=reviewer, by=by or desk.editor, now=NOW, **options)


def test_a_round_of_one_is_opened_on_the_same_text(desk):
    due = NOW + timedelta(days=3)
    with recorded() as kinds:
        round_ = ask(desk, reviewer=desk.spare, due=due)
    assert kinds == ["round.opened"]
    assert (round_.number, round_.wanted, round_.revision_id, round_.due) == (2, 1, desk.article.current_id, due)
    standing = Standing.objects.get(article=desk.article)
    assert (standing.stage, standing.status, standing.under_further_review) == ("marking", "contested", True)


def test_the_late_marks_join_claims_and_settle_them(desk):
    claim = claim_on(desk.article, COST)
    late = again(ask(desk, reviewer=desk.spare).assignments.get())
    mark(late, f"and {COST}", "disputed")  # 25 of 29 code points: the claim of the others.
    mark(late, OPENED, "verified")
    hand_in(late)
    assert fresh(claim).annotations.count() == 3
    assert (fresh(claim).outcome, fresh(claim).disputed) == ("split", 1)  # The round is not closed yet.
    owed = {c.statement for c in claims_owed_by(again(late))}
    assert owed == {FERRY, CAFE}
    answer_all(late, given="verified")
    claim = fresh(claim)
    assert (claim.outcome, claim.stands_as, claim.verified, claim.disputed) == ("settled", "disputed", 1, 2)
    assert claim_on(desk.article, CAFE).outcome == "settled"
    assert claim_on(desk.article, OPENED).round.number == 2
    assert differences(desk.article) == []


def test_late_marks_join_the_place_that_an_editor_named_and_the_claim_that_nobody_marked(desk):
    claim = claim_on(desk.article, FERRY)
    start = desk.text.index(OPENED)
    add_occurrence(
        claim=claim, span=(start, start + len(OPENED)), quote=OPENED, by=desk.editor, version=claim.version, now=NOW
    )
    start = desk.text.index(TOLL)
    raised = raise_claim(
        article=desk.article,
        revision=desk.article.current_id,
        span=(start, start + len(TOLL)),
        quote=TOLL,
        by=desk.editor,
        now=NOW,
    )
    late = again(ask(desk, reviewer=desk.spare).assignments.get())
    marks = [mark(late, f"{OPENED} ", "verified"), mark(late, TOLL, "verified"), mark(late, FERRY, "verified")]
    hand_in(late)
    joined = dict(Annotation.objects.filter(assignment=late).values_list("pk", "claim"))
    # The ferry's own place and the named one are one claim; the late reviewer joins it once, the other mark is its own.
    assert {joined[marks[0].pk], joined[marks[2].pk]} > {claim.pk}
    assert joined[marks[1].pk] == raised.pk
    assert len(set(joined.values())) == 3


def test_a_round_that_is_being_marked_gets_another_place():
    desk = Desk()
    finished(desk, (COST, "verified", "disputed"), (CAFE, "verified", ""))
    third = make_person("Third")
    desk.team.memberships.create(person=third, role="reviewer")
    first = ask(desk, reviewer=desk.spare)
    with recorded() as kinds:
        assert ask(desk, CAFE, reviewer=third) == first
    assert kinds == ["round.place_added"]
    first.refresh_from_db()
    assert (first.wanted, first.assignments.count()) == (2, 2)
    with pytest.raises(Refused, match="asked already"):
        ask(desk, CAFE, reviewer=third)


def test_a_place_can_stay_open_for_the_team(desk):
    round_ = ask(desk)
    assert (round_.wanted, round_.assignments.count()) == (1, 0)
    with pytest.raises(Refused, match="A place is open already"):
        ask(desk)
    ask(desk, reviewer=desk.spare)
    round_.refresh_from_db()
    assert (round_.wanted, round_.assignments.count()) == (1, 1)


def test_who_has_seen_or_reviewed_is_not_asked(desk):
    offered = set(fresh_reviewers(desk.article, desk.team))
    assert offered == {desk.spare, desk.lead}
    for person in (desk.reviewers[0], desk.observer, make_person()):
        with pytest.raises(Refused):
            ask(desk, reviewer=person)
    assert Round.objects.count() == 1


def test_only_for_claims_that_another_reviewer_could_settle(desk):
    with pytest.raises(Refused, match="short or split; this one is settled"):
        ask(desk, FERRY)
    with pytest.raises(Refused, match="moment has passed"):
        ask(desk, due=NOW)
    for person in (desk.observer, desk.reviewers[0], desk.spare):
        with pytest.raises(NotAllowed):
            ask(desk, by=person)
    ask(desk, by=desk.lead, reviewer=desk.spare)


def test_while_a_further_round_is_answered_nobody_more_is_asked(desk):
    late = again(ask(desk, reviewer=desk.spare).assignments.get())
    mark(late, COST, "disputed")
    hand_in(late)
    with pytest.raises(Refused, match="being answered now"):
        ask(desk, CAFE, reviewer=desk.lead)

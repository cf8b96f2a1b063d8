"""What reviewers owe, what they may see of a claim while they owe it, and what was answered."""

import pytest

from reviews.actions.attach import attach
from reviews.actions.rule import rule
from reviews.core.consensus import Ruling, Vote
from reviews.core.verdicts import Verdict
from reviews.models import Claim
from reviews.queries.claims import answers_to, claims_asked_of, claims_owed_by, rulings_of, sources_on
from reviews.queries.votes import rulings_on, votes_on
from tests.factories import (
    COST,
    FERRY,
    NOW,
    TOLL,
    Desk,
    again,
    answer,
    answer_all,
    claim_on,
    draft,
    finished,
    hand_in,
    make_source,
    mark,
    show,
)

pytestmark = pytest.mark.django_db
REASON = "The contract of 1986 names the sum."


@pytest.fixture
def desk():
    """A second pass: the first reviewer owes two answers, the second one."""
    desk = Desk()
    mark(desk.first, COST, "verified")
    mark(desk.second, TOLL, "disputed", rationale="It was 2030.")
    mark(desk.second, FERRY, "fabricated")
    hand_in(*desk.assignments)
    desk.refresh()
    return desk


def test_what_is_asked_stays_asked_and_what_is_owed_grows_less(desk):
    first = again(desk.first)
    assert [claim.statement for claim in claims_asked_of(first)] == [TOLL, FERRY]
    answer(first, claim_on(desk.article, TOLL), "verified")
    assert [claim.statement for claim in claims_asked_of(first)] == [TOLL, FERRY]
    assert [claim.statement for claim in claims_owed_by(first)] == [FERRY]


def test_a_respondent_sees_each_source_once_and_none_that_is_confidential(desk):
    other = Desk()
    source = make_source(other.first, title="B, the register")
    for quote in (COST, "12 million euros. Mayor"):
        made = draft(other.first, quote, "verified")
        attach(assignment=other.first, annotation=made, source=source, stance="supports", now=NOW)
    show(other.first.annotations.first(), "context", title="A, the almanac")
    show(other.first.annotations.first(), "context", title="C, a person", kind="person", confidential=True)
    mark(other.second, FERRY, "verified")
    hand_in(*other.assignments)
    claim = claim_on(other.article, COST)
    assert [source.title for source in sources_on(claim)] == ["A, the almanac", "B, the register"]


def test_answers_are_listed_marks_first(desk):
    claim = claim_on(desk.article, TOLL)
    answer(desk.first, claim, "verified", rationale="The council's minutes.")
    found = answers_to(claim)
    assert [(given.reviewer.name, given.answer, given.rationale, given.marked) for given in found] == [
        ("Reviewer 2", "disputed", "It was 2030.", True),
        ("Reviewer 1", "verified", "The council's minutes.", False),
    ]
    assert [len(given.evidence) for given in found] == [1, 0]


def test_votes_are_one_per_reviewer_with_their_evidence(desk):
    answer(desk.first, claim_on(desk.article, TOLL), "undetermined")
    answer(desk.first, claim_on(desk.article, FERRY), "not_checked")
    claims = list(Claim.objects.order_by("start"))
    first, second = (assignment.reviewer_id for assignment in desk.assignments)
    votes = votes_on(claims, article_id=desk.article.pk, story_id=None)
    found = {claim.statement: sorted(votes[claim.pk], key=lambda vote: vote.reviewer) for claim in claims}
    assert found == {
        COST: [Vote(first, Verdict.VERIFIED, has_evidence=True, has_refuting=False)],
        TOLL: [
            Vote(first, Verdict.UNDETERMINED, has_evidence=False, has_refuting=False),
            Vote(second, Verdict.DISPUTED, has_evidence=True, has_refuting=True),
        ],
        FERRY: [Vote(second, Verdict.FABRICATED, has_evidence=True, has_refuting=True)],
    }


def test_a_vain_search_is_evidence_for_fabricated_and_not_for_disputed():
    desk = Desk()
    made = draft(desk.first, COST, "fabricated", reason="invented_figure", rationale="In no budget.")
    show(made, "refutes", kind="search", title="12 million", place="The archive", found_nothing=True)
    mark(desk.second, FERRY, "verified")
    hand_in(*desk.assignments)
    claim = claim_on(desk.article, COST)
    (vote,) = votes_on([claim], article_id=desk.article.pk, story_id=None)[claim.pk]
    assert (vote.has_evidence, vote.has_refuting) == (True, False)


def test_votes_cost_as_many_queries_for_many_claims_as_for_one(desk, django_assert_num_queries):
    claims = list(Claim.objects.all())
    for sample in (claims[:1], claims):
        with django_assert_num_queries(4 if any_evidence(sample) else 2):
            votes_on(sample, article_id=desk.article.pk, story_id=None)


def any_evidence(claims: list[Claim]) -> bool:
    return any(mark.evidence.exists() for claim in claims for mark in claim.annotations.all())


def test_the_ruling_in_force_is_found_and_the_former_kept():
    desk = Desk()
    finished(desk, (COST, "verified", "disputed"), (FERRY, "verified", "disputed"), (TOLL, "verified", "disputed"))
    revised, dropped, _ = claims = [claim_on(desk.article, words) for words in (COST, FERRY, TOLL)]
    former = rule(claim=revised, by=desk.editor, verdict="verified", reason=REASON, now=NOW)
    newer = rule(claim=revised, by=desk.lead, verdict="disputed", reason=REASON, now=NOW, replaces=former.pk)
    rule(claim=dropped, by=desk.editor, verdict="", reason=REASON, now=NOW)
    assert rulings_on(claims) == {revised.pk: Ruling(Verdict.DISPUTED), dropped.pk: Ruling(None)}
    assert rulings_of(revised) == [newer, former]


def test_nothing_is_owed_when_all_is_answered(desk):
    answer_all(*desk.assignments)
    assert [claims_owed_by(again(assignment)).count() for assignment in desk.assignments] == [0, 0]

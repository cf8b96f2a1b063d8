"""One review from beginning to end, step by step, with what stands in the log after it."""

import pytest

from editorial.record import log
from editorial.record.models import Event
from reviews.actions.annotate import annotate
from reviews.actions.rule import rule
from reviews.core.verdicts import Status
from reviews.models import Annotation, Claim, Round
from tests.factories import (
    CAFE,
    COST,
    FERRY,
    NOW,
    TOLL,
    Desk,
    answer,
    claim_on,
    draft,
    hand_in,
    mark,
    show,
    wave_through,
)

pytestmark = pytest.mark.django_db


def test_two_reviewers_from_opening_to_ruling():
    desk = Desk()
    chain = log.article_chain(desk.article.pk)

    def status() -> str:
        desk.refresh()
        assert list(log.verify()) == []
        return desk.article.standing.status

    # Each marks alone.
    assert status() == Status.UNREVIEWED
    cost = draft(desk.first, COST)
    assert cost.verdict == ""
    mark(desk.first, TOLL, "verified")
    mark(desk.first, CAFE, "fabricated", rationale="No such figure in any register.")
    wave_through(desk.first, 2)
    mark(desk.second, "and cost 12 million euros", "disputed", rationale="It was 15 million.")
    mark(desk.second, CAFE, "fabricated", rationale="Invented.")
    mark(desk.second, FERRY, "verified", bearing="incidental")
    assert status() == Status.UNREVIEWED

    # The first decides what was left to check, and submits.
    annotate(
        assignment=desk.first,
        uuid=cost.uuid,
        version=1,
        revision=desk.article.current_id,
        span=(cost.start, cost.end),
        quote=COST,
        changes={"verdict": "verified"},
        now=NOW,
    )
    show(cost, "supports")
    hand_in(desk.first)
    assert status() == Status.IN_REVIEW
    assert not Claim.objects.exists()

    # The second submits: marks become claims, and each owes what they had not marked.
    hand_in(desk.second)
    assert status() == Status.IN_REVIEW
    assert desk.round.stage == Round.Stage.RESPONDING
    assert [(c.statement, c.outcome) for c in Claim.objects.order_by("start")] == [
        ("and cost 12 million euros", "open"),
        (TOLL, "open"),
        (FERRY, "open"),
        (CAFE, "open"),
    ]
    answer(desk.first, claim_on(desk.article, FERRY), "verified")
    assert status() == Status.IN_REVIEW
    answer(desk.second, claim_on(desk.article, TOLL), "undetermined")

    # The last answer closes the round.
    assert status() == Status.FABRICATED
    assert desk.round.stage == Round.Stage.CLOSED
    outcomes = {claim.statement: (claim.outcome, claim.stands_as) for claim in Claim.objects.all()}
    assert outcomes == {
        "and cost 12 million euros": ("split", ""),
        TOLL: ("short", ""),
        FERRY: ("settled", "verified"),
        CAFE: ("settled", "fabricated"),
    }
    assert desk.article.standing.gravest_quote == CAFE
    assert desk.article.standing.rests_on == (
        "4 of 4 checkable sentences dealt with; 4 claims: 1 verified, 1 fabricated (2 of 2), 1 short, 1 split"
    )

    # The lead rules on what is split and then, with better knowledge, on what was settled.
    rule(
        claim=claim_on(desk.article, COST),
        by=desk.lead,
        verdict="disputed",
        reason="The bill is for 15 million.",
        now=NOW,
    )
    assert status() == Status.FABRICATED
    rule(claim=claim_on(desk.article, CAFE), by=desk.editor, verdict="", reason="The chamber had the figure.", now=NOW)
    assert status() == Status.DISPUTED
    assert desk.article.standing.gravest_quote == "and cost 12 million euros"

    # What happened is in the article's chain, once each, in its order; saving as one types is not.
    kinds = list(Event.objects.filter(chain=chain).order_by("position").values_list("kind", flat=True))
    assert [kind for kind in kinds if kind not in {"source.added", "evidence.attached"}] == [
        "article.imported",
        "round.opened",
        *["annotation.made"] * 3,
        "sentence.dismissed",
        *["annotation.made"] * 3,
        "review.submitted",
        "review.submitted",
        "round.revealed",
        "claim.answered",
        "claim.answered",
        "round.closed",
        "claim.ruled",
        "claim.ruled",
    ]
    assert kinds.count("source.added") == kinds.count("evidence.attached") == 6

    # The marks stand exactly where they were made.
    text = desk.text
    assert {text[mark.start : mark.end] for mark in Annotation.objects.all()} == {
        *(COST, TOLL, CAFE, FERRY, "and cost 12 million euros")
    }

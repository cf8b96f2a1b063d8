"""A ruling decides a claim: with a reason, by somebody who has no vote in it, after everybody was heard."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from editorial.record.models import Event
from reviews.actions.errors import NotAllowed, Refused, Stale
from reviews.actions.rule import rule
from reviews.actions.undo import undo
from reviews.models import Ruling
from reviews.queries.settlement import differences
from tests.factories import (
    COST,
    FERRY,
    NOW,
    TOLL,
    Desk,
    answer_all,
    claim_on,
    finished,
    hand_in,
    make_editor,
    make_person,
    mark,
    open_round_for,
    recorded,
)

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=1)
REASON = "The contract of 1986 names the sum."


@pytest.fixture
def desk():
    """A closed round with one split claim and one that is settled as verified."""
    desk = Desk()
    finished(desk, (COST, "verified", "disputed"), (FERRY, "verified", "verified"))
    return desk


@pytest.fixture
def claim(desk):
    return claim_on(desk.article, COST)


def decide(claim, by, verdict="disputed", *, reason=REASON, replaces=None) -> Ruling:
    return rule(claim=claim, by=by, verdict=verdict, reason=reason, now=LATER, replaces=replaces)


def test_a_ruling_decides_the_claim_and_the_article(desk, claim):
    assert (claim.outcome, desk.article.standing.status) == ("split", "contested")
    with recorded() as kinds:
        ruling = decide(claim, desk.editor, reason=f"  {REASON}\r\n")
    assert kinds == ["claim.ruled"]
    assert (ruling.verdict, ruling.reason, ruling.by, ruling.at) == ("disputed", REASON, desk.editor, LATER)
    claim.refresh_from_db()
    assert (claim.outcome, claim.stands_as, claim.verified, claim.disputed) == ("ruled", "disputed", 1, 1)
    desk.refresh()
    assert (desk.article.standing.status, desk.article.standing.gravest_quote) == ("disputed", COST)
    event = Event.objects.get(kind="claim.ruled")
    assert (event.actor, event.right) == (desk.editor, "editor")
    said = {"claim": claim.pk, "before": None, "after": "disputed", "why": REASON}
    assert event.payload == {**said, "ruling": ruling.pk, "replaces": None}


def test_a_settled_claim_can_be_ruled_on_as_well(desk):
    claim = claim_on(desk.article, FERRY)
    decide(claim, desk.lead, "fabricated")
    claim.refresh_from_db()
    assert claim.stands_as == "fabricated"
    assert Event.objects.get(kind="claim.ruled").right == f"lead of {desk.team}"


def test_no_finding_removes_the_claim_from_the_status(desk, claim):
    decide(claim, desk.editor, "")
    claim.refresh_from_db()
    assert (claim.outcome, claim.stands_as) == ("ruled", "")
    desk.refresh()
    assert desk.article.standing.status == "thin"  # What is left is verified, but too little was checked.
    assert "1 ruled “no finding”" in desk.article.standing.rests_on


def test_a_revised_ruling_keeps_the_former(desk, claim):
    former = decide(claim, desk.editor, "")
    with recorded() as kinds:
        newer = decide(claim, desk.lead, "verified", replaces=former.pk)
    assert kinds == ["claim.ruled"]
    former.refresh_from_db()
    assert (former.replaced_at, newer.replaced_at) == (LATER, None)
    payload = Event.objects.order_by("pk").last().payload
    assert (payload["before"], payload["after"]) == ("no finding", "verified")
    claim.refresh_from_db()
    assert claim.stands_as == "verified"


def test_a_ruling_made_meanwhile_is_not_overwritten(desk, claim):
    former = decide(claim, desk.editor)
    newer = decide(claim, desk.editor, "verified", replaces=former.pk)
    for replaces in (None, former.pk, 0):
        with recorded() as kinds, pytest.raises(Stale, match="ruled on this claim meanwhile") as stale:
            decide(claim, desk.lead, "fabricated", replaces=replaces)
        assert kinds == []
        assert stale.value.current == newer
    assert Ruling.objects.get(replaced_at=None) == newer


def test_one_ruling_is_in_force_whoever_writes_it(desk, claim):
    decide(claim, desk.editor)
    with pytest.raises(IntegrityError), transaction.atomic():
        Ruling.objects.create(claim=claim, verdict="verified", reason=REASON, by=desk.editor)


@pytest.mark.parametrize(
    ("verdict", "reason", "why", "field"),
    [
        ("undetermined", REASON, "Verdict: verified, disputed, fabricated, or no finding.", "verdict"),
        ("wrong", REASON, "Verdict: verified, disputed, fabricated, or no finding.", "verdict"),
        ("verified", "", "Reason: at least 20 characters; it has 0.", "reason"),
        ("verified", "  It is simply so.   \n", "Reason: at least 20 characters; it has 16.", "reason"),
        ("verified", REASON + "\x00", "Reason: it holds a character that no text has.", "reason"),
        ("verified", "x" * 20_001, "Reason: at most 20,000 characters.", "reason"),
    ],
)
def test_what_is_no_ruling_is_refused(desk, claim, verdict, reason, why, field):
    with recorded() as kinds, pytest.raises(Refused) as refused:
        decide(claim, desk.editor, verdict, reason=reason)
    assert (str(refused.value), refused.value.field) == (why, field)
    assert kinds == []
    assert not Ruling.objects.exists()


@pytest.mark.parametrize("who", ["spare", "observer", "moderator", "stranger", "lead of another team", "gone"])
def test_who_neither_edits_nor_leads_does_not_rule(desk, claim, who):
    gone = make_editor()
    gone.is_active = False
    people = {
        "spare": desk.spare,
        "observer": desk.observer,
        "moderator": make_person(role="moderator"),
        "stranger": make_person(),
        "lead of another team": Desk().lead,
        "gone": gone,
    }
    with recorded() as kinds, pytest.raises(NotAllowed, match="Only an editor, an admin or the team's lead rules"):
        decide(claim, people[who])
    assert kinds == []


@pytest.mark.parametrize("role", ["editor", "admin"])
def test_nobody_rules_on_a_claim_they_marked(role):
    """Being superuser lifts no rule of fairness."""
    desk = desk_reviewed_by(make_person(role=role))
    with recorded() as kinds, pytest.raises(NotAllowed, match="You voted on this claim"):
        decide(claim_on(desk.article, COST), desk.second.reviewer)
    assert kinds == []


@pytest.mark.parametrize("given", ["disputed", "undetermined", "not_checked"])
def test_nobody_rules_on_a_claim_they_answered(given):
    desk = desk_reviewed_by(make_editor(), given=given)
    with pytest.raises(NotAllowed, match="You voted on this claim"):
        decide(claim_on(desk.article, TOLL), desk.second.reviewer)


def desk_reviewed_by(person, *, given: str = "verified") -> Desk:
    """Return a closed round whose second reviewer was this person: they marked one claim and answered another."""
    desk = Desk()
    desk.second.reviewer = person
    desk.second.save()
    finished(desk, (COST, "verified", "disputed"), (TOLL, "verified", ""), given=given)
    return desk


def test_nobody_rules_while_the_round_is_open():
    desk = Desk()
    mark(desk.first, COST, "verified")
    mark(desk.second, FERRY, "verified")
    hand_in(*desk.assignments)
    with recorded() as kinds, pytest.raises(Refused, match="The round is still open"):
        decide(claim_on(desk.article, COST), desk.editor)
    assert kinds == []
    answer_all(*desk.assignments)
    decide(claim_on(desk.article, COST), desk.editor)


def test_nobody_rules_on_what_they_will_be_asked_about(desk, claim):
    reviewer = make_editor()
    open_round_for(desk, [reviewer])
    with recorded() as kinds, pytest.raises(NotAllowed, match="You review this article yourself now"):
        decide(claim, reviewer)
    assert kinds == []
    decide(claim, desk.editor)


def take_back(claim, by) -> None:
    """Undo the newest ruling on a claim."""
    event = Event.objects.filter(kind="claim.ruled").order_by("-position").first()
    claim.refresh_from_db()
    undo(claim=claim, position=event.position, by=by, version=claim.version, now=LATER + timedelta(hours=1))
    claim.refresh_from_db()


def test_a_ruling_is_taken_back_and_everything_is_as_before(desk, claim):
    decide(claim, desk.editor)
    with recorded() as kinds:
        take_back(claim, desk.lead)
    assert kinds == ["claim.ruling_taken_back"]
    assert (claim.outcome, claim.stands_as) == ("split", "")
    desk.refresh()
    assert (desk.article.standing.status, differences(desk.article)) == ("contested", [])


def test_taking_a_revised_ruling_back_leaves_the_former_in_force(desk, claim):
    former = decide(claim, desk.editor)
    newer = rule(
        claim=claim,
        by=desk.lead,
        verdict="verified",
        reason=REASON,
        now=LATER + timedelta(minutes=1),
        replaces=former.pk,
    )
    first = Event.objects.filter(kind="claim.ruled").order_by("position").first()
    claim.refresh_from_db()
    with pytest.raises(Refused, match="Another ruling was made since"):
        undo(claim=claim, position=first.position, by=desk.editor, version=claim.version, now=LATER)
    take_back(claim, desk.editor)
    assert claim.stands_as == "disputed"
    assert Ruling.objects.get(replaced_at=None).pk == former.pk != newer.pk


def test_who_voted_takes_no_ruling_back(desk, claim):
    decide(claim, desk.editor)
    with pytest.raises(NotAllowed):
        take_back(claim, desk.first.reviewer)

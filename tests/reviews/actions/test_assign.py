"""Reviews are given out, accepted, declined, taken away, handed on and extended: whole, or not at all."""

from datetime import timedelta

import pytest

from editorial.record.models import Event
from reviews.actions.assign import accept, assign, decline, direct_round, extend, reassign, withdraw
from reviews.actions.errors import NotAllowed, Refused, Stale
from reviews.actions.open_round import open_round
from reviews.models import Absence, Assignment, Conflict, Profile, Standing
from tests.factories import (
    COST,
    FERRY,
    NOW,
    Desk,
    again,
    hand_in,
    make_article,
    make_editor,
    make_person,
    make_team,
    mark,
    recorded,
    wave_through,
)

pytestmark = pytest.mark.django_db
SOON = NOW + timedelta(days=2)
LATER = NOW + timedelta(days=5)


@pytest.fixture
def desk():
    return Desk(due=SOON)


def standing(desk):
    return Standing.objects.get(article=desk.article)


# Assigning


def test_one_more_reviewer_is_asked_in_an_open_round(desk):
    with recorded() as kinds:
        (part,) = assign(round_=desk.round, reviewers=[desk.spare], by=desk.lead, now=NOW, note=" The figures. ")
    assert kinds == ["assignment.made"]
    assert (part.state, part.due, part.note, part.taken) == ("assigned", SOON, "The figures.", False)
    assert (standing(desk).wanted, standing(desk).assigned) == (3, 3)
    assert Event.objects.get(kind="assignment.made").right == f"lead of {desk.team}"


def test_an_open_place_is_filled_before_another_is_made():
    desk = Desk(reviewers=1, wanted=2)
    assign(round_=desk.round, reviewers=[desk.spare], by=desk.editor, now=NOW)
    assert standing(desk).wanted == 2


def test_who_gave_a_place_back_can_be_asked_again_and_has_one_part_still(desk):
    mark(desk.first, COST, "verified")
    decline(assignment=desk.first, reason="ill", now=NOW)
    (part,) = assign(round_=desk.round, reviewers=[desk.first.reviewer], by=desk.editor, now=NOW, due=LATER)
    assert (part.pk, part.state, part.why_ended, part.due) == (desk.first.pk, "started", "", LATER)


@pytest.mark.parametrize("who", ["reviewer", "observer", "stranger", "lead elsewhere", "moderator"])
def test_only_editors_admins_and_the_teams_lead_give_out_reviews(desk, who):
    people = {"reviewer": desk.spare, "observer": desk.observer, "moderator": make_person(role="moderator")}
    person = people.get(who) or make_person()
    if who == "lead elsewhere":
        make_team(lead=person)
    deeds = [
        lambda: assign(round_=desk.round, reviewers=[desk.spare], by=person, now=NOW),
        lambda: withdraw(assignment=desk.first, by=person, reason="no", now=NOW),
        lambda: reassign(assignment=desk.first, to=desk.spare, by=person, reason="no", now=NOW),
        lambda: extend(assignment=desk.first, due=LATER, by=person, now=NOW),
        lambda: direct_round(round_=desk.round, due=None, priority=3, note="", wanted=2, by=person, now=NOW),
    ]
    with recorded() as kinds:
        for deed in deeds:
            with pytest.raises(NotAllowed):
                deed()
    assert kinds == []


def seen(desk):
    desk.article.sightings.create(person=desk.spare)


def left(desk):
    desk.spare.is_active = False
    desk.spare.save()


def conflict(desk):
    Conflict.objects.create(person=desk.spare, publication=desk.article.publication)


def byline(desk):
    desk.article.byline = "By Spare Reviewer and others"
    desk.article.save()


def languages(desk):
    Profile.objects.create(person=desk.spare, languages=["es"])


def away(desk):
    Absence.objects.create(person=desk.spare, first=NOW.date(), last=SOON.date())


@pytest.mark.parametrize(
    ("hinder", "words"),
    [
        (seen, "has seen marks"),
        (left, "has left the desk"),
        (conflict, "conflict of interest with The Gazette"),
        (byline, "named in the byline"),
        (languages, "does not read English"),
        (away, "is away until it is due"),
    ],
)
def test_who_could_not_review_it_is_refused_with_a_sentence(desk, hinder, words):
    hinder(desk)
    desk.refresh()
    with recorded() as kinds:
        with pytest.raises(Refused, match=words) as refused:
            assign(round_=desk.round, reviewers=[desk.spare], by=desk.editor, now=NOW)
        with pytest.raises(Refused, match=words):
            reassign(assignment=desk.first, to=desk.spare, by=desk.editor, reason="swap", now=NOW)
    assert kinds == []
    assert refused.value.field == "reviewers"
    assert again(desk.first).state == "assigned"


def test_a_conflict_of_interest_is_obeyed_where_a_round_is_opened(desk):
    conflict(desk)
    with pytest.raises(Refused, match="conflict of interest"):
        open_round(article=make_article(), team=desk.team, reviewers=[desk.spare], by=desk.editor, now=NOW)


def test_who_is_back_before_it_is_due_may_be_asked(desk):
    Absence.objects.create(person=desk.spare, first=NOW.date(), last=NOW.date())
    assert assign(round_=desk.round, reviewers=[desk.spare], by=desk.editor, now=NOW)


def test_nobody_gets_two_places(desk):
    with pytest.raises(Stale, match="has a place in this round already"):
        assign(round_=desk.round, reviewers=[desk.spare, desk.first.reviewer], by=desk.editor, now=NOW)
    with pytest.raises(Refused, match="named twice"):
        assign(round_=desk.round, reviewers=[desk.spare, desk.spare], by=desk.editor, now=NOW)
    assert desk.round.assignments.count() == 2


@pytest.mark.parametrize(
    ("how", "field", "words"),
    [
        ({"reviewers": []}, "reviewers", "choose at least one"),
        ({"due": NOW}, "due", "has passed"),
        ({"note": "x" * 2001}, "note", "at most 2,000"),
    ],
)
def test_nonsense_is_refused(desk, how, field, words):
    with recorded() as kinds, pytest.raises(Refused, match=words) as refused:
        assign(**{"round_": desk.round, "reviewers": [desk.spare], "by": desk.editor, "now": NOW, **how})
    assert (kinds, refused.value.field) == ([], field)


def test_after_marking_nobody_gets_or_gives_up_a_place(desk):
    mark(desk.first, COST, "verified")
    mark(desk.second, FERRY, "verified")
    hand_in(desk.first, desk.second)
    deeds = [
        lambda: assign(round_=desk.round, reviewers=[desk.spare], by=desk.editor, now=NOW),
        lambda: withdraw(assignment=desk.first, by=desk.editor, reason="late", now=NOW),
        lambda: decline(assignment=desk.first, reason="late", now=NOW),
        lambda: accept(assignment=desk.first, now=NOW),
    ]
    for deed in deeds:
        with pytest.raises(Stale, match="Marking is over"):
            deed()


# Accepting and declining


def test_what_is_accepted_stays_with_its_reviewer(desk):
    with recorded() as kinds:
        for _ in range(2):
            accept(assignment=desk.first, now=NOW)
    part = again(desk.first)
    assert (part.accepted_at, part.returns_at, part.state) == (NOW, None, "assigned")
    assert kinds == ["assignment.accepted"]


def test_what_is_declined_is_open_to_the_team_with_the_reason(desk):
    with recorded() as kinds:
        for _ in range(2):
            decline(assignment=desk.first, reason=" I know the author. ", now=NOW)
    part = again(desk.first)
    assert (part.state, part.why_ended, part.ended_at) == ("declined", "I know the author.", NOW)
    assert (standing(desk).wanted, standing(desk).assigned) == (2, 1)
    assert kinds == ["assignment.declined"]


def test_drafts_of_whoever_declines_are_kept_and_are_no_vote(desk):
    mark(desk.first, COST, "disputed")
    decline(assignment=desk.first, reason="ill", now=NOW)
    assert desk.first.annotations.count() == 1
    mark(desk.second, FERRY, "verified")
    hand_in(desk.second)
    desk.refresh()
    assert desk.round.stage == "marking"


@pytest.mark.parametrize("deed", [decline, withdraw])
def test_a_reason_is_asked(desk, deed):
    by = {"by": desk.editor} if deed is withdraw else {}
    for reason in ("  ", "x" * 2001):
        with pytest.raises(Refused) as refused:
            deed(assignment=desk.first, reason=reason, now=NOW, **by)
        assert refused.value.field == "reason"


def test_what_is_submitted_is_neither_declined_nor_withdrawn(desk):
    wave_through(desk.first)
    hand_in(desk.first)
    with pytest.raises(Stale, match="has no open review here"):
        decline(assignment=again(desk.first), reason="late", now=NOW)
    with pytest.raises(Stale, match="has no open review here"):
        withdraw(assignment=again(desk.first), by=desk.editor, reason="late", now=NOW)
    with pytest.raises(Stale):
        accept(assignment=again(desk.first), now=NOW)


# Handing on and extending


def test_a_review_is_handed_on_with_its_due_date_and_note(desk):
    Assignment.objects.filter(pk=desk.first.pk).update(note="The figures.")
    with recorded() as kinds:
        part = reassign(assignment=desk.first, to=desk.spare, by=desk.lead, reason="on leave", now=NOW)
    assert kinds == ["assignment.withdrawn", "assignment.made"]
    assert (part.reviewer, part.due, part.note) == (desk.spare, SOON, "The figures.")
    assert again(desk.first).state == "withdrawn"
    assert (standing(desk).wanted, standing(desk).assigned) == (2, 2)


def test_a_due_date_that_has_passed_is_not_handed_on(desk):
    part = reassign(assignment=desk.first, to=desk.spare, by=desk.lead, reason="late", now=LATER)
    assert part.due == SOON or part.due is None


def test_a_reviewer_gets_more_time(desk):
    with recorded() as kinds:
        for _ in range(2):
            extend(assignment=desk.first, due=LATER, by=desk.lead, now=NOW)
    assert again(desk.first).due == LATER
    assert kinds == ["assignment.extended"]
    with pytest.raises(Refused, match="has passed"):
        extend(assignment=desk.first, due=NOW - timedelta(1), by=desk.lead, now=NOW)


def test_who_owes_nothing_gets_no_more_time(desk):
    decline(assignment=desk.first, reason="ill", now=NOW)
    with pytest.raises(Stale, match="owes nothing"):
        extend(assignment=desk.first, due=LATER, by=desk.lead, now=NOW)


def test_a_round_is_made_urgent_and_its_reviewers_get_its_new_date(desk):
    extend(assignment=desk.first, due=LATER, by=desk.editor, now=NOW)
    new = NOW + timedelta(days=1)
    with recorded() as kinds:
        for _ in range(2):
            direct_round(round_=desk.round, due=new, priority=3, note="Lead story.", wanted=3, by=desk.editor, now=NOW)
    desk.refresh()
    assert (desk.round.due, desk.round.priority, desk.round.note, desk.round.wanted) == (new, 3, "Lead story.", 3)
    assert (again(desk.first).due, again(desk.second).due) == (LATER, new)
    assert kinds == ["round.directed"]
    assert (standing(desk).due, standing(desk).wanted) == (new, 3)


@pytest.mark.parametrize(
    ("how", "field"),
    [({"due": NOW}, "due"), ({"priority": 7}, "priority"), ({"note": "x" * 2001}, "note"), ({"wanted": 1}, "wanted")],
)
def test_a_round_is_not_directed_into_nonsense(desk, how, field):
    wished = {"due": SOON, "priority": 1, "note": "", "wanted": 2} | how
    with recorded() as kinds, pytest.raises(Refused) as refused:
        direct_round(round_=desk.round, by=desk.editor, now=NOW, **wished)
    assert (kinds, refused.value.field) == ([], field)


def test_a_place_is_not_taken_away_where_marking_would_then_be_over(desk):
    wave_through(desk.first)
    hand_in(desk.first)
    decline(assignment=desk.second, reason="ill", now=NOW)
    with pytest.raises(Refused, match="Close marking instead"):
        direct_round(round_=desk.round, due=SOON, priority=1, note="", wanted=1, by=make_editor(), now=NOW)

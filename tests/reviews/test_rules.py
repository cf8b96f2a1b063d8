"""Who may do what: DESIGN.md's table of roles, and the rules of fairness that no role lifts."""

import pytest

from reviews import rules
from reviews.actions.rule import rule
from reviews.actions.sight import note_sighting
from tests.factories import (
    COST,
    NOW,
    TOLL,
    Desk,
    answer_all,
    claim_on,
    finished,
    hand_in,
    make_article,
    make_person,
    make_team,
    mark,
    open_round_for,
)

pytestmark = pytest.mark.django_db

#: Everybody who could knock at the door of one article.
EVERYBODY = {
    *("stranger", "observer", "first", "second", "spare", "lead", "other lead"),
    *("editor", "moderator", "admin", "gone editor", "gone lead"),
}


@pytest.fixture
def desk():
    return Desk()


@pytest.fixture
def people(desk):
    """Return the people round a desk by what they are to its article."""
    found = {
        "stranger": make_person(),
        "observer": desk.observer,
        "first": desk.first.reviewer,
        "second": desk.second.reviewer,
        "spare": desk.spare,
        "lead": desk.lead,
        "other lead": make_person(),
        "editor": make_person(role="editor"),
        "moderator": make_person(role="moderator"),
        "admin": make_person(role="admin"),
        "gone editor": make_person(role="editor"),
        "gone lead": make_person(),
    }
    make_team(lead=found["other lead"])
    desk.team.memberships.create(person=found["gone lead"], role="lead")
    for name in ("gone editor", "gone lead"):
        found[name].is_active = False
        found[name].save()
    assert set(found) == EVERYBODY
    return found


def who(people, may) -> set[str]:
    """Return the names of those for whom the rule holds."""
    return {name for name, person in people.items() if may(person)}


def test_who_sees_every_article(people):
    assert who(people, rules.sees_every_article) == {"editor", "moderator", "admin"}


def test_who_edits_the_desk(people):
    assert who(people, rules.may_edit_desk) == {"editor", "admin", "lead", "other lead"}


def test_who_directs_the_teams_work(desk, people):
    assert who(people, lambda person: rules.right_over(person, desk.team)) == {"editor", "admin", "lead"}
    assert rules.right_over(people["admin"], desk.team) == "admin"
    assert rules.right_over(people["lead"], desk.team) == f"lead of {desk.team}"
    assert rules.right_over(people["editor"], None) == "editor"
    assert rules.right_over(people["lead"], None) == ""


def test_an_editor_who_also_leads_acts_as_editor(desk, people):
    desk.team.memberships.create(person=people["editor"], role="lead")
    assert rules.right_over(people["editor"], desk.team) == "editor"


def test_who_opens_a_round(desk, people):
    assert who(people, lambda person: rules.may_open_round(person, desk.article, desk.team)) == {
        *("editor", "admin", "lead")
    }


def test_who_opens_a_round_for_another_team(desk, people):
    team = make_team(lead=people["spare"])
    article = make_article()
    assert who(people, lambda person: rules.may_open_round(person, article, team)) == {"editor", "admin", "spare"}
    desk.refresh()
    assert who(people, lambda person: rules.may_open_round(person, desk.article, team)) == {"editor", "admin"}


def test_who_closes_a_round(desk, people):
    assert who(people, lambda person: rules.may_close_round(person, desk.round)) == {"editor", "admin", "lead"}


def test_reviewers_close_no_round_of_theirs_whoever_they_are(people):
    desk = Desk()
    for assignment, name in zip(desk.assignments, ("editor", "admin"), strict=True):
        assignment.reviewer = people[name]
        assignment.save()
    assert who(people, lambda person: rules.may_close_round(person, desk.round)) == set()


def test_who_reviews_in_it(desk, people):
    assert who(people, lambda person: rules.reviews_in(person, desk.round)) == {"first", "second"}
    desk.second.state = "withdrawn"
    desk.second.save()
    assert who(people, lambda person: rules.reviews_in(person, desk.round)) == {"first"}
    assert who(people, lambda person: rules.reviews_now(person, desk.article)) == {"first"}


def test_who_voted(desk, people):
    mark(desk.first, COST, "verified")
    mark(desk.second, TOLL, "verified")
    hand_in(*desk.assignments)
    claim = claim_on(desk.article, COST)
    assert who(people, lambda person: rules.voted_on(person, claim)) == {"first"}
    answer_all(desk.second, given="not_checked")
    assert who(people, lambda person: rules.voted_on(person, claim)) == {"first", "second"}


def test_who_rules(desk, people):
    mark(desk.first, COST, "verified")
    mark(desk.second, TOLL, "verified")
    hand_in(*desk.assignments)
    assert who(people, lambda person: rules.may_rule(person, claim_on(desk.article, COST))) == set()
    answer_all(*desk.assignments)
    assert who(people, lambda person: rules.may_rule(person, claim_on(desk.article, COST))) == {
        "editor",
        "admin",
        "lead",
    }
    open_round_for(desk, [people["editor"]])
    assert who(people, lambda person: rules.may_rule(person, claim_on(desk.article, COST))) == {"admin", "lead"}


def test_no_role_rules_on_its_own_vote(people):
    desk = Desk()
    for assignment, name in zip(desk.assignments, ("editor", "admin"), strict=True):
        assignment.reviewer = people[name]
        assignment.save()
    finished(desk, (COST, "verified", "disputed"))
    assert who(people, lambda person: rules.may_rule(person, claim_on(desk.article, COST))) == set()


def test_who_may_review_for_a_team(desk, people):
    assert who(people, lambda person: rules.may_review_for(person, desk.team)) == {
        *("first", "second", "spare", "lead", "gone lead", "editor", "moderator", "admin")
    }


def test_why_somebody_is_not_assignable(desk, people):
    for name, person in people.items():
        person.name = name
    article = make_article()

    def why() -> dict[str, str]:
        found = {name: rules.why_not_assignable(person, article, desk.team) for name, person in people.items()}
        return {name: sentence for name, sentence in found.items() if sentence}

    never = {
        "stranger": f"stranger is no reviewer of {desk.team}.",
        "observer": f"observer is no reviewer of {desk.team}.",
        "other lead": f"other lead is no reviewer of {desk.team}.",
        "gone editor": "gone editor has left the desk.",
        "gone lead": "gone lead has left the desk.",
    }
    assert why() == never
    note_sighting(article=article, person=people["spare"], now=NOW)
    assert why() == never | {"spare": "spare has seen marks on this article and could not review it blind."}


def test_who_took_part_is_not_assignable_again(desk):
    finished(desk, (COST, "verified", "disputed"))
    rule(claim=claim_on(desk.article, COST), by=desk.lead, verdict="", reason="Neither sum is in the books.", now=NOW)
    found = [
        rules.why_not_assignable(person, desk.article, desk.team)
        for person in (desk.first.reviewer, desk.lead, desk.editor, desk.spare)
    ]
    assert found == [
        "Reviewer 1 has reviewed this article already.",
        "Samira the lead has ruled on a claim of this article and could not review it blind.",
        "",
        "",
    ]


def test_who_did_not_submit_may_be_asked_again(desk):
    mark(desk.second, COST, "verified")
    desk.first.state = "declined"
    desk.first.save()
    assert rules.why_not_assignable(desk.first.reviewer, desk.article, desk.team) == ""

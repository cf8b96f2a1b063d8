"""Blindness: who sees which marks, claims, answers and articles, at every stage of a review."""

import pytest

from articles.models import Article
from reviews.actions.reveal import close_marking
from reviews.models import Assignment, Standing
from reviews.queries.dashboard import articles_with_standing
from reviews.queries.visible import (
    annotations_for,
    articles_for,
    claims_for,
    dismissals_for,
    is_blind,
    responses_for,
)
from tests.factories import (
    CAFE,
    COST,
    FERRY,
    NOW,
    TOLL,
    Desk,
    answer,
    answer_all,
    assignments_of,
    claim_on,
    delete_mark,
    draft,
    hand_in,
    make_article,
    make_person,
    make_team,
    mark,
    open_round_for,
    wave_through,
)

pytestmark = pytest.mark.django_db

NOBODY: set[str] = set()
#: They see submitted marks at any time.
WATCHERS = {"observer", "lead", "editor", "moderator", "admin"}
#: They do not, while they review or could still be asked to.
POOL = {"first", "second", "spare", "assigned editor", "assigned lead"}
EVERYBODY = {*WATCHERS, *POOL, "stranger", "gone editor", "reviewer elsewhere"}


class Setting(Desk):
    """A desk with everybody round it; an editor and a lead of the team are reviewers of the round, too."""

    def __init__(self) -> None:
        super().__init__(reviewers=2, wanted=4)
        self.people = {
            "stranger": make_person(),
            "observer": self.observer,
            "first": self.first.reviewer,
            "second": self.second.reviewer,
            "spare": self.spare,
            "lead": self.lead,
            "editor": make_person(role="editor"),
            "moderator": make_person(role="moderator"),
            "admin": make_person(role="admin"),
            "gone editor": make_person(role="editor"),
            "reviewer elsewhere": make_person(),
            "assigned editor": make_person(role="editor"),
            "assigned lead": make_person(),
        }
        assert set(self.people) == EVERYBODY
        make_team(reviewers=[self.people["reviewer elsewhere"]])
        self.team.memberships.create(person=self.people["assigned lead"], role="lead")
        self.people["gone editor"].is_active = False
        self.people["gone editor"].save()
        for name in ("assigned editor", "assigned lead"):
            Assignment.objects.create(round=self.round, reviewer=self.people[name])
        self.assignments = assignments_of(self.round)

    def who_sees(self, query, **sought: object) -> set[str]:
        """Return the names of those whose query finds it."""
        return {name for name, person in self.people.items() if query(person).filter(**sought).exists()}


@pytest.fixture
def desk():
    return Setting()


def in_second_pass(desk: Setting) -> None:
    """Play up to the second pass: one marked the cost, one the ferry; the others waved a sentence through."""
    mark(desk.first, COST, "disputed")
    mark(desk.second, FERRY, "verified")
    for assignment in desk.assignments[2:]:
        wave_through(assignment, 3)
    hand_in(*desk.assignments)


def closed(desk: Setting) -> None:
    """Play up to the end of the round."""
    in_second_pass(desk)
    answer_all(*desk.assignments)


# Articles


def test_an_article_of_no_team_is_seen_by_those_who_see_all(desk):
    article = make_article()
    assert desk.who_sees(articles_for, pk=article.pk) == {"editor", "moderator", "admin", "assigned editor"}


def test_an_article_is_seen_by_its_team_and_its_reviewers(desk):
    assert desk.who_sees(articles_for, pk=desk.article.pk) == (WATCHERS | POOL)


def test_a_reviewer_from_elsewhere_sees_it_while_assigned(desk):
    assignment = Assignment.objects.create(round=desk.round, reviewer=desk.people["reviewer elsewhere"])
    assert "reviewer elsewhere" in desk.who_sees(articles_for, pk=desk.article.pk)
    assignment.state = Assignment.State.WITHDRAWN
    assignment.save()
    assert "reviewer elsewhere" not in desk.who_sees(articles_for, pk=desk.article.pk)


def test_each_article_is_seen_once(desk):
    """Two memberships and an assignment make no doubles."""
    make_team(reviewers=[desk.spare])
    Assignment.objects.create(round=desk.round, reviewer=desk.spare)
    assert articles_for(desk.spare).count() == 1


# Marks


def test_a_draft_is_seen_by_its_author_only(desk):
    made = draft(desk.first, COST)
    assert desk.who_sees(annotations_for, pk=made.pk) == {"first"}


def test_a_submitted_mark_is_seen_by_those_who_could_not_become_reviewers(desk):
    made = mark(desk.first, COST, "disputed")
    kept = draft(desk.second, FERRY)
    hand_in(desk.first)
    assert desk.who_sees(annotations_for, pk=made.pk) == WATCHERS | {"first"}
    assert desk.who_sees(annotations_for, pk=kept.pk) == {"second"}


def test_in_the_second_pass_reviewers_are_blind_still(desk):
    in_second_pass(desk)
    made = desk.first.annotations.get()
    assert desk.who_sees(annotations_for, pk=made.pk) == WATCHERS | {"first"}


def test_after_the_round_the_team_sees_the_marks(desk):
    closed(desk)
    made = desk.first.annotations.get()
    assert desk.who_sees(annotations_for, pk=made.pk) == WATCHERS | POOL


def test_in_the_next_round_the_pool_is_blind_again(desk):
    closed(desk)
    open_round_for(desk, [desk.spare])
    made = desk.first.annotations.get()
    assert desk.who_sees(annotations_for, pk=made.pk) == WATCHERS | {"first", "assigned editor", "assigned lead"}


def test_a_deleted_mark_is_seen_by_nobody(desk):
    made = mark(desk.first, COST, "disputed")
    delete_mark(desk.first, made)
    mark(desk.first, TOLL, "verified")
    hand_in(desk.first)
    assert desk.who_sees(annotations_for, pk=made.pk) == NOBODY


def test_the_draft_of_who_was_withdrawn_stays_theirs(desk):
    mark(desk.first, COST, "disputed")
    late = draft(desk.second, FERRY, "verified")
    hand_in(desk.first)
    close_marking(round_=desk.round, by=desk.editor, now=NOW)
    desk.refresh()
    assert desk.round.stage == "closed"
    assert desk.who_sees(annotations_for, pk=late.pk) == {"second"}


def test_each_mark_is_found_once(desk):
    closed(desk)
    for person in desk.people.values():
        found = list(annotations_for(person).values_list("pk", flat=True))
        assert len(found) == len(set(found))


def test_dismissals_follow_the_same_rule(desk):
    made = wave_through(desk.first)
    assert desk.who_sees(dismissals_for, pk=made.pk) == {"first"}
    hand_in(desk.first)
    assert desk.who_sees(dismissals_for, pk=made.pk) == WATCHERS | {"first"}


# Claims and answers


def test_claims_with_their_votes_are_seen_by_who_is_not_blind(desk):
    in_second_pass(desk)
    claim = claim_on(desk.article, COST)
    assert desk.who_sees(claims_for, pk=claim.pk) == WATCHERS
    answer_all(*desk.assignments)
    assert desk.who_sees(claims_for, pk=claim.pk) == WATCHERS | POOL


def test_an_answer_is_its_authors_until_the_round_is_closed(desk):
    in_second_pass(desk)
    given = answer(desk.second, claim_on(desk.article, COST), "disputed")
    assert desk.who_sees(responses_for, pk=given.pk) == WATCHERS | {"second"}
    answer_all(*desk.assignments)
    assert desk.who_sees(responses_for, pk=given.pk) == WATCHERS | POOL


# Lists


def blind(desk: Setting) -> set[str]:
    """Return who is blind to the desk's article, asked in both ways that there are."""
    found = {name for name, person in desk.people.items() if is_blind(person, desk.article)}
    listed = {
        name
        for name, person in desk.people.items()
        if articles_with_standing(person).filter(pk=desk.article.pk, blind=True).exists()
    }
    assert listed == found & desk.who_sees(articles_for, pk=desk.article.pk)
    return found


def test_who_is_blind_at_every_stage(desk):
    assert blind(desk) == POOL
    in_second_pass(desk)
    assert blind(desk) == POOL
    answer_all(*desk.assignments)
    assert blind(desk) == NOBODY
    open_round_for(desk, [desk.people["editor"]])
    assert blind(desk) == {"first", "second", "spare", "editor"}


def test_to_whoever_is_blind_an_article_is_in_review_and_nothing_more(desk):
    closed(desk)
    round_ = open_round_for(desk, [desk.spare])
    assert Standing.objects.get(article=desk.article).status not in {"in_review", "unreviewed"}

    def shown() -> dict[str, str]:
        return {
            name: article.shown_status
            for name, person in desk.people.items()
            for article in articles_with_standing(person).filter(pk=desk.article.pk)
        }

    reached = Standing.objects.get(article=desk.article).status
    assert {name for name, status in shown().items() if status == "in_review"} == {"first", "second", "spare"}
    assert {status for name, status in shown().items() if name in WATCHERS} == {reached}
    third = assignments_of(round_)[0]
    mark(third, CAFE, "verified")
    hand_in(third)
    close_marking(round_=round_, by=desk.editor, now=NOW)
    answer_all(third)
    reached = Standing.objects.get(article=desk.article).status
    assert set(shown().values()) == {reached}


def test_an_article_nobody_reviewed_is_shown_as_unreviewed(desk):
    article = make_article()
    assert articles_with_standing(desk.people["editor"]).get(pk=article.pk).shown_status == "unreviewed"
    assert Article.objects.count() == 2

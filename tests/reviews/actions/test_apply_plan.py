"""A plan is applied as a whole, or not at all and with what is wrong or has changed."""

from datetime import timedelta

import pytest

from editorial.record.models import Event
from reviews.actions.apply_plan import Planned, Seen, apply_plan
from reviews.actions.assign import assign, decline
from reviews.actions.errors import NotAllowed, Refused, Stale
from reviews.actions.open_round import open_round
from reviews.models import Assignment, Round
from reviews.queries.plans import basis_of, busy, plannable, states_of
from tests.factories import NOW, make_article, make_editor, make_person, make_team, recorded
from tests.reviews.actions.test_at_once import at_once

pytestmark = pytest.mark.django_db
DUE = NOW + timedelta(days=5)


class Plan:
    """Three reviewers, three articles, and a plan of two reviewers for each of the first two."""

    def __init__(self) -> None:
        self.editor = make_editor()
        self.asha, self.tomas, self.ngozi = (make_person(name) for name in ("Asha", "Tomas", "Ngozi"))
        self.people = [self.asha, self.tomas, self.ngozi]
        self.lead = make_person("Samira")
        self.team = make_team(name="Culture", reviewers=self.people, lead=self.lead)
        self.articles = [make_article(title=f"Article {number}") for number in range(3)]
        self.rows = [
            Planned(self.articles[0], self.team, [self.asha, self.tomas], 2),
            Planned(self.articles[1], self.team, [self.tomas, self.ngozi], 2),
        ]
        self.look()

    def look(self) -> None:
        """See the articles and people as they are now."""
        states = states_of(article.pk for article in self.articles)
        self.seen = Seen({pk: state.token for pk, state in states.items()}, busy(p.pk for p in self.people))

    def apply(self, **options):
        wished = {"planned": self.rows, "seen": self.seen, "by": self.editor, "now": NOW, "due": DUE}
        return apply_plan(**wished | options)


@pytest.fixture
def made():
    return Plan()


def test_a_plan_becomes_rounds_with_their_reviewers(made):
    rounds = made.apply(priority=2, note="Before the vote.")
    assert [(r.article, r.priority, r.note, r.due, r.wanted) for r in rounds] == [
        (made.articles[0], 2, "Before the vote.", DUE, 2),
        (made.articles[1], 2, "Before the vote.", DUE, 2),
    ]
    assert sorted(a.reviewer.name for a in Assignment.objects.all()) == ["Asha", "Ngozi", "Tomas", "Tomas"]
    assert Event.objects.filter(kind="round.opened").count() == 2


def test_reviewers_are_added_to_a_round_that_is_open(made):
    round_ = open_round(article=made.articles[0], team=made.team, reviewers=[made.asha], by=made.editor, now=NOW)
    made.look()
    made.apply(planned=[Planned(made.articles[0], made.team, [made.ngozi], 2)])
    assert set(round_.assignments.values_list("reviewer__name", flat=True)) == {"Asha", "Ngozi"}


def opened(made):
    open_round(article=made.articles[1], team=made.team, reviewers=[made.asha, made.tomas], by=made.editor, now=NOW)


def busier(made):
    open_round(article=made.articles[2], team=made.team, reviewers=[made.ngozi, made.asha], by=made.editor, now=NOW)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (opened, ["Article 1: a round was opened meanwhile.", "Asha has 1 open review more than then.",
                  "Tomas has 1 open review more than then."]),
        (busier, ["Asha has 1 open review more than then.", "Ngozi has 1 open review more than then."]),
    ],
)  # fmt: skip
def test_a_stale_plan_says_what_changed_and_gives_nothing_out(made, change, said):
    change(made)
    with recorded() as kinds, pytest.raises(Stale) as stale:
        made.apply()
    assert (kinds, stale.value.current) == ([], said)


def test_somebody_assigned_meanwhile_makes_it_stale(made):
    round_ = open_round(article=made.articles[0], team=made.team, reviewers=[made.asha], by=made.editor, now=NOW)
    made.look()
    rows = [Planned(made.articles[0], made.team, [made.ngozi], 2)]
    assign(round_=round_, reviewers=[made.tomas], by=made.editor, now=NOW)
    with pytest.raises(Stale) as stale:
        made.apply(planned=rows)
    assert stale.value.current == ["Article 0: Tomas was assigned meanwhile."]
    made.look()
    decline(assignment=round_.assignments.get(reviewer=made.asha), reason="ill", now=NOW)
    with pytest.raises(Stale) as stale:
        made.apply(planned=rows)
    assert stale.value.current == ["Article 0: a reviewer gave a place back meanwhile."]


def test_an_article_that_was_not_planned_is_not_given_out(made):
    other = Planned(make_article(title="Another"), made.team, [made.asha, made.tomas], 2)
    with pytest.raises(Stale) as stale:
        made.apply(planned=[other])
    assert stale.value.current == ["Another: it was not part of the plan."]


def leave(made):
    made.tomas.is_active = False
    made.tomas.save()


def twice(made):
    made.rows[0] = Planned(made.articles[0], made.team, [made.asha, made.asha], 2)


def sighted(made):
    made.articles[0].sightings.create(person=made.tomas)


@pytest.mark.parametrize(
    ("wrong", "words"),
    [(leave, "Tomas has left the desk"), (twice, "named twice"), (sighted, "has seen marks")],
)
def test_what_is_wrong_is_said_by_article_and_nothing_is_given_out(made, wrong, words):
    wrong(made)
    with recorded() as kinds, pytest.raises(Refused, match="nothing was assigned") as refused:
        made.apply()
    assert kinds == []
    assert refused.value.items[0].startswith("Article 0. Reviewers:")
    assert words in refused.value.items[0]
    assert not Round.objects.exists()


def test_a_plan_with_empty_places_is_refused_unless_they_are_left_to_the_team(made):
    made.rows[1] = Planned(made.articles[1], made.team, [made.ngozi], 2)
    made.rows.append(Planned(made.articles[2], made.team, [], 2))
    with recorded() as kinds, pytest.raises(Refused, match="Some places are empty") as refused:
        made.apply()
    assert kinds == []
    assert refused.value.items == [
        "Article 1: 2 reviewers wanted, 1 named.",
        "Article 2: 2 reviewers wanted, nobody named.",
    ]
    assert [round_.wanted for round_ in made.apply(leave_open=True)] == [2, 2, 2]
    assert Assignment.objects.count() == 3


@pytest.mark.parametrize(("options", "field"), [({"due": NOW}, "due"), ({"planned": []}, "articles")])
def test_nonsense_is_refused(made, options, field):
    with pytest.raises(Refused) as refused:
        made.apply(**options)
    assert refused.value.field == field


def test_fewer_reviewers_than_the_quorum_are_refused(made):
    made.rows = [Planned(made.articles[0], made.team, [made.asha], 1)]
    with pytest.raises(Refused) as refused:
        made.apply()
    assert "at least 2, the quorum" in refused.value.items[0]


def test_who_does_not_direct_the_team_applies_no_plan(made):
    for person in (made.asha, make_person(), make_person(role="moderator")):
        with recorded() as kinds, pytest.raises(NotAllowed):
            made.apply(by=person)
        assert kinds == []
    assert made.apply(by=made.lead)


@pytest.mark.django_db(transaction=True)
def test_of_two_plans_at_once_one_is_applied_whole():
    made = Plan()
    editors = [made.editor, make_editor()]
    raised = at_once(lambda by=by: made.apply(by=by) for by in editors)
    assert sum(error is None for error in raised) == 1
    assert [type(error) for error in raised if error] == [Stale]
    assert (Round.objects.count(), Assignment.objects.count()) == (2, 4)


def test_what_a_plan_is_made_from_takes_as_many_queries_for_many_as_for_few(made, django_assert_max_num_queries):
    def read(count):
        people = made.people[:count]
        return basis_of(plannable(made.editor)[:count], people, team=made.team, wanted=2, now=NOW, due=DUE)

    read(1)
    with django_assert_max_num_queries(30) as few:
        read(1)
    with django_assert_max_num_queries(len(few.captured_queries)):
        basis = read(3)
    assert [work.wanted for work in basis.works] == [2, 2, 2]
    assert {reviewer.name for reviewer in basis.reviewers} == {"Asha", "Tomas", "Ngozi"}

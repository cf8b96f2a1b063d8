"""People who act at the same moment: each deed counts once, nothing is lost, and the log holds.

Threads with connections of their own, on the database that the suite runs on: SQLite and PostgreSQL alike.
"""

from collections.abc import Callable, Iterable
from threading import Barrier, Thread

import pytest
from django.db import connection

from editorial.record import log
from editorial.record.models import Event
from reviews.actions.change_mind import change_mind
from reviews.actions.contradict import contradict
from reviews.actions.errors import NotAllowed, Stale
from reviews.actions.rule import rule
from reviews.actions.submit import submit
from reviews.actions.word_claim import word_claim
from reviews.models import Claim, Response, Round, Ruling
from reviews.queries.claims import claims_owed_by
from reviews.queries.settlement import differences
from tests.factories import COST, FERRY, NOW, OPENED, TOLL, Desk, again, answer, finished, make_editor, mark

pytestmark = pytest.mark.django_db(transaction=True)
REASON = "The contract of 1986 names the sum."


def at_once(deeds: Iterable[Callable[[], object]]) -> list[BaseException | None]:
    """Do everything at the same moment, and return what each raised."""
    deeds = list(deeds)
    barrier = Barrier(len(deeds))
    raised: list[BaseException | None] = [None] * len(deeds)

    def run(number: int, deed: Callable[[], object]) -> None:
        try:
            barrier.wait(timeout=30)
            deed()
        except BaseException as error:  # noqa: BLE001 - the test looks at all of them
            raised[number] = error
        finally:
            connection.close()

    threads = [Thread(target=run, args=pair) for pair in enumerate(deeds)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert not any(thread.is_alive() for thread in threads)
    return raised


def assert_sound(*desks: Desk) -> None:
    for desk in desks:
        assert differences(desk.article) == []
    assert list(log.verify()) == []


def test_five_reviewers_submit_at_the_same_moment():
    desk = Desk(reviewers=5)
    for number, part in enumerate(desk.assignments):
        mark(part, COST, "verified")
        mark(part, (OPENED, FERRY)[number % 2], "disputed")
    assert at_once(lambda part=part: submit(assignment=again(part), now=NOW) for part in desk.assignments) == [None] * 5
    desk.refresh()
    assert desk.round.stage == Round.Stage.RESPONDING
    assert sorted(Claim.objects.values_list("statement", flat=True)) == sorted([COST, OPENED, FERRY])
    assert Claim.objects.get(statement=COST).annotations.count() == 5
    assert Event.objects.filter(kind="round.revealed").count() == 1
    assert Event.objects.filter(kind="review.submitted").count() == 5
    assert_sound(desk)


def test_five_reviewers_give_their_last_answers_at_the_same_moment():
    desk = Desk(reviewers=5)
    for part, quote in zip(desk.assignments, (COST, COST, OPENED, OPENED, FERRY), strict=True):
        mark(part, quote, "verified")
        submit(assignment=again(part), now=NOW)

    def answer_everything(part):
        for claim in list(claims_owed_by(again(part))):
            answer(part, claim, "verified")

    assert at_once(lambda part=part: answer_everything(part) for part in desk.assignments) == [None] * 5
    desk.refresh()
    assert desk.round.stage == Round.Stage.CLOSED
    assert Event.objects.filter(kind="round.closed").count() == 1
    assert set(Claim.objects.values_list("outcome", "stands_as", "verified")) == {("settled", "verified", 5)}
    assert desk.article.standing.claims == desk.article.standing.verified == 3
    assert_sound(desk)


def test_a_double_press_answers_once():
    desk = Desk()
    mark(desk.first, COST, "verified")
    mark(desk.second, FERRY, "verified")
    for part in desk.assignments:
        submit(assignment=again(part), now=NOW)
    claim = Claim.objects.get(statement=COST)
    assert at_once([lambda: answer(desk.second, claim, "disputed")] * 3) == [None] * 3
    assert Response.objects.count() == 1
    assert Event.objects.filter(kind="claim.answered").count() == 1
    assert_sound(desk)


def test_of_three_rulings_at_the_same_moment_one_stands():
    desk = Desk()
    finished(desk, (COST, "verified", "disputed"), (FERRY, "verified", "verified"))
    claim = Claim.objects.select_related("revision").get(statement=COST)
    editors = [desk.editor, desk.lead, make_editor()]
    raised = at_once(
        lambda by=by: rule(claim=claim, by=by, verdict="disputed", reason=REASON, version=claim.version, now=NOW)
        for by in editors
    )
    assert sorted(map(type, raised), key=str) == sorted([type(None), Stale, Stale], key=str)
    assert Ruling.objects.count() == 1
    assert_sound(desk)


def test_a_ruling_and_a_change_of_mind_at_the_same_moment_follow_each_other():
    desk = Desk()
    finished(desk, (COST, "verified", "disputed"), (FERRY, "verified", "verified"))
    claim = Claim.objects.select_related("revision").get(statement=COST)
    how = {"claim": claim, "version": claim.version, "now": NOW}
    raised = at_once(
        [
            lambda: rule(**how, by=desk.editor, verdict="disputed", reason=REASON),
            lambda: change_mind(**how, by=desk.reviewers[0], answer="disputed", why="I read the contract."),
        ]
    )
    assert sum(error is None for error in raised) == 1
    assert {type(error) for error in raised} <= {type(None), Stale, NotAllowed}
    assert_sound(desk)


def test_settling_two_linked_articles_from_both_ends_ends():
    """Whoever settles one of them locks both, in one order: nobody waits for ever, and both are right."""
    desks = [Desk(), Desk()]
    for desk in desks:
        finished(desk, *((quote, "verified", "verified") for quote in (COST, FERRY, TOLL)))
    here, there = (
        Claim.objects.select_related("revision").get(revision__article=d.article, statement=COST) for d in desks
    )
    contradict(claim=here, other=there, by=desks[0].editor, version=here.version, other_version=there.version, now=NOW)

    def word_all(desk: Desk) -> None:
        for claim in list(Claim.objects.filter(revision__article=desk.article).select_related("revision")):
            word_claim(claim=claim, statement=f"{claim}, it says.", by=desk.editor, version=claim.version, now=NOW)

    assert at_once([lambda: word_all(desks[0]), lambda: word_all(desks[1])]) == [None, None]
    assert Event.objects.filter(kind="claim.worded").count() == 6
    assert_sound(*desks)

"""What happens at one moment happens as if one after the other, on either database."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import uuid4

import pytest
from django.db import connection, transaction

from editorial.record import log
from editorial.record.models import Chain, Event
from reviews.actions.annotate import annotate
from reviews.actions.attach import add_source
from reviews.actions.errors import NotAllowed, NotDone, Refused
from reviews.actions.open_round import open_round
from reviews.actions.respond import respond
from reviews.actions.submit import submit
from reviews.models import Annotation, Claim, Response, Round, Source
from reviews.queries.claims import claims_owed_by
from tests.factories import COST, FERRY, NOW, TOLL, Desk, again, hand_in, make_article, mark, place

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*deeds: Callable[[], object]) -> list[object]:
    """Do these at one moment, each in a thread of its own; return what they returned, or why they did nothing."""
    barrier = Barrier(len(deeds))

    def run(deed: Callable[[], object]) -> object:
        try:
            barrier.wait(timeout=10)
            return deed()
        except NotDone as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(deeds)) as pool:
        results = list(pool.map(run, deeds))
    assert list(log.verify()) == []
    return results


def test_two_appends_follow_each_other():
    def append(number: int) -> Callable[[], object]:
        def deed() -> None:
            with transaction.atomic():
                log.append(chain="desk", kind=f"test.{number}", actor=None, right="system", at=NOW)

        return deed

    at_once(*(append(number) for number in range(6)))
    assert sorted(Event.objects.values_list("position", flat=True)) == [1, 2, 3, 4, 5, 6]
    assert Chain.objects.get().length == 6


def test_two_last_reviews_reveal_once():
    desk = Desk()
    mark(desk.first, COST, "verified")
    mark(desk.second, COST, "disputed")
    results = at_once(*(lambda a=a: submit(assignment=again(a), now=NOW) for a in desk.assignments))
    assert {type(result).__name__ for result in results} == {"Assignment"}
    assert Event.objects.filter(kind="round.revealed").count() == 1
    assert Claim.objects.count() == 1
    desk.refresh()
    assert desk.round.stage == Round.Stage.CLOSED


def test_a_review_submitted_twice_is_submitted_once():
    desk = Desk()
    mark(desk.first, COST, "verified")
    results = at_once(*[lambda: submit(assignment=again(desk.first), now=NOW)] * 2)
    assert sorted(type(result).__name__ for result in results) == ["Assignment", "NotAllowed"]
    assert Event.objects.filter(kind="review.submitted").count() == 1


def test_a_mark_saved_while_submitting_is_in_the_review_or_refused():
    for _ in range(3):
        desk = Desk()
        mark(desk.first, COST, "undetermined")
        span = place(desk.first, TOLL)

        def save(desk=desk, span=span) -> Annotation:
            return annotate(
                assignment=again(desk.first),
                uuid=uuid4(),
                version=0,
                revision=desk.article.current_id,
                span=span,
                quote=TOLL,
                changes={"verdict": "undetermined"},
                now=NOW,
            )

        saved, submitted = at_once(save, lambda desk=desk: submit(assignment=again(desk.first), now=NOW))
        assert type(submitted).__name__ == "Assignment"
        event = Event.objects.get(kind="review.submitted", chain=log.article_chain(desk.article.pk))
        in_review = {entry["annotation"] for entry in event.payload["marks"]}
        if isinstance(saved, NotAllowed):
            assert len(in_review) == 1
        else:
            assert str(saved.uuid) in in_review


def test_the_same_mark_sent_twice_is_one():
    desk = Desk()
    uuid, span = uuid4(), place(desk.first, COST)

    def save() -> Annotation:
        return annotate(
            assignment=again(desk.first),
            uuid=uuid,
            version=0,
            revision=desk.article.current_id,
            span=span,
            quote=COST,
            changes={},
            now=NOW,
        )

    one, other = at_once(save, save)
    assert one == other == Annotation.objects.get()
    assert Event.objects.filter(kind="annotation.made").count() == 1


def test_the_same_source_sent_twice_is_one():
    desk = Desk()
    uuid = uuid4()
    one, other = at_once(
        *[lambda: add_source(assignment=again(desk.first), uuid=uuid, kind="page", title="A page", now=NOW)] * 2
    )
    assert one == other == Source.objects.get()
    assert Event.objects.filter(kind="source.added").count() == 1


def test_two_rounds_opened_at_one_moment_are_one():
    desk = Desk()
    article = make_article()
    results = at_once(
        *[lambda: open_round(article=article, team=desk.team, reviewers=desk.reviewers, by=desk.editor, now=NOW)] * 2
    )
    assert sorted(type(result).__name__ for result in results) == ["Refused", "Round"]
    refused = next(result for result in results if isinstance(result, Refused))
    assert "under review already" in str(refused)
    assert Round.objects.filter(article=article).count() == 1


def test_two_last_answers_close_once():
    desk = Desk()
    mark(desk.first, COST, "verified")
    mark(desk.second, FERRY, "verified")
    hand_in(*desk.assignments)

    def answer(assignment) -> Response:
        fresh = again(assignment)
        return respond(assignment=fresh, claim=claims_owed_by(fresh).get(), answer="verified", now=NOW)

    at_once(*(lambda a=a: answer(a) for a in desk.assignments))
    assert Response.objects.count() == 2
    assert Event.objects.filter(kind="round.closed").count() == 1
    assert {claim.outcome for claim in Claim.objects.all()} == {"settled"}

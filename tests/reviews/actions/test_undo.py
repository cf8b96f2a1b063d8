"""Every change that an editor makes of a claim is in the log, can be undone, and so can the undoing."""

import pytest

from editorial.record import log
from editorial.record.models import Event
from reviews.actions.contradict import contradict, take_back_contradiction
from reviews.actions.errors import Refused, Stale
from reviews.actions.merge import merge_claims
from reviews.actions.occurrence import add_occurrence, remove_occurrence
from reviews.actions.raise_claim import raise_claim, withdraw_claim
from reviews.actions.rule import rule
from reviews.actions.split_claim import split_claim
from reviews.actions.undo import undo
from reviews.actions.word_claim import set_bearing, word_claim
from reviews.core.verdicts import Bearing
from reviews.models import Annotation, Claim, Contradiction, Response, Standing
from reviews.queries.history import UNDOABLE, history_of
from reviews.queries.settlement import STANDING_FIELDS, differences
from tests.factories import CAFE, COST, FERRY, NOW, Desk, claim_on, finished

pytestmark = pytest.mark.django_db
ELSEWHERE = "It will be missed."


@pytest.fixture
def desk():
    desk = Desk()
    finished(desk, (COST, "verified", "verified"), (FERRY, "verified", "verified"), given="verified")
    desk.refresh()
    return desk


def how(desk, claim) -> dict:
    claim = Claim.every.select_related("round", "revision").get(pk=claim.pk)
    return {"claim": claim, "by": desk.editor, "version": claim.version, "now": NOW}


def other(desk, claim) -> dict:
    return {"other": claim, "other_version": Claim.every.get(pk=claim.pk).version}


def word(desk, claim):
    word_claim(statement="The bridge cost twelve million.", **how(desk, claim))


def bear(desk, claim):
    set_bearing(bearing=Bearing.INCIDENTAL, **how(desk, claim))


def place(desk, claim):
    start = desk.text.index(ELSEWHERE)
    add_occurrence(span=(start, start + len(ELSEWHERE)), quote=ELSEWHERE, **how(desk, claim))


def take_place_off(desk, claim):
    start = desk.text.index(ELSEWHERE)
    remove_occurrence(span=(start, start + len(ELSEWHERE)), **how(desk, claim))


def merge(desk, claim):
    merge_claims(**how(desk, claim), **other(desk, claim_on(desk.article, FERRY)))


def split(desk, claim):
    split_claim(marks=[claim.annotations.order_by("pk").first().pk], **how(desk, claim))


def link(desk, claim):
    contradict(**how(desk, claim), **other(desk, claim_on(desk.article, FERRY)))


def unlink(desk, claim):
    take_back_contradiction(**how(desk, claim), **other(desk, claim_on(desk.article, FERRY)))


def raise_one(desk, _claim):
    start = desk.text.index(CAFE)
    raise_claim(
        article=desk.article,
        revision=desk.article.current_id,
        span=(start, start + len(CAFE)),
        quote=CAFE,
        by=desk.editor,
        now=NOW,
    )


def withdraw(desk, _claim):
    withdraw_claim(**how(desk, claim_on(desk.article, CAFE)))


def part(desk, claim):
    event = Event.objects.filter(kind="claim.merged").latest("position")
    undo(position=event.position, **how(desk, claim))


def decide(desk, claim):
    rule(verdict="disputed", reason="The contract of 1986 names another sum.", **how(desk, claim))


#: Each change: the event that it leaves, how it is made, and what has to be done before.
CHANGES = {
    "claim.worded": (word, []),
    "claim.bearing_set": (bear, []),
    "claim.occurrence_added": (place, []),
    "claim.occurrence_removed": (take_place_off, [place]),
    "claim.merged": (merge, []),
    "claim.unmerged": (part, [merge]),
    "claim.split": (split, []),
    "claim.raised": (raise_one, []),
    "claim.withdrawn": (withdraw, [raise_one]),
    "claim.contradicts": (link, []),
    "claim.contradicts_no_more": (unlink, [link]),
    "claim.ruled": (decide, []),
}


def picture(desk) -> dict[str, object]:
    """Everything about the article's claims that a change may touch, but for version numbers."""
    rows = Claim.objects.filter(revision__article=desk.article).order_by("start", "pk").prefetch_related("occurrences")
    counts = ("outcome", "stands_as", "verified", "disputed", "fabricated", "undetermined", "explanation")
    standing = Standing.objects.get(article=desk.article)
    return {
        "claims": [
            (row.statement, row.start, row.end, row.bearing, row.places, *(getattr(row, name) for name in counts))
            for row in rows
        ],
        "marks": sorted(Annotation.objects.values_list("uuid", "claim__start", "claim__end")),
        "responses": sorted(Response.objects.values_list("assignment", "claim__start", "answer")),
        "links": list(Contradiction.objects.values_list("one__start", "other__start")),
        "standing": [getattr(standing, name) for name in STANDING_FIELDS],
    }


def undo_last(desk) -> Event:
    event = Event.objects.filter(chain=f"article/{desk.article.pk}").latest("position")
    claim = Claim.every.get(pk=event.payload["claim"])
    undo(position=event.position, **how(desk, claim))
    return event


def test_all_kinds_of_change_are_tried_here():
    assert set(CHANGES) == UNDOABLE


@pytest.mark.parametrize("kind", CHANGES)
def test_a_change_is_in_the_log_and_undoing_it_restores_what_was(desk, kind):
    change, before_that = CHANGES[kind]
    claim = claim_on(desk.article, COST)
    for step in before_that:
        step(desk, claim)
    before = picture(desk)
    change(desk, claim)
    changed = picture(desk)
    assert changed != before
    event = Event.objects.filter(chain=f"article/{desk.article.pk}").latest("position")
    assert (event.kind, event.actor, event.right) == (kind, desk.editor, "editor")

    undo_last(desk)
    assert picture(desk) == before
    assert differences(desk.article) == []
    undoing = Event.objects.filter(chain=f"article/{desk.article.pk}").latest("position")
    assert (undoing.payload["undoes"], undoing.actor) == (event.position, desk.editor)
    shown = next(h for h in history_of(Claim.every.get(pk=event.payload["claim"])) if h.position == event.position)
    assert shown.undone
    assert not shown.can_be_undone
    with pytest.raises(Refused, match="undone already"):
        undo(position=event.position, **how(desk, Claim.every.get(pk=event.payload["claim"])))

    if undoing.kind in UNDOABLE:  # A claim that was brought back is withdrawn again by withdrawing it.
        undo_last(desk)
        assert picture(desk) == changed
        assert differences(desk.article) == []
    assert list(log.verify()) == []


def test_a_change_is_undone_only_as_it_was_seen(desk):
    claim = claim_on(desk.article, COST)
    word(desk, claim)
    event = Event.objects.latest("pk")
    seen = how(desk, claim)
    bear(desk, claim)
    with pytest.raises(Stale):
        undo(position=event.position, **seen)
    undo(position=event.position, **how(desk, claim))
    assert claim_on(desk.article, COST).bearing == Bearing.INCIDENTAL  # What came later stays.


def test_what_was_worded_anew_since_is_not_worded_back(desk):
    claim = claim_on(desk.article, COST)
    word(desk, claim)
    event = Event.objects.latest("pk")
    word_claim(statement="It was cheap.", **how(desk, claim))
    with pytest.raises(Refused, match="worded anew since"):
        undo(position=event.position, **how(desk, claim))

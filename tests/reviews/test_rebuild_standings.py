"""`manage.py rebuild_standings`: what is stored is what the votes and rulings come to, or it says where not."""

import io
import re

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from articles.models import Article
from editorial.record.models import Event
from reviews.actions.open_round import open_round
from reviews.actions.rule import rule
from reviews.actions.settle import settle
from reviews.core.verdicts import Status
from reviews.models import Annotation, Claim, Response, Standing
from reviews.queries.settlement import STANDING_FIELDS, differences
from tests.factories import (
    COST,
    FERRY,
    NOW,
    OPENED,
    TOLL,
    Desk,
    claim_on,
    draft,
    finished,
    hand_in,
    make_article,
    mark,
    recorded,
    wave_through,
)

pytestmark = pytest.mark.django_db


def check() -> str:
    """Return what --check says when all holds."""
    said = io.StringIO()
    call_command("rebuild_standings", check=True, stdout=said)
    return said.getvalue()


def broken(*arguments: str) -> tuple[list[str], str]:
    """Return the differences that a check names, and its last line."""
    said = io.StringIO()
    with pytest.raises(CommandError) as caught:
        call_command("rebuild_standings", *arguments, stdout=said)
    assert caught.value.returncode == 1
    return said.getvalue().splitlines(), str(caught.value)


def repair() -> list[str]:
    """Repair, and return the lines that were said."""
    said = io.StringIO()
    call_command("rebuild_standings", "--repair", stdout=said)
    return said.getvalue().splitlines()


def reviewed() -> Desk:
    """Return a desk with an article that came to something: fabricated, split and ruled."""
    desk = Desk()
    wave_through(desk.first, 3)
    finished(desk, (OPENED, "verified", "disputed"), (TOLL, "fabricated", "fabricated"), (COST, "disputed", ""))
    rule(
        claim=claim_on(desk.article, OPENED),
        by=desk.editor,
        verdict="",
        reason="Neither source can be told from the other.",
        now=NOW,
    )
    return desk


@pytest.fixture
def desk() -> Desk:
    return reviewed()


def test_whatever_actions_wrote_holds(desk):
    make_article()
    under_way, submitted, empty = Desk(), Desk(), Desk()
    draft(under_way.first, FERRY, "fabricated")
    mark(submitted.first, FERRY, "fabricated")
    hand_in(submitted.first)
    open_round(article=desk.article, team=desk.team, reviewers=[desk.spare], by=desk.editor, now=NOW)
    assert Standing.objects.get(article=empty.article).stage == "marking"
    with recorded() as kinds:
        assert check() == "5 articles: every standing holds.\n"
        assert repair() == ["5 articles: every standing holds."]
    assert kinds == []


WRONG = {
    "stage": "waiting",
    "status": Status.VERIFIED,
    "under_further_review": True,
    "rests_on": "hearsay",
    "gravest_quote": "nothing",
    "due": NOW,
}


def spoilt(field: str, stored: object) -> object:
    """Return another value that the column could hold."""
    if field in WRONG:
        return WRONG[field]
    return stored + 1 if field not in {"checked", "dismissed"} else abs(stored - 1)


@pytest.mark.parametrize("field", STANDING_FIELDS)
def test_every_column_of_a_standing_is_compared_and_repaired(desk, field):
    stored = getattr(Standing.objects.get(), field)
    wrong = spoilt(field, stored)
    Standing.objects.update(**{field: wrong})
    lines, last = broken("--check")
    assert lines == [
        f"article {desk.article.pk} “Toll bridge to close”: standing, {field}: stored “{wrong}”, found “{stored}”"
    ]
    assert last == "1 of 1 article not as stored: --repair writes what they come to."
    assert getattr(Standing.objects.get(), field) == wrong
    assert repair()[-1] == "1 of 1 article repaired."
    assert getattr(Standing.objects.get(), field) == stored
    assert "every standing holds" in check()


def test_an_outcome_that_was_changed_is_found_and_repaired_and_logged(desk):
    claim = claim_on(desk.article, TOLL)
    Claim.objects.filter(pk=claim.pk).update(outcome="split", stands_as="", fabricated=0)
    lines, _ = broken()
    named = f"article {desk.article.pk} “Toll bridge to close”: claim {claim.pk}"
    assert lines == [
        f"{named}, outcome: stored “split”, found “settled”",
        f"{named}, stands_as: stored “”, found “fabricated”",
        f"{named}, fabricated: stored “0”, found “2”",
    ]
    with recorded() as kinds:
        assert repair() == [*lines, "1 of 1 article repaired."]
    assert kinds == ["standing.repaired"]
    event = Event.objects.get(kind="standing.repaired")
    assert (event.actor, event.right) == (None, "system")
    assert [f"claim {claim.pk}", "outcome", "split", "settled"] in event.payload["differences"]
    assert Claim.objects.get(pk=claim.pk).stands_as == "fabricated"


def test_a_vote_behind_the_desks_back_is_found_where_it_leads(desk):
    Response.objects.filter(claim=claim_on(desk.article, COST)).update(answer="disputed")
    lines, _ = broken()
    assert any("disputed: stored “1”, found “2”" in line for line in lines)
    assert any("outcome: stored “short”, found “settled”" in line for line in lines)


def test_groups_that_are_frozen_stay_as_they_are(desk):
    """Two marks on one passage, put apart by an editor: a rebuild must not join them again."""
    claim = claim_on(desk.article, TOLL)
    second = Annotation.objects.filter(claim=claim).order_by("pk")[1]
    claim.pk = None
    claim.save()
    Annotation.objects.filter(pk=second.pk).update(claim=claim)
    groups = dict(Annotation.objects.values_list("pk", "claim"))
    repair()
    assert dict(Annotation.objects.values_list("pk", "claim")) == groups
    assert "every standing holds" in check()
    assert Claim.objects.get(pk=claim.pk).fabricated == 1


def test_a_standing_that_is_gone_is_found_and_written_again(desk):
    before = Standing.objects.values(*STANDING_FIELDS).get()
    Standing.objects.all().delete()
    lines, _ = broken()
    assert lines == [
        f"article {desk.article.pk} “Toll bridge to close”: standing, row: stored “none”, found “fabricated”"
    ]
    repair()
    assert Standing.objects.values(*STANDING_FIELDS).get() == before


def test_an_article_that_nobody_reviewed_stands_as_such():
    article = make_article()
    assert check() == "1 article: every standing holds.\n"
    Standing.objects.create(article=article, status=Status.FABRICATED, claims=3, fabricated=1)
    assert len(broken()[0]) == 3
    repair()
    assert Standing.objects.get().status == Status.UNREVIEWED


def test_the_owner_of_an_article_is_not_for_a_rebuild_to_say(desk):
    Standing.objects.update(team=None)
    assert "every standing holds" in check()
    settle(article=desk.article, now=NOW)
    assert Standing.objects.get().team is None


def test_what_former_texts_came_to_is_left_alone(desk):
    other = make_article()
    Article.objects.filter(pk=other.pk).update(current=None)
    Article.objects.filter(pk=desk.article.pk).update(current=other.current)
    status = Standing.objects.get().status
    assert "every standing holds" in check()
    assert settle(article=Article.objects.get(pk=desk.article.pk), now=NOW).status == status


def test_it_reads_one_article_at_a_time_and_no_text(desk, django_assert_max_num_queries):
    with django_assert_max_num_queries(30) as asked:
        check()
        for_one = len(asked)
        # A passage is cut out in the database; no text is read whole.
        whole = [
            re.sub(r'SUBSTR(ING)?\("articles_revision"."text"', "", query["sql"]) for query in asked.captured_queries
        ]
        assert not any('"articles_revision"."text"' in sql for sql in whole)
    reviewed()
    with django_assert_max_num_queries(2 * for_one):
        check()


def test_differences_are_none_for_what_was_just_settled(desk):
    assert differences(desk.article) == []


def test_check_and_repair_exclude_each_other():
    with pytest.raises(CommandError, match="not allowed with"):
        call_command("rebuild_standings", "--check", "--repair")

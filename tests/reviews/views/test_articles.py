"""The article page: what it says of the review at every stage, its claims on the text and beside it, what it offers."""

import pytest
from django.urls import reverse

from reviews.actions.rule import rule
from reviews.core.verdicts import Answer
from reviews.models import Claim
from tests.factories import (
    CAFE,
    COST,
    FERRY,
    NOW,
    OPENED,
    TOLL,
    Desk,
    again,
    answer,
    answer_all,
    finished,
    hand_in,
    make_article,
    make_editor,
    mark,
)
from tests.reviews.views.pages import every, first, page, words

pytestmark = pytest.mark.django_db


def article_page(client, person, article):
    return page(client, person, reverse("article", args=[article.pk]))


def rests(document):
    return words(first(document, "//*[~rests]"))


def test_a_text_that_begins_with_its_title_shows_it_once_with_its_marks(client):
    text = "Toll bridge to close on 4 May 2031\n\nThe bridge cost 12 million euros."
    article = make_article(text, title="Toll bridge to close on 4 May 2031")
    document = article_page(client, make_editor(), article)
    title = first(document, "//h1[~title]")
    assert title.text_content() == article.title
    assert document.text_content().count("Toll bridge to close on 4 May 2031") == 2  # the window's title and this one
    assert len(every(document, "//*[@id='text']//*[~block]")) == 1


def test_an_edited_title_leaves_the_headline_in_the_text(client):
    document = article_page(client, make_editor(), make_article(title="Bridge"))
    assert first(document, "//h1[~title]").text_content() == "Bridge"
    assert words(first(document, "//*[@id='text']//*[~headline]")) == "Toll bridge to close for the winter"


def test_each_claim_is_linked_from_the_text_and_back_and_the_text_stays_what_it_is(client):
    desk = Desk()
    finished(desk, (OPENED, "verified", "verified"), (COST, "disputed", "disputed"), (None, "verified", ""))
    document = article_page(client, desk.editor, desk.article)
    claims = {c.statement: c for c in Claim.objects.all()}
    assert len(claims) == 3
    for quote in (OPENED, COST):
        key = f"claim-{claims[quote].pk}"
        link = first(document, f"//*[@id='text']//mark/a[@href='#{key}']")
        assert link.text_content() == quote
        assert first(document, f"//*[@id='{key}']").tag == "article"
        assert every(document, f"//*[@id='{key}']//a[~quote][@href='#at-{key}']")
        assert len(every(document, f"//*[@id='at-{key}']")) == 1
    whole = next(c for c in claims.values() if c.start is None)
    assert not every(document, f"//*[@id='claim-{whole.pk}']//a[~quote]")
    for element in every(document, "//*[@data-start]"):
        start = int(element.get("data-start"))
        assert desk.text[start:].startswith(element.text_content())


def test_claims_that_overlap_have_an_anchor_each_and_one_stop_for_the_keyboard_per_claim(client):
    desk = Desk()
    finished(
        desk, ("The bridge opened on 4 May 1987 and cost 12 million euros.", "verified", ""), (COST, "", "disputed")
    )
    document = article_page(client, desk.editor, desk.article)
    assert len(every(document, "//*[@id='text']//*[~anchor]")) == 2
    stops = [a for a in every(document, "//*[@id='text']//mark/a") if a.get("tabindex") != "-1"]
    assert len(stops) == 2
    assert len(every(document, "//*[@id='text']//mark/a")) == 3


def test_a_split_claim_is_drawn_as_such_with_its_votes_in_the_margin_and_a_ruling_is_offered(client):
    desk = Desk()
    finished(desk, (OPENED, "verified", "disputed"), (COST, "verified", "verified"))
    document = article_page(client, desk.editor, desk.article)
    assert words(first(document, "//mark[~v-mixed]")) == OPENED
    assert first(document, "//*[~anchor][@data-note]").get("data-note") == "1 ≠ · 1 ✓"
    offered = {words(a) for a in every(document, "//*[~claim-line]/a")}
    assert offered == {"Rule on it", "Open the claim"}
    assert words(first(document, "//*[~legend]")) == "Show ½ split 1 ✓ verified 1"
    seen = article_page(client, desk.observer, desk.article)
    assert {words(a) for a in every(seen, "//*[~claim-line]/a")} == {"Open the claim"}


def test_while_marking_it_says_how_many_have_submitted_and_who_has_not(client):
    desk = Desk()
    mark(desk.first, OPENED, "verified")
    assert "Nothing has been submitted yet: Reviewer 1, Reviewer 2 have been asked." in rests(
        article_page(client, desk.editor, desk.article)
    )
    hand_in(desk.first)
    document = article_page(client, desk.editor, desk.article)
    assert "1 of 2 reviewers have submitted; Reviewer 2 still marks." in rests(document)
    assert "0 claims" not in rests(document)
    people = words(first(document, "//*[~round]//*[~people]"))
    assert "Reviewer 2 not begun" in people


def test_while_responding_it_says_whose_answers_are_awaited(client):
    desk = Desk()
    mark(desk.first, OPENED, "fabricated")
    mark(desk.second, FERRY, "verified")
    hand_in(desk.first, desk.second)
    told = rests(article_page(client, desk.editor, desk.article))
    assert "2 claims formed; answers are awaited from Reviewer 1, Reviewer 2." in told
    assert "1 fabricated so far." in told
    answer(desk.first, Claim.objects.get(statement=FERRY), Answer.VERIFIED)
    document = article_page(client, desk.editor, desk.article)
    assert "answers are awaited from Reviewer 2." in rests(document)
    people = words(first(document, "//*[~round]//*[~people]"))
    assert "Reviewer 2 owes answers" in people
    assert "Reviewer 1 answered" in people
    # Who owes answers is led to them, who has given them sees none of the others'.
    mine = article_page(client, desk.reviewers[1], desk.article)
    assert words(first(mine, "//*[~article-head]//a[~button]")) == "Respond to the claims"
    assert "hidden until the round is closed" in rests(article_page(client, desk.reviewers[0], desk.article))
    answer_all(again(desk.second))
    document = article_page(client, desk.editor, desk.article)
    assert "2 claims:" in rests(document)
    assert "closed" in words(first(document, "//*[~round]/p"))
    assert "over" not in words(first(document, "//*[~round]/p"))


def test_a_passage_ruled_out_of_the_status_keeps_its_place_but_is_not_drawn(client):
    desk = Desk()
    finished(desk, (TOLL, "verified", "disputed"), (CAFE, "verified", "verified"))
    claim = Claim.objects.get(statement=TOLL)
    rule(claim=claim, by=desk.editor, verdict="", reason="Nobody can know this before 2031.", now=NOW)
    document = article_page(client, desk.editor, desk.article)
    assert words(first(document, "//mark[~v-none]")) == TOLL
    assert every(document, f"//*[@id='at-claim-{claim.pk}']")
    assert words(first(document, "//*[~legend]")) == "Show ✓ verified 1"
    card = words(first(document, f"//*[@id='claim-{claim.pk}']"))
    assert "no finding" in card
    assert "Ruled by Ruth the editor" in card
    assert "Nobody can know this before 2031." in card

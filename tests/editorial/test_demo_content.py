"""The demo's data keeps its promises. What it should come to is counted here plainly, apart from `reviews/core`."""

import re
import unicodedata
from collections import Counter
from dataclasses import replace

import pytest

from editorial.demo.checking import ContentError, check, find
from editorial.demo.content import load
from editorial.demo.shapes import Claim, Review, Role, SourceKind, Stage
from reviews.core.verdicts import OutcomeKind, Reason, Stance, Status, Verdict

CONTENT = load()
REVIEWS = {review.article: review for review in CONTENT.reviews}
TEXTS = {article.slug: article.text for article in CONTENT.articles}
QUORUM = 2


# The people and the articles


def test_one_person_per_role_and_three_reviewers():
    roles = Counter(person.role for person in CONTENT.people)
    assert roles == {role: 3 if role is Role.REVIEWER else 1 for role in Role}


def test_two_teams_and_every_reviewer_in_both():
    reviewers = {person.key for person in CONTENT.people if person.role is Role.REVIEWER}
    assert [team.name for team in CONTENT.teams] == ["Culture", "News"]
    assert all(reviewers <= set(team.members) for team in CONTENT.teams)


def test_a_story_of_seven_one_of_three_and_seventeen_others():
    stories = Counter(article.story for article in CONTENT.articles)
    assert stories == {"winter-ledger": 7, "harbour-vote": 3, None: 17}


def test_lengths_are_as_planned():
    words = {article.slug: len(article.text.split()) for article in CONTENT.articles}
    for article in CONTENT.articles:
        low, high = {"winter-ledger": (300, 700), "harbour-vote": (200, 300), None: (80, 220)}[article.story]
        assert low <= words[article.slug] <= high, article.slug


def test_one_article_has_no_headline_in_its_file():
    assert [article.slug for article in CONTENT.articles if article.headline is None] == ["ledger-listicle"]


def test_the_texts_hold_what_offsets_go_wrong_with():
    trend = TEXTS["ledger-trend-report"]
    assert "💔" in trend
    assert "👩‍👧" in trend
    assert "“" in trend
    assert "’" in trend
    # A mark after the emoji still stands where its offsets say.
    after = [mark for mark in REVIEWS["ledger-trend-report"].marks if mark.start > trend.index("👩‍👧")]
    assert after
    assert all(trend[mark.start : mark.end] == mark.quote for mark in after)


def test_the_texts_come_through_normalisation_unchanged():
    for slug, text in TEXTS.items():
        assert unicodedata.normalize("NFC", text) == text, slug
        assert "\r" not in text, slug


def test_the_seven_articles_contradict_each_other():
    assert "five-part" in TEXTS["ledger-trend-report"]
    assert "Episodes8" in TEXTS["ledger-viewing-guide"]
    assert "seven episodes" in TEXTS["ledger-listicle"]
    assert "six-part" in TEXTS["ledger-wire-report"]
    husbands = {
        re.search(pattern, TEXTS[slug])[1]
        for slug, pattern in {
            "ledger-wire-report": r"(\w+ \w+) plays her husband",
            "ledger-viewing-guide": r"(\w+ \w+) plays Peder",
        }.items()
    }
    assert husbands == {"Sindre Hauk", "Bjarne Kvist"}
    assert "magazine article" in TEXTS["ledger-listicle"]
    assert "court file" in TEXTS["ledger-showrunner-interview"]
    memoir = ("ledger-trend-report", "ledger-viewing-guide", "ledger-chronicle-review", "ledger-wire-report")
    assert all("memoir" in TEXTS[slug] for slug in memoir)


# The marks


def test_there_is_enough_to_look_at():
    assert CONTENT.annotations >= 320
    marks = [mark for review in CONTENT.reviews for mark in review.marks]
    assert {mark.verdict for mark in marks} == {*Verdict, None}
    assert {mark.reported for mark in marks} == {True, False}
    assert len({mark.reason for mark in marks} - {None}) >= 10
    assert {mark.reason for mark in marks} <= {*Reason, None}
    assert {evidence.stance for mark in marks for evidence in mark.evidence} == set(Stance)


def test_every_kind_of_source_occurs():
    assert {source.kind for source in CONTENT.sources} == set(SourceKind)
    assert any(source.archive for source in CONTENT.sources)
    assert any(source.confidential for source in CONTENT.sources)


def test_rationales_do_not_repeat_themselves():
    said = [mark.rationale for review in CONTENT.reviews for mark in review.marks if len(mark.rationale) > 40]
    assert len(said) > 150
    assert len(said) == len(set(said))


def test_marks_touch_at_most_three_sentences():
    for review in CONTENT.reviews:
        for mark in review.marks:
            assert len(re.findall(r"[.!?]”?\s|\n", mark.quote)) <= 2, mark.quote


def test_dismissed_sentences_are_whole():
    for review in CONTENT.reviews:
        for dismissal in review.dismissals:
            assert dismissal.quote[-1] in ".!?”", dismissal.quote


def test_some_rounds_are_overdue_and_some_due_soon():
    running = [r.due for r in CONTENT.reviews if r.stage in {Stage.ASSIGNED, Stage.MARKING, Stage.RESPONDING}]
    assert min(running) < 0 < max(running) <= 7


def test_every_stage_occurs():
    assert {review.stage for review in CONTENT.reviews} == set(Stage)


# What it comes to


def answers(claim: Claim) -> Counter:
    given = [mark.verdict for mark in claim.marks] + [response.answer for response in claim.responses]
    return Counter(word for word in given if word in set(Verdict))


def outcome(claim: Claim, stage: Stage) -> tuple[OutcomeKind, Verdict | None]:
    """DESIGN.md's "Outcome of a claim" under the default policy; evidence is granted, the loader asks for it."""
    if claim.ruling:
        return OutcomeKind.RULED, claim.ruling.verdict
    if stage is not Stage.CLOSED:
        return OutcomeKind.OPEN, None
    count = answers(claim)
    votes = count[Verdict.VERIFIED] + count[Verdict.DISPUTED] + count[Verdict.FABRICATED]
    charges = count[Verdict.DISPUTED] + count[Verdict.FABRICATED]
    if votes >= QUORUM:
        if 3 * count[Verdict.FABRICATED] >= 2 * votes and count[Verdict.FABRICATED] >= 2:
            return OutcomeKind.SETTLED, Verdict.FABRICATED
        for verdict, backing in ((Verdict.DISPUTED, charges), (Verdict.VERIFIED, count[Verdict.VERIFIED])):
            if 3 * backing >= 2 * votes:
                return OutcomeKind.SETTLED, verdict
    if count.total() >= QUORUM and 2 * count[Verdict.UNDETERMINED] > count.total():
        return OutcomeKind.UNDETERMINED, None
    return (OutcomeKind.SHORT if votes < QUORUM else OutcomeKind.SPLIT), None


def figures_touched(review: Review) -> float:
    """The share of sentences with a figure or a quotation that a submitted mark touches: a rough coverage.

    A sentence is a run within a line up to a full stop, which leaves out the headline and the line of the date.
    """
    text = TEXTS[review.article]
    sentences = [found.span() for found in re.finditer(r"[^\n.!?]+(?:\.\d[^\n.!?]*)*[.!?]", text)]
    worth = [(a, b) for a, b in sentences if re.search(r"\d|[“«]", text[a:b])]
    touched = [(a, b) for a, b in worth if any(m.start < b and a < m.end for m in review.marks)]
    return len(touched) / len(worth)


def status(review: Review) -> Status:
    """DESIGN.md's "Accuracy status of an article"; verified and thin are told apart by the rough coverage."""
    if not review.submitted:
        return Status.UNREVIEWED
    if review.stage is not Stage.CLOSED:
        return Status.IN_REVIEW
    kept = [claim for claim in review.claims if outcome(claim, review.stage) != (OutcomeKind.RULED, None)]
    central = [outcome(c, review.stage) for c in kept if c.marks[0].bearing == "central"]
    incidental = {outcome(c, review.stage)[1] for c in kept if c.marks[0].bearing == "incidental"}
    stands = {verdict for _, verdict in central}
    kinds = {kind for kind, _ in central}
    table = {
        Status.FABRICATED: Verdict.FABRICATED in stands,
        Status.DISPUTED: Verdict.DISPUTED in stands or Verdict.FABRICATED in incidental,
        Status.CONTESTED: OutcomeKind.SPLIT in kinds,
        Status.UNDETERMINED: kinds & {OutcomeKind.UNDETERMINED, OutcomeKind.SHORT},
        Status.MINOR_ERRORS: Verdict.DISPUTED in incidental,
        Status.VERIFIED: figures_touched(review) >= 0.6,
        Status.THIN: True,
    }
    return next(word for word, holds in table.items() if holds)


@pytest.mark.parametrize("slug", REVIEWS)
def test_claims_and_status_come_to_what_the_plan_says(slug):
    review = REVIEWS[slug]
    for claim in review.claims:
        assert (claim.outcome, claim.stands) == outcome(claim, review.stage), claim.quote
    assert review.expected_status == status(review)


def test_every_status_and_every_outcome_occurs():
    assert {review.expected_status for review in CONTENT.reviews} == set(Status)
    assert {claim.outcome for review in CONTENT.reviews for claim in review.claims} == set(OutcomeKind)


def test_coverage_keeps_clear_of_the_floor():
    for review in CONTENT.reviews:
        if review.expected_status is Status.VERIFIED:
            assert figures_touched(review) >= 0.75, review.article
        if review.expected_status is Status.THIN:
            assert figures_touched(review) <= 0.45, review.article


def test_bearing_is_the_same_for_all_who_mark_a_claim():
    for review in CONTENT.reviews:
        for claim in review.claims:
            assert len({mark.bearing for mark in claim.marks}) == 1, claim.quote


def test_everyone_answers_in_a_closed_round():
    for review in CONTENT.reviews:
        if review.stage is Stage.CLOSED:
            for claim in review.claims:
                voices = [mark.person for mark in claim.marks] + [response.person for response in claim.responses]
                assert sorted(voices) == sorted(review.reviewers), claim.quote


def test_somebody_still_owes_answers_while_responding():
    for review in CONTENT.reviews:
        if review.stage is Stage.RESPONDING:
            voices = [len(claim.marks) + len(claim.responses) for claim in review.claims]
            assert min(voices) < len(review.reviewers), review.article


# What the loader refuses


def test_a_quote_is_found_at_its_occurrence_and_at_word_boundaries():
    assert find("six of six sixes", "six") == (0, 3)
    assert find("six of six sixes", "six", 2) == (7, 10)
    with pytest.raises(ContentError, match="ends within a word"):
        find("six of six sixes", "six", 3)
    with pytest.raises(ContentError, match="begins within a word"):
        find("unsix", "six")
    with pytest.raises(ContentError, match="not in the article 2 times"):
        find("six", "six", 2)


def changed(slug: str, **changes):
    """The desk with the first mark of the first claim of one review changed."""
    review = REVIEWS[slug]
    first = review.claims[0]
    mark = replace(first.marks[0], **changes)
    claims = (replace(first, marks=(mark, *first.marks[1:])), *review.claims[1:])
    reviews = tuple(replace(row, claims=claims) if row is review else row for row in CONTENT.reviews)
    return replace(CONTENT, reviews=reviews)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"evidence": ()}, "submitted without the evidence"),
        ({"rationale": ""}, "submitted without reason or rationale"),
        ({"reason": None}, "submitted without reason or rationale"),
        ({"reason": Reason.INVENTED_WORK}, "is no such reason"),
        ({"verdict": None, "reason": None}, "submitted without a verdict"),
        ({"person": "daniel"}, "mark without being assigned"),
        ({"start": 0, "end": 5}, "would not join"),
    ],
)
def test_a_mark_that_the_actions_would_refuse_is_refused(changes, message):
    with pytest.raises(ContentError, match=rf"ledger-trend-report.toml: .*{message}"):
        check(changed("ledger-trend-report", **changes))


def test_an_article_of_the_story_proves_nothing():
    mark = REVIEWS["ledger-wire-report"].claims[0].marks[0]
    sibling = next(article.url for article in CONTENT.articles if article.slug == "ledger-gaceta")
    inside = replace(mark.evidence[0], source=replace(mark.evidence[0].source, url=sibling))
    with pytest.raises(ContentError, match="an article of the story is context only"):
        check(changed("ledger-wire-report", evidence=(inside, *mark.evidence[1:])))


def test_who_voted_cannot_rule():
    review = REVIEWS["clock-tower-repair"]
    ruled = next(claim for claim in review.claims if claim.ruling)
    unfair = replace(ruled, ruling=replace(ruled.ruling, by="samira"))
    claims = tuple(unfair if claim is ruled else claim for claim in review.claims)
    voted = replace(review, claims=claims, reviewers=(*review.reviewers, "samira"))
    reviews = tuple(voted if row is review else row for row in CONTENT.reviews)
    with pytest.raises(ContentError, match="samira rules where they voted"):
        check(replace(CONTENT, reviews=reviews))


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(ContentError, match=r"desk\.toml: there is no such file"):
        load(tmp_path)

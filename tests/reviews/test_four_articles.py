"""Four articles about one series, from file to status: two reviewers, five marks each, worked out by hand.

Ada and Ben review what the four say of "No One Saw Us Leave". Each marks alone, answers what only the other marked, and
the desk says what it came to. Then the editor looks at what the articles say of each other.
"""

import pytest

from articles.actions import create_story, import_article
from articles.models import Article, Story
from articles.reading import read
from editorial.record import log
from reviews.actions.ask_another import ask_another
from reviews.actions.attach import attach
from reviews.actions.contradict import contradict
from reviews.actions.errors import Refused
from reviews.actions.merge import merge_claims
from reviews.actions.open_round import open_round
from reviews.actions.rule import rule
from reviews.actions.submit import submit
from reviews.core.verdicts import Answer, OutcomeKind, Status, Verdict
from reviews.models import Assignment, Claim, Standing
from reviews.queries.claims import claims_owed_by
from reviews.queries.neighbours import merge_offers
from reviews.queries.settlement import differences
from tests.factories import NOW, again, answer, draft, hand_in, make_editor, make_person, make_source, make_team, mark
from tests.shared import shared

pytestmark = pytest.mark.django_db

V, D, F, U = Verdict.VERIFIED, Verdict.DISPUTED, Verdict.FABRICATED, Verdict.UNDETERMINED
REASON = "The closing credits of episode 1 name the roles and the director."


class Newsroom:
    """An editor, a team of three, and the story."""

    def __init__(self) -> None:
        self.editor = make_editor()
        self.ada, self.ben, self.cleo = (make_person(name) for name in ("Ada", "Ben", "Cleo"))
        self.team = make_team(name="Culture", reviewers=[self.ada, self.ben, self.cleo])
        self.story: Story = create_story(title="No One Saw Us Leave", by=self.editor, right="editor", now=NOW)

    def bring_in(self, number: int) -> Article:
        path = next(shared("articles").glob(f"{number:03}_*.txt"))
        draft_ = read(path.read_bytes(), name=path.name)
        imported = import_article(
            draft=draft_, actor=self.editor, right="editor", now=NOW, source_name=path.name, story=self.story
        )
        return imported.article

    def assign(self, article: Article) -> tuple[Assignment, Assignment]:
        round_ = open_round(article=article, team=self.team, reviewers=[self.ada, self.ben], by=self.editor, now=NOW)
        ada, ben = round_.assignments.order_by("pk")
        return again(ada), again(ben)


@pytest.fixture
def newsroom():
    return Newsroom()


def mark_all(assignment: Assignment, *rows) -> None:
    """Make five marks; a third column says that the passage is incidental."""
    assert len(rows) == 5
    for quote, verdict, *bearing in rows:
        mark(assignment, quote, verdict, bearing=bearing[0] if bearing else "central")


def answer_each(assignment: Assignment, **answers) -> None:
    """Answer every claim owed by a word of its statement; `rest` answers the others."""
    rest = answers.pop("rest", Answer.NOT_CHECKED)
    for claim in list(claims_owed_by(again(assignment))):
        given = next((said for word, said in answers.items() if word in claim.statement), rest)
        answer(assignment, claim, given)


def claim(article: Article, words: str) -> Claim:
    return Claim.objects.select_related("revision", "round").get(revision=article.current_id, statement__contains=words)


def came_to(article: Article) -> dict[str, str]:
    """Return what each claim stands as, or its outcome where it stands as nothing, by its first words."""
    rows = Claim.objects.filter(revision=article.current_id)
    assert differences(article) == []
    return {row.statement[:24]: row.stands_as or row.outcome for row in rows}


def standing(article: Article) -> Standing:
    assert list(log.verify()) == []
    return Standing.objects.get(article=article)


def review_the_trend_report(newsroom) -> Article:
    """Article 0: nine passages hold; a review that it quotes says something else, which changes little."""
    article = newsroom.bring_in(0)
    ada, ben = newsroom.assign(article)
    assert standing(article).status == Status.UNREVIEWED
    mark_all(
        ada,
        ("Tamara Trottner’s 2020 memoir", V),
        ("Emiliano Zurita as Leo", V),
        ("Juan Manuel Bernal as Samuel", V),
        ("France, Italy, South Africa, and Israel", V),
        ("now No.1 in 37 countries", V),
    )
    mark_all(
        ben,
        ("Inspired by Tamara Trottner’s 2020 memoir", V),
        ("Emiliano Zurita as Leo", V),
        ("No.1 in 37 countries", V),
        ("abducted by their father in 1968", V),
        ("Leisurebyte calls it “brutal and impactful.”", D, "incidental"),
    )
    hand_in(ada)
    assert standing(article).status == Status.IN_REVIEW
    hand_in(ben)
    # The memoir and the countries are one claim each: 29 of 41 and 20 of 24 code points are common.
    assert Claim.objects.filter(revision=article.current_id).count() == 7
    answer_each(ada, Leisurebyte=D, abducted=V)
    answer_each(ben, rest=V)
    return article


def test_an_incidental_passage_that_is_disputed_is_a_minor_error(newsroom):
    article = review_the_trend_report(newsroom)
    assert sorted(came_to(article).values()) == ["disputed"] + ["verified"] * 6
    found = standing(article)
    assert found.status == Status.MINOR_ERRORS
    assert found.rests_on.endswith("7 claims: 6 verified, 1 disputed (2 of 2)")
    assert found.gravest_quote == "Leisurebyte calls it “brutal and impactful.”"


def review_the_long_guide(newsroom) -> Article:
    """Article 1: who directed is contested, and both believe a press sheet about who plays whom."""
    article = newsroom.bring_in(1)
    ada, ben = newsroom.assign(article)
    mark_all(
        ada,
        ("Since its Netflix premiere on October 15", V),
        ("led by showrunner and director Alejandro Lozano", F),
        ("Emiliano Zurita, who captivated audiences in Dance of the Forty-One, plays Samuel", V),
        ("a mother of two young children, Eli and Sofi", D, "incidental"),
        ("Tessa Ia takes on the monumental role of Valeria", V),
    )
    mark_all(
        ben,
        ("premiere on October 15", V),
        ("showrunner and director Alejandro Lozano", V),
        ("plays Samuel, Valeria’s husband", V),
        ("Gustavo Bassani as Isaac", V),
        ("Flavio Medina", V),
    )
    hand_in(ada, ben)
    answer_each(ada, Bassani=U, rest=V)
    answer_each(ben, Sofi=D, Zurita=V, rest=V)
    return article


def test_a_central_split_makes_an_article_contested_until_it_is_ruled_on(newsroom):
    article = review_the_long_guide(newsroom)
    lozano = claim(article, "Lozano")
    # One calls it fabricated, one verified: as many votes as are needed, and no two thirds for either.
    assert (lozano.outcome, lozano.verified, lozano.fabricated) == (OutcomeKind.SPLIT, 1, 1)
    assert claim(article, "Bassani").outcome == OutcomeKind.SHORT
    assert claim(article, "Sofi").stands_as == D
    # Twelve code points of a hundred are common: the two marks on Zurita are two claims.
    assert Claim.objects.filter(revision=article.current_id, statement__contains="plays Samuel").count() == 2
    found = standing(article)
    assert (found.status, found.gravest_quote) == (Status.CONTESTED, "led by showrunner and director Alejandro Lozano")

    rule(claim=lozano, by=newsroom.editor, verdict="disputed", reason=REASON, now=NOW)
    assert standing(article).status == Status.DISPUTED
    # The dissent stays: one still says fabricated, one verified.
    lozano.refresh_from_db()
    assert (lozano.verified, lozano.fabricated) == (1, 1)


def test_an_article_of_the_story_is_no_evidence(newsroom):
    """Ada disputes the guide by the trend report; for that the desk does not take it, whatever she calls it."""
    report, guide = newsroom.bring_in(0), newsroom.bring_in(1)
    ada, _ = newsroom.assign(guide)
    sibling = make_source(ada, title="The trend report", url="https://trends.example/1", same_as_article=report)
    samuel = draft(
        ada, "plays Samuel, Valeria’s husband", "disputed", reason="inaccurate", rationale="He plays Leo, it says."
    )
    attach(assignment=ada, annotation=samuel, source=sibling, stance="refutes", now=NOW)
    with pytest.raises(Refused) as refused:
        submit(assignment=again(ada), now=NOW)
    assert "a source from outside the story that refutes it" in refused.value.items[0][1][0]
    titles = make_source(ada, title="Closing credits, episode 1", kind="broadcast", url="")
    attach(assignment=ada, annotation=samuel, source=titles, stance="refutes", now=NOW)
    submit(assignment=again(ada), now=NOW)
    assert again(ada).state == Assignment.State.SUBMITTED


def review_the_praise(newsroom) -> Article:
    """Article 2: what was checked holds, but for one passage that only one of the two could check."""
    article = newsroom.bring_in(2)
    ada, ben = newsroom.assign(article)
    mark_all(
        ada,
        ("five-episode Mexican thriller", V),
        ("original title: Nadie nos vio partir", V),
        ("Emiliano Zurita embodies Leo", V),
        ("Tessa Ia delivers a powerhouse performance as Valeria", V),
        ("An ex-Mossad agent", U),
    )
    mark_all(
        ben,
        ("gripping five-episode Mexican thriller", V),
        ("Nadie nos vio partir", V),
        ("Emiliano Zurita embodies Leo", V),
        ("two small children—Tamara and Isaac", V),
        ("Inspired by harrowing true events", V),
    )
    hand_in(ada, ben)
    answer_each(ada, children=V, Inspired=Answer.NOT_CHECKED)
    answer_each(ben, Tessa=V, Mossad=V)
    return article


def test_a_short_central_claim_leaves_an_article_undetermined_until_another_has_looked(newsroom):
    article = review_the_praise(newsroom)
    assert came_to(article)["Inspired by harrowing tr"] == OutcomeKind.SHORT
    assert came_to(article)["An ex-Mossad agent"] == OutcomeKind.SHORT  # Undetermined is an answer, but no vote.
    found = standing(article)
    assert (found.status, found.gravest_quote) == (Status.UNDETERMINED, "An ex-Mossad agent")

    # Cleo has seen nothing. She marks alone; what fits a claim is a vote on it, and she answers the others.
    inspired = claim(article, "Inspired")
    second = ask_another(claim=inspired, reviewer=newsroom.cleo, by=newsroom.editor, now=NOW)
    cleo = again(second.assignments.get())
    found = standing(article)
    assert (found.status, found.under_further_review) == (Status.UNDETERMINED, True)
    mark_all(
        cleo,
        ("Inspired by harrowing true events", V),
        ("five-episode Mexican thriller", V),
        ("An ex-Mossad agent becomes Valeria’s key partner", V),  # 18 of 48: not the claim of the others.
        ("Emiliano Zurita embodies Leo", V),
        ("two small children—Tamara and Isaac", V),
    )
    hand_in(cleo)
    inspired.refresh_from_db()
    assert (inspired.annotations.count(), inspired.verified) == (2, 1)  # Her round is not closed yet.
    answer_each(cleo, rest=V)
    inspired.refresh_from_db()
    assert (inspired.outcome, inspired.stands_as, inspired.verified) == ("settled", V, 2)
    # Two verify the agent now, but whoever does so has shown no source: Cleo's is at the longer passage she marked.
    agent = claim(article, "agent becomes")
    short = Claim.objects.select_related("revision", "round").get(
        revision=article.current_id, statement="An ex-Mossad agent"
    )
    assert (short.outcome, short.verified) == (OutcomeKind.SPLIT, 2)
    assert "without the evidence it asks for" in short.explanation
    assert agent.outcome == OutcomeKind.SHORT
    found = standing(article)
    assert (found.status, found.under_further_review) == (Status.CONTESTED, False)

    # One passage lies within the other, in one sentence: the desk offers to merge them, and the editor does.
    assert merge_offers(short) == [agent]
    merge_claims(
        claim=short, other=agent, by=newsroom.editor, version=short.version, other_version=agent.version, now=NOW
    )
    short.refresh_from_db()
    assert (short.outcome, short.stands_as, short.verified, short.undetermined) == ("settled", V, 2, 1)
    found = standing(article)
    assert set(came_to(article).values()) == {V}
    # Five of 15 checkable sentences were looked at: what was checked holds, but too little was checked.
    assert (found.checked, found.checkable) == (5, 15)
    assert found.status == Status.THIN


def review_the_story_of_two_sisters(newsroom) -> Article:
    """Article 3: its source, its makers and its heroines do not exist as told."""
    article = newsroom.bring_in(3)
    ada, ben = newsroom.assign(article)
    mark_all(
        ada,
        ("led by the powerhouse Kevin Hart and inspired by the work of Nathan Heller", F),
        ("an article written by Nathan Heller for The New Yorker", F),
        ("two sisters who basically decide to up and disappear", F),
        ("Dorothy Arnold, the socialite who vanished in 1910", V),
        ("surrounded by eight million people", V),
    )
    mark_all(
        ben,
        ("led by the powerhouse Kevin Hart", F),
        ("inspired by an article written by Nathan Heller", D),
        ("two sisters", F),
        ("the socialite who vanished in 1910", V),
        ("Kevin Hart’s Hartbeat", F),
    )
    hand_in(ada, ben)
    answer_each(ada, Hartbeat=U, rest=F)
    answer_each(ben, surrounded=V, rest=F)
    return article


def test_a_central_claim_that_stands_as_fabricated_decides(newsroom):
    article = review_the_story_of_two_sisters(newsroom)
    heller = claim(article, "an article written by Nathan Heller for")
    # 35 code points of 65 are common: one claim. Fabricated and disputed together settle it as disputed.
    assert (heller.annotations.count(), heller.stands_as) == (2, D)
    assert (
        heller.explanation
        == "2 of 2 votes say disputed, counting 1 for fabricated; 2 are needed, and 2/3 of the votes."
    )
    assert claim(article, "Hartbeat").outcome == OutcomeKind.SHORT
    found = standing(article)
    assert found.status == Status.FABRICATED
    assert found.rests_on.endswith("8 claims: 2 verified, 1 disputed (2 of 2), 4 fabricated, 1 short")


def test_what_the_articles_say_of_each_other(newsroom):
    """Zurita plays Leo, says one; Samuel, says the other. Both were verified: both cannot be."""
    report, guide = review_the_trend_report(newsroom), review_the_long_guide(newsroom)
    leo, samuel = claim(report, "Zurita as Leo"), claim(guide, "Zurita, who captivated")
    assert (leo.stands_as, samuel.stands_as) == (V, V)
    contradict(claim=leo, other=samuel, by=newsroom.editor, version=leo.version, other_version=samuel.version, now=NOW)
    assert (came_to(report)["Emiliano Zurita as Leo"], came_to(guide)["Emiliano Zurita, who cap"]) == (U, U)
    assert standing(report).status == Status.UNDETERMINED
    assert standing(guide).status == Status.CONTESTED

    # The editor settles who directed, then looks at the credits.
    rule(claim=claim(guide, "Lozano"), by=newsroom.editor, verdict="verified", reason=REASON, now=NOW)
    assert standing(guide).status == Status.UNDETERMINED
    rule(claim=claim(guide, "Zurita, who captivated"), by=newsroom.editor, verdict="disputed", reason=REASON, now=NOW)
    assert standing(guide).status == Status.DISPUTED
    assert came_to(report)["Emiliano Zurita as Leo"] == V
    assert standing(report).status == Status.MINOR_ERRORS

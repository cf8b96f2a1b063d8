"""Four articles about one series, two reviewers with five marks each, worked out by hand from mark to status."""

import re
from dataclasses import dataclass, field

from reviews.core.clustering import MarkedSpan, cluster
from reviews.core.consensus import Outcome, Ruling, Vote, outcome
from reviews.core.evidence import EvidenceItem, satisfies
from reviews.core.policy import Policy
from reviews.core.status import ClaimStanding, accuracy_status, coverage, explain
from reviews.core.verdicts import OutcomeKind, Stance, Status, Verdict
from tests.shared import shared

V, D, F, U = Verdict.VERIFIED, Verdict.DISPUTED, Verdict.FABRICATED, Verdict.UNDETERMINED
SOURCE = {
    V: [EvidenceItem(Stance.SUPPORTS)],
    D: [EvidenceItem(Stance.REFUTES)],
    F: [EvidenceItem(Stance.CONTEXT, is_search=True, found_nothing=True)],
}
POLICY = Policy()


@dataclass
class Review:
    """A closed round on paper: what each marked, what they answered to the other's marks, what was ruled."""

    text: str
    checkable: list[str]
    marks: dict[str, list[tuple[str, Verdict]]]
    responses: dict[tuple[str, str], Verdict] = field(default_factory=dict)
    rulings: dict[str, Ruling] = field(default_factory=dict)
    dismissals: list[tuple[str, str]] = field(default_factory=list)
    incidental: set[str] = field(default_factory=set)

    def place(self, quote: str) -> tuple[int, int]:
        start = self.text.index(quote)
        return start, start + len(quote)

    def sentences(self) -> list[tuple[int, int]]:
        return [found.span() for found in re.finditer(r"[^\s][^\n]*?(?:[.?!][”\"]?(?=\s)|$)", self.text, re.MULTILINE)]

    def sentence_of(self, quote: str) -> tuple[int, int]:
        start, _ = self.place(quote)
        return next(span for span in self.sentences() if span[0] <= start < span[1])

    def claims(self) -> dict[str, Outcome]:
        """Return the outcome of each claim under the first quote that was marked for it, in order of the text."""
        spans = [
            MarkedSpan((quote, name), name, *self.place(quote))
            for name, rows in self.marks.items()
            for quote, _ in rows
        ]
        found = {}
        for group in cluster(spans):
            name_of = min(group, key=lambda key: (self.place(key[0]), key))[0]
            votes = [self.vote(name, dict(self.marks[name])[quote]) for quote, name in group]
            votes += [
                Vote(name, answer, has_evidence=False)
                for (name, quote), answer in self.responses.items()
                if quote in {key[0] for key in group} and name not in {key[1] for key in group}
            ]
            found[name_of] = outcome(votes, POLICY, ruling=self.rulings.get(name_of))
        return found

    @staticmethod
    def vote(name: str, answer: Verdict) -> Vote:
        items = SOURCE[answer]
        return Vote(name, answer, satisfies(answer, items), satisfies(D, items))

    def covered(self):
        return coverage(
            [self.sentence_of(quote) for quote in self.checkable],
            [self.place(quote) for rows in self.marks.values() for quote, _ in rows],
            [(name, *self.sentence_of(quote)) for name, quote in self.dismissals],
            quorum=POLICY.quorum,
            all_sentences=self.sentences(),
        )

    def status(self) -> Status:
        standings = [
            ClaimStanding(found.kind, found.stands_as, quote not in self.incidental)
            for quote, found in self.claims().items()
        ]
        return accuracy_status(
            standings, submitted=True, first_round_closed=True, covered=self.covered().share, policy=POLICY
        )

    def rests_on(self) -> str:
        return explain(self.covered(), self.claims().values())


def article(number):
    return next(shared("articles").glob(f"{number:03}_*.txt")).read_text(encoding="utf-8")


def test_the_trend_report_holds_but_for_a_review_it_misquotes():
    review = Review(
        article(0),
        checkable=[
            "now No.1 in 37",
            "Inspired by Tamara",
            "Set in 1960s Mexico",
            "Main cast",
            "were abducted by their father",
            "For two years",
            "Leisurebyte",
            "EscribiendoCine",
            "Titles like Maid",
        ],
        marks={
            "Ada": [
                ("No.1 in 37 countries", V),
                ("Tamara Trottner’s 2020 memoir", V),
                ("Emiliano Zurita as Leo", V),
                ("Juan Manuel Bernal as Samuel", V),
                ("France, Italy, South Africa, and Israel", V),
            ],
            "Ben": [
                ("now No.1 in 37 countries", V),
                ("Inspired by Tamara Trottner’s 2020 memoir", V),
                ("Emiliano Zurita as Leo", V),
                ("abducted by their father in 1968", V),
                ("Leisurebyte calls it “brutal and impactful.”", D),
            ],
        },
        responses={
            ("Ada", "abducted by their father in 1968"): V,
            ("Ada", "Leisurebyte calls it “brutal and impactful.”"): D,
            ("Ben", "Juan Manuel Bernal as Samuel"): V,
            ("Ben", "France, Italy, South Africa, and Israel"): V,
        },
        incidental={"Leisurebyte calls it “brutal and impactful.”"},
    )
    assert review.status() is Status.MINOR_ERRORS
    assert review.rests_on() == ("6 of 9 checkable sentences dealt with; 7 claims: 6 verified, 1 disputed (2 of 2)")
    review.incidental.clear()
    assert review.status() is Status.DISPUTED


def test_the_long_guide_is_disputed_and_two_splits_are_ruled_on():
    zurita = "Zurita, who captivated audiences in Dance of the Forty-One, plays Samuel"
    review = Review(
        article(1),
        checkable=["Since its Netflix premiere", "led by showrunner", "Emiliano Zurita, who", "Juan Manuel Bernal"],
        marks={
            "Ada": [
                ("Since its Netflix premiere on October 15", V),
                ("led by showrunner and director Alejandro Lozano", F),
                (zurita, D),
                ("a mother of two young children, Eli and Sofi", D),
                ("Tessa Ia takes on the monumental role of Valeria", V),
            ],
            "Ben": [
                ("premiere on October 15", V),
                ("showrunner and director Alejandro Lozano", D),
                ("plays Samuel, Valeria’s husband", V),
                ("Gustavo Bassani as Isaac", V),
                ("Flavio Medina", V),
            ],
        },
        responses={
            ("Ada", "plays Samuel, Valeria’s husband"): D,
            ("Ada", "Gustavo Bassani as Isaac"): U,
            ("Ada", "Flavio Medina"): V,
            ("Ben", zurita): V,
            ("Ben", "a mother of two young children, Eli and Sofi"): D,
            ("Ben", "Tessa Ia takes on the monumental role of Valeria"): V,
        },
    )
    claims = review.claims()
    assert claims["led by showrunner and director Alejandro Lozano"].explanation == (
        "2 of 2 votes say disputed, counting 1 for fabricated; 2 are needed, and 2/3 of the votes."
    )
    assert claims[zurita].kind is claims["plays Samuel, Valeria’s husband"].kind is OutcomeKind.SPLIT
    assert claims["Gustavo Bassani as Isaac"].kind is OutcomeKind.SHORT
    assert review.status() is Status.DISPUTED
    assert review.rests_on() == (
        "3 of 4 checkable sentences dealt with; 8 claims: 3 verified, 2 disputed (2 of 2, 2 of 2), 1 short, 2 split"
    )

    review.rulings = {zurita: Ruling(D), "plays Samuel, Valeria’s husband": Ruling(None)}
    assert review.rests_on() == (
        "3 of 4 checkable sentences dealt with; 7 claims: 3 verified, 3 disputed (2 of 2, ruled, 2 of 2), 1 short;"
        " 1 ruled “no finding”"
    )


def test_the_praise_is_thin_until_both_say_what_cannot_be_checked():
    review = Review(
        article(2),
        checkable=[
            "gripping five-episode",
            "The narrative centers on",
            "with Valeria enlisting",
            "Tessa Ia delivers",
            "Emiliano Zurita embodies",
            "An ex-Mossad agent",
            "Inspired by harrowing",
            "Social media has been flooded",
            "many are calling",
            "Period details",
            "It’s climbed charts",
            "Viewers report",
        ],
        marks={
            "Ada": [
                ("five-episode Mexican thriller", V),
                ("original title: Nadie nos vio partir", V),
                ("Emiliano Zurita embodies Leo", V),
                ("Tessa Ia delivers a powerhouse performance as Valeria", V),
                ("An ex-Mossad agent", V),
            ],
            "Ben": [
                ("gripping five-episode Mexican thriller", V),
                ("Nadie nos vio partir", V),
                ("Emiliano Zurita embodies Leo", V),
                ("two small children—Tamara and Isaac", V),
                ("Inspired by harrowing true events", V),
            ],
        },
        responses={
            ("Ada", "two small children—Tamara and Isaac"): V,
            ("Ada", "Inspired by harrowing true events"): V,
            ("Ben", "Tessa Ia delivers a powerhouse performance as Valeria"): V,
            ("Ben", "An ex-Mossad agent"): V,
        },
    )
    assert review.rests_on() == "6 of 12 checkable sentences dealt with; 7 claims: 7 verified"
    assert review.status() is Status.THIN
    review.dismissals = [("Ada", "Viewers report"), ("Ada", "many are calling"), ("Ben", "Viewers report")]
    assert review.status() is Status.THIN  # 7 of 12; one alone dismisses nothing
    review.dismissals.append(("Ben", "many are calling"))
    assert review.rests_on() == "8 of 12 checkable sentences dealt with; 7 claims: 7 verified"
    assert review.status() is Status.VERIFIED


def test_the_story_of_two_sisters_in_new_york_is_fabricated():
    review = Review(
        article(3),
        checkable=["led by the powerhouse", "inspired by an article", "two sisters", "Dorothy Arnold", "Hartbeat"],
        marks={
            "Ada": [
                ("led by the powerhouse Kevin Hart and inspired by the work of Nathan Heller", F),
                ("an article written by Nathan Heller for The New Yorker", F),
                ("two sisters who basically decide to up and disappear", F),
                ("Dorothy Arnold, the socialite who vanished in 1910", V),
                ("surrounded by eight million people", V),
            ],
            "Ben": [
                ("led by the powerhouse Kevin Hart", F),
                ("inspired by an article written by Nathan Heller", D),
                ("two sisters", F),
                ("the socialite who vanished in 1910", V),
                ("Kevin Hart’s Hartbeat", F),
            ],
        },
        responses={
            ("Ada", "led by the powerhouse Kevin Hart"): F,
            ("Ada", "two sisters"): F,
            ("Ada", "Kevin Hart’s Hartbeat"): U,
            ("Ben", "led by the powerhouse Kevin Hart and inspired by the work of Nathan Heller"): F,
            ("Ben", "two sisters who basically decide to up and disappear"): F,
            ("Ben", "surrounded by eight million people"): V,
        },
    )
    claims = review.claims()
    # 35 code points of 65 are common: one claim. 32 of 74 are: two, for Ben left the second half out.
    heller = claims["inspired by an article written by Nathan Heller"]
    assert (heller.stands_as, heller.counts.fabricated, heller.counts.disputed) == (D, 1, 1)
    assert claims["led by the powerhouse Kevin Hart"].explanation == (
        "2 of 2 votes say fabricated; 2 are needed, and 2/3 of the votes."
    )
    assert claims["Kevin Hart’s Hartbeat"].kind is OutcomeKind.SHORT
    assert review.status() is Status.FABRICATED
    assert review.rests_on() == (
        "5 of 5 checkable sentences dealt with; 8 claims: 2 verified, 1 disputed (2 of 2), 4 fabricated, 1 short"
    )

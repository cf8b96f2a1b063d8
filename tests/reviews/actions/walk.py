"""A desk on which anything may happen next: each step picks one of the things that people do, and does or tries it."""

from collections import Counter
from datetime import timedelta
from random import Random
from uuid import uuid4

from editorial.record.models import Event
from reviews.actions.ask_another import ask_another
from reviews.actions.change_mind import change_mind
from reviews.actions.close_round import close_round
from reviews.actions.contradict import contradict, take_back_contradiction
from reviews.actions.discuss import discuss
from reviews.actions.errors import NotDone
from reviews.actions.flag import case_of
from reviews.actions.merge import merge_claims
from reviews.actions.moderate import Why, hide, restore
from reviews.actions.occurrence import add_occurrence, remove_occurrence
from reviews.actions.raise_claim import raise_claim
from reviews.actions.reveal import close_marking
from reviews.actions.rule import rule
from reviews.actions.split_claim import split_claim
from reviews.actions.suspend import lift, suspend
from reviews.actions.undo import undo
from reviews.actions.word_claim import set_bearing, word_claim
from reviews.core.verdicts import Answer, Bearing, Verdict
from reviews.models import Annotation, Assignment, Claim, Contradiction, Response, Round, Source
from reviews.queries.claims import claims_owed_by
from reviews.queries.history import UNDOABLE
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
    hand_in,
    make_person,
    mark,
    wave_through,
)

QUOTES = [OPENED, "on 4 May 1987", COST, "12 million", TOLL, "end in 2031", FERRY, "300,000 passengers", CAFE, None]
VERDICTS = [*Verdict, *[Verdict.VERIFIED] * 3]
PASSAGES = ["Mayor Maria Lopez", "The harbour café", "It will be missed.", "the port says", "300,000 passengers"]


class Walk:
    """Two desks, one story between them, and an editor who has a hand in both."""

    def __init__(self, seed: int, *, reviewers: int = 3) -> None:
        self.chance = Random(seed)  # noqa: S311 - the same walk for the same seed
        self.desks = [Desk(reviewers=reviewers), Desk(reviewers=2)]
        self.editor = self.desks[0].editor
        self.moderator = make_person(role="moderator")
        self.done: Counter[str] = Counter()
        self.steps = [
            *[self.mark, self.submit, self.answer, self.answer] * 4,
            *[self.rule, self.change, self.word, self.bear, self.merge, self.merge, self.split, self.raise_one] * 2,
            *[
                self.place,
                self.unplace,
                self.link,
                self.unlink,
                self.link,
                self.undo,
                self.undo,
                self.ask,
                self.comment,
            ],
            *[self.dismiss, self.close_marking, self.close],
            *[self.hide, self.restore, self.suspend, self.lift, self.link, self.unlink, self.split, self.unplace],
        ]

    def step(self) -> None:
        """Do one thing, or be refused."""
        deed = self.chance.choice(self.steps)
        desk = self.chance.choice([self.desks[0], self.desks[0], self.desks[1]])
        try:
            if deed(desk) is not False:
                self.done[deed.__name__] += 1
        except NotDone:
            self.done["refused"] += 1

    # Reviewers

    def part(self, desk: Desk, **conditions: object) -> Assignment | None:
        parts = Assignment.objects.filter(round__article=desk.article, **conditions).order_by("pk")
        found = self.one_of(parts)
        return again(found) if found else None

    def mark(self, desk: Desk) -> object:
        part = self.part(desk, round__stage="marking", state__in=["assigned", "started"])
        return part is not None and mark(part, self.chance.choice(QUOTES), self.chance.choice(VERDICTS))

    def dismiss(self, desk: Desk) -> object:
        part = self.part(desk, round__stage="marking", state__in=["assigned", "started"])
        return part is not None and wave_through(part, self.chance.randrange(3))

    def submit(self, desk: Desk) -> object:
        part = self.part(desk, round__stage="marking", state="started")
        return part is not None and hand_in(part)

    def answer(self, desk: Desk) -> object:
        part = self.part(desk, round__stage="responding", state="submitted")
        claim = self.one_of(claims_owed_by(part)) if part else None
        return claim is not None and answer(part, claim, self.chance.choice([*Answer, *VERDICTS]))

    def change(self, desk: Desk) -> object:
        claim, part = self.claim(desk), self.part(desk, state="submitted")
        if claim is None or part is None:
            return False
        return change_mind(
            claim=claim,
            by=part.reviewer,
            answer=self.chance.choice(list(Verdict)),
            why="The archive was read again.",
            version=claim.version,
            now=NOW,
        )

    def comment(self, desk: Desk) -> object:
        claim, part = self.claim(desk), self.part(desk)
        return claim and discuss(claim=claim, by=part.reviewer, uuid=uuid4(), text="Where is that from?", now=NOW)

    # Editors

    def one_of(self, rows) -> object | None:
        found = list(rows)
        return self.chance.choice(found) if found else None

    def claim(self, desk: Desk) -> Claim | None:
        claims = Claim.objects.filter(revision__article=desk.article).select_related("round", "revision")
        return self.one_of(claims.order_by("pk"))

    def how(self, claim: Claim) -> dict[str, object]:
        return {"claim": claim, "by": self.editor, "version": claim.version, "now": NOW}

    def rule(self, desk: Desk) -> object:
        claim = self.claim(desk)
        if claim is None:
            return False
        former = claim.rulings.filter(replaced_at=None).first()
        verdict = self.chance.choice(["", "verified", "disputed", "fabricated"])
        reason = "The contract of 1986 says so, in clause 4."
        return rule(**self.how(claim), verdict=verdict, reason=reason, replaces=former.pk if former else None)

    def word(self, desk: Desk) -> object:
        claim = self.claim(desk)
        return claim and word_claim(**self.how(claim), statement=f"That is so, says {self.chance.randrange(99)}.")

    def bear(self, desk: Desk) -> object:
        claim = self.claim(desk)
        return claim and set_bearing(**self.how(claim), bearing=self.chance.choice(list(Bearing)))

    def merge(self, desk: Desk) -> object:
        claim, other = self.claim(desk), self.claim(desk)
        return claim and merge_claims(**self.how(claim), other=other, other_version=other.version)

    def split(self, desk: Desk) -> object:
        claim = self.claim(desk)
        marks = [m.pk for m in Annotation.objects.filter(claim=claim).order_by("pk")] if claim else []
        return len(marks) > 1 and split_claim(**self.how(claim), marks=marks[: self.chance.randrange(1, len(marks))])

    def raise_one(self, desk: Desk) -> object:
        quote = self.chance.choice(PASSAGES)
        start = desk.text.index(quote)
        return raise_claim(
            article=desk.article,
            revision=desk.article.current_id,
            span=(start, start + len(quote)),
            quote=quote,
            by=self.editor,
            now=NOW,
        )

    def place(self, desk: Desk) -> object:
        claim, quote = self.claim(desk), self.chance.choice(PASSAGES)
        start = desk.text.index(quote)
        return claim and add_occurrence(**self.how(claim), span=(start, start + len(quote)), quote=quote)

    def unplace(self, desk: Desk) -> object:
        claim = self.claim(desk)
        places = claim.occurrences.all() if claim else []
        return bool(places) and remove_occurrence(**self.how(claim), span=(places[0].start, places[0].end))

    def link(self, desk: Desk) -> object:
        claim, other = self.claim(desk), self.claim(self.chance.choice(self.desks))
        return claim and other and contradict(**self.how(claim), other=other, other_version=other.version)

    def unlink(self, _desk: Desk) -> object:
        link = self.one_of(Contradiction.objects.select_related("one__revision", "other__revision").order_by("pk"))
        if link is None:
            return False
        return take_back_contradiction(**self.how(link.one), other=link.other, other_version=link.other.version)

    def undo(self, desk: Desk) -> object:
        event = self.one_of(Event.objects.filter(chain=f"article/{desk.article.pk}", kind__in=UNDOABLE).order_by("pk"))
        if event is None:
            return False
        claim = Claim.every.select_related("revision").get(pk=event.payload["claim"])
        return undo(claim=claim, position=event.position, by=self.editor, version=claim.version, now=NOW)

    def ask(self, desk: Desk) -> object:
        claim = self.claim(desk)
        return claim and ask_another(claim=claim, reviewer=desk.spare, by=self.editor, now=NOW)

    def close_marking(self, desk: Desk) -> object:
        round_ = Round.objects.filter(article=desk.article, stage="marking").first()
        return round_ and self.chance.random() < 0.5 and close_marking(round_=round_, by=self.editor, now=NOW)

    def close(self, desk: Desk) -> object:
        round_ = Round.objects.filter(article=desk.article, stage="responding").first()
        return round_ and self.chance.random() < 0.3 and close_round(round_=round_, by=self.editor, now=NOW)

    # Moderators

    def judged(self, things: list) -> dict[str, object]:
        """Return one of the things as a moderator takes it up."""
        case = case_of(self.one_of(things), NOW)
        return {"case": case, "version": case.version, "why": Why(self.moderator, "abuse", "See the rules.", NOW)}

    def hide(self, desk: Desk) -> object:
        things = [
            *Annotation.objects.filter(revision=desk.article.current_id, assignment__state="submitted").order_by("pk"),
            *Response.objects.filter(claim__revision=desk.article.current_id).order_by("pk"),
            *Source.objects.filter(article=desk.article, attached__isnull=False).order_by("pk")[:3],
        ]
        return bool(things) and hide(**self.judged(things))

    def restore(self, _desk: Desk) -> object:
        hidden = {"hidden_at__isnull": False}
        things = [
            row for model in (Annotation, Response, Source) for row in model.objects.filter(**hidden).order_by("pk")
        ]
        return bool(things) and restore(**self.judged(things))

    def suspend(self, desk: Desk) -> object:
        marks = list(Annotation.objects.filter(revision=desk.article.current_id).order_by("pk"))
        until, count = NOW + timedelta(days=1), self.chance.random() < 0.3
        return (
            bool(marks)
            and self.chance.random() < 0.15
            and suspend(**self.judged(marks), until=until, votes_count=count)
        )

    def lift(self, _desk: Desk) -> object:
        marks = list(Annotation.objects.filter(assignment__reviewer__suspensions__isnull=False).order_by("pk"))
        return bool(marks) and lift(**self.judged(marks), votes_count=self.chance.random() < 0.7)

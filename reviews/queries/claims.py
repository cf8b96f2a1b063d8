"""What reviewers still owe a round's claims, and what a claim's page shows."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Exists, F, OuterRef, Prefetch, Q, QuerySet
from django.db.models.functions import Substr

from reviews.core.verdicts import Stance
from reviews.models import Annotation, Assignment, ChangeOfMind, Claim, Evidence, Response, Ruling, Source
from reviews.queries.evidence import is_from_story
from reviews.queries.visible import evidence_shown, marks_on, responses_on


def claims_asked_of(assignment: Assignment) -> QuerySet[Claim]:
    """Return the claims that a submitted reviewer had not marked and is asked about in the second pass."""
    marked = Annotation.objects.filter(claim=OuterRef("pk"), assignment=assignment, deleted_at=None)
    return Claim.objects.filter(revision=assignment.round.revision_id).exclude(Exists(marked))


def claims_owed_by(assignment: Assignment) -> QuerySet[Claim]:
    """Return those of them that have no answer yet, in order of the text."""
    answered = Response.objects.filter(claim=OuterRef("pk"), assignment=assignment)
    return claims_asked_of(assignment).exclude(Exists(answered))


def with_passages(claims: QuerySet[Claim]) -> QuerySet[Claim]:
    """Return the claims, each with the words of the text that it was made of (`passage`; None: the whole article)."""
    return claims.annotate(passage=Substr("revision__text", F("start") + 1, F("end") - F("start")))


def sources_on(claim: Claim) -> list[Source]:
    """Return the sources attached to a claim's marks or put beside it, each once: what a respondent may see, no stance.

    A confidential source stays with its finder.
    """
    attached = Q(
        attached__annotation__claim=claim,
        attached__annotation__deleted_at=None,
        attached__annotation__hidden_at=None,
    )
    found = Source.objects.filter(attached | Q(beside__claim=claim), confidential=False, hidden_at=None)
    return list(found.distinct().order_by("title", "pk"))


@dataclass(frozen=True, slots=True)
class GivenAnswer:
    """What one reviewer says of a claim: as a mark or a response, and how they changed their mind since."""

    reviewer: object
    answer: str
    reason: str
    rationale: str
    evidence: list[Evidence]
    at: datetime
    marked: bool
    #: Its number among marks or answers, by which it is flagged; whether a suspension set it aside.
    pk: int
    set_aside: bool
    changes: list[ChangeOfMind] = field(default_factory=list)

    @property
    def says(self) -> str:
        """What they say now."""
        return self.changes[-1].answer if self.changes else self.answer


def answers_to(claim: Claim) -> list[GivenAnswer]:
    """Return the answers to a claim, for whoever may open its page: marks first, in the order in which they came.

    Each with what was said first: a change of mind stands beside it. A mark goes before a response of the same
    reviewer, which a merged claim may bring along.
    """
    marks = (
        marks_on(claim)
        .select_related("assignment__reviewer")
        .prefetch_related(Prefetch("evidence", evidence_shown().select_related("source__same_as_article")))
        .order_by("assignment__submitted_at", "pk")
    )
    responses = responses_on(claim).select_related("assignment__reviewer").order_by("answered_at")
    changes: dict[int, list[ChangeOfMind]] = defaultdict(list)
    for change in ChangeOfMind.objects.filter(claim=claim).select_related("assignment").order_by("at", "pk"):
        changes[change.assignment.reviewer_id].append(change)
    given = [_as_marked(mark, changes) for mark in marks]
    by_mark = {answer.reviewer for answer in given}
    return given + [_as_answered(r, changes) for r in responses if r.assignment.reviewer not in by_mark]


def _as_marked(mark: Annotation, changes: dict[int, list[ChangeOfMind]]) -> GivenAnswer:
    """Return a mark as an answer to its claim."""
    reviewer = mark.assignment.reviewer
    evidence = list(mark.evidence.all())
    return GivenAnswer(
        *(reviewer, mark.verdict, mark.reason, mark.rationale, evidence, mark.changed_at),
        marked=True,
        pk=mark.pk,
        set_aside=mark.assignment.set_aside_by_id is not None,
        changes=changes[reviewer.pk],
    )


def _as_answered(response: Response, changes: dict[int, list[ChangeOfMind]]) -> GivenAnswer:
    """Return a response as an answer; what they said first, where they changed their mind since."""
    reviewer = response.assignment.reviewer
    said = changes[reviewer.pk][0].before if changes[reviewer.pk] else response.answer
    return GivenAnswer(
        *(reviewer, said, "", response.rationale, [], response.answered_at),
        marked=False,
        pk=response.pk,
        set_aside=response.assignment.set_aside_by_id is not None,
        changes=changes[reviewer.pk],
    )


@dataclass(frozen=True, slots=True)
class Shown:
    """A source as a claim's evidence shows it: who attached it, and whether it is an article of the same story."""

    source: Source
    found_by: list[object]
    from_story: bool


def evidence_by_stance(answers: Iterable[GivenAnswer], claim: Claim) -> dict[str, list[Shown]]:
    """Return the sources attached to a claim by what they say of it: supports, refutes, searched, context.

    A source attached by several counts once per stance. An article of the same story is context, whatever stance its
    finder gave it. What an editor put beside the claim is context.
    """
    article = claim.round.article
    found: dict[str, dict[int, Shown]] = {name: {} for name in ("supports", "refutes", "searched", "context")}
    for given in answers:
        for attached in given.evidence:
            from_story = is_from_story(attached, article.pk, article.story_id)
            stance = Stance.CONTEXT if from_story else attached.stance
            name = "searched" if attached.source.kind == Source.Kind.SEARCH else stance
            shown = found[name].setdefault(attached.source_id, Shown(attached.source, [], from_story))
            if given.reviewer not in shown.found_by:
                shown.found_by.append(given.reviewer)
    for beside in claim.context.filter(source__hidden_at=None).select_related("source__same_as_article", "put_by"):
        from_story = is_from_story(beside, article.pk, article.story_id)
        found["context"].setdefault(beside.source_id, Shown(beside.source, [beside.put_by], from_story))
    return {name: list(shown.values()) for name, shown in found.items()}


def rulings_of(claim: Claim) -> list[Ruling]:
    """Return the rulings on a claim, the one in force first."""
    return list(claim.rulings.select_related("by").order_by("-at", "-pk"))

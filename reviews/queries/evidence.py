from collections import defaultdict
from collections.abc import Iterable, Mapping

from django.db.models import Prefetch, Q, QuerySet, prefetch_related_objects

from reviews.core.evidence import EvidenceItem, missing_for_submission
from reviews.core.policy import Policy
from reviews.core.verdicts import Reason, Stance, Verdict
from reviews.models import Annotation, Assignment, ClaimSource, Evidence, Source
from reviews.queries.visible import evidence_shown


def items(evidence: Iterable[Evidence], *, article_id: int, story_id: int | None) -> list[EvidenceItem]:
    """Return what is attached to a mark as the pure rules take it.

    An article of the same story (or the article itself) is context, whatever stance its finder gave it.
    """
    return [
        EvidenceItem(
            stance=Stance(attached.stance),
            is_search=attached.source.kind == attached.source.Kind.SEARCH,
            found_nothing=attached.source.found_nothing,
            from_story=is_from_story(attached, article_id, story_id),
        )
        for attached in evidence
    ]


def is_from_story(attached: Evidence | ClaimSource, article_id: int, story_id: int | None) -> bool:
    """Whether the source is the article under review or another of its story."""
    other = attached.source.same_as_article
    return other is not None and (other.pk == article_id or (story_id is not None and other.story_id == story_id))


def items_by_mark(
    marks: QuerySet[Annotation], *, article_id: int, story_id: int | None
) -> dict[int, list[EvidenceItem]]:
    """Return what is attached to each of the marks, by the mark's number, in one query that builds no models."""
    rows = (
        evidence_shown()
        .filter(annotation__in=marks.order_by().values("pk"))
        .values_list(
            *("annotation", "stance", "source__kind", "source__found_nothing"),
            *("source__same_as_article", "source__same_as_article__story"),
        )
    )
    found: dict[int, list[EvidenceItem]] = defaultdict(list)
    for mark, stance, kind, found_nothing, article, story in rows.order_by("pk"):
        from_story = article is not None and (article == article_id or (story_id is not None and story == story_id))
        found[mark].append(EvidenceItem(Stance(stance), kind == Source.Kind.SEARCH, found_nothing, from_story))
    return found


def marks_on(assignment: Assignment) -> QuerySet[Annotation]:
    """Return a reviewer's marks in order of the text."""
    return Annotation.objects.filter(assignment=assignment, deleted_at=None, hidden_at=None).order_by(
        "start", "end", "pk"
    )


def marks_of(assignment: Assignment, *, with_evidence: bool = False) -> list[Annotation]:
    """Return a reviewer's marks in order of the text: one query, two with their evidence."""
    marks = list(marks_on(assignment).prefetch_related(attached()) if with_evidence else marks_on(assignment))
    for mark in marks:
        mark.assignment = assignment
    return marks


def point_of(mark: Annotation, *, alone: bool = False) -> list[Annotation]:
    """Return a mark and the other occurrences of its point with their evidence, in order of the text.

    `alone`: only the mark itself, which then is not read again.
    """
    if alone:
        marks = [mark]
        prefetch_related_objects(marks, attached())
    else:
        of_point = Q(pk=mark.point) | Q(same_as=mark.point)
        marks = list(
            Annotation.objects.filter(of_point, assignment=mark.assignment_id, deleted_at=None)
            .prefetch_related(attached())
            .order_by("start", "end", "pk")
        )
    for one in marks:
        one.assignment = mark.assignment
    return marks


def attached() -> Prefetch:
    """Return how a mark's evidence is fetched: with its sources, and which of them are articles of the desk."""
    return Prefetch(
        "evidence", evidence_shown().select_related("source__same_as_article").order_by("attached_at", "pk")
    )


def still_asked(
    assignment: Assignment,
    marks: Iterable[Annotation],
    policy: Policy,
    evidence: Mapping[int, list[EvidenceItem]] | None = None,
) -> list[tuple[Annotation, list[str]]]:
    """Return the marks that cannot be submitted yet, each with what the policy still asks for.

    `evidence` is what is attached by the marks' numbers; without it the marks are asked themselves. Of the occurrences
    of one point only the one that was made first is asked, and the evidence of all is its evidence.
    """
    article = assignment.round.article

    def shown_by(mark: Annotation) -> list[EvidenceItem]:
        if evidence is not None:
            return evidence.get(mark.pk, [])
        return items(mark.evidence.all(), article_id=article.pk, story_id=article.story_id)

    points: dict[int, list[Annotation]] = defaultdict(list)
    for mark in marks:
        points[mark.point].append(mark)
    lacking = []
    for occurrences in points.values():
        mark = min(occurrences, key=lambda occurrence: occurrence.pk)
        words = missing_for_submission(
            verdict=Verdict(mark.verdict) if mark.verdict else None,
            reason=Reason(mark.reason) if mark.reason else None,
            rationale=mark.rationale,
            items=[item for occurrence in occurrences for item in shown_by(occurrence)],
            policy=policy,
        )
        if words:
            lacking.append((mark, words))
    return lacking


def shelf_of(assignment: Assignment) -> list[Source]:
    """Return a reviewer's own sources for the article and its story, in the order in which they were found."""
    article = assignment.round.article
    found_for = Q(article=article)
    if article.story_id:
        found_for |= Q(story=article.story_id)
    return list(
        Source.objects.filter(found_for, finder=assignment.reviewer_id, hidden_at=None).order_by("made_at", "pk")
    )

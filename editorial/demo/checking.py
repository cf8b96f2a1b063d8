"""PURE  The promises that the demo's data keeps, so that the real actions accept it as it is played."""

from collections.abc import Iterable
from itertools import combinations
from urllib.parse import urlsplit

from editorial.demo.shapes import DeskContent, Mark, Review, Role, Ruling, Source, SourceKind, Stage
from reviews.core.verdicts import REASONS, Stance, Verdict

CHARGES = frozenset({Verdict.DISPUTED, Verdict.FABRICATED})
RULING_ROLES = frozenset({Role.LEAD, Role.EDITOR, Role.ADMIN})
JOIN = 0.5  # the overlap from which spans of two reviewers become one claim
SHORTEST_REASON = 20


class ContentError(ValueError):
    """The demo's data is wrong; the message says where and how."""


def find(text: str, quote: str, occurrence: int = 1) -> tuple[int, int]:
    """Where the `occurrence`-th (from 1) `quote` stands in `text`: `[start, end)` in code points.

    Raises ContentError where it does not, or where it begins or ends within a word.
    """
    start = -1
    for _ in range(occurrence):
        start = text.find(quote, start + 1)
        if start < 0 or not quote:
            raise ContentError(f"“{quote}” is not in the article {occurrence} times.")
    end = start + len(quote)
    if text[max(start - 1, 0) : start + 1].isalnum() and start:
        raise ContentError(f"“{quote}” begins within a word.")
    if text[end - 1 : end + 1].isalnum() and end < len(text):
        raise ContentError(f"“{quote}” ends within a word.")
    return start, end


def overlap(one: Mark, other: Mark) -> float:
    """Intersection over union of two marks' spans, 0..1."""
    shared = min(one.end, other.end) - max(one.start, other.start)
    return max(shared, 0) / (max(one.end, other.end) - min(one.start, other.start))


def check(content: DeskContent) -> None:
    """Raise ContentError, one sentence that names the place, at the first promise that the data breaks."""
    _check_desk(content)
    for source in content.sources:
        _check_source(source, content)
    for review in content.reviews:
        try:
            _check_review(review, content)
        except ContentError as error:
            raise ContentError(f"{review.article}.toml: {error}") from error


def _require(holds: object, message: str) -> None:
    if not holds:
        raise ContentError(message)


def _unique(names: Iterable[str], what: str) -> set[str]:
    seen: set[str] = set()
    for name in names:
        _require(name not in seen, f"desk.toml: {what} {name} is there twice.")
        seen.add(name)
    return seen


def _check_desk(content: DeskContent) -> None:
    people = _unique((person.key for person in content.people), "person")
    teams = _unique((team.key for team in content.teams), "team")
    publications = _unique((row.key for row in content.publications), "publication")
    domains = {row.key: row.domain for row in content.publications}
    stories = _unique((story.key for story in content.stories), "story")
    _unique((person.email for person in content.people), "address")
    _unique((article.slug for article in content.articles), "article")
    for person in content.people:
        _require(person.email.endswith("@desk.example"), f"desk.toml: {person.email} is not an address of the desk.")
    for team in content.teams:
        _require({team.lead, *team.members} <= people, f"desk.toml: team {team.key} has members nobody knows.")
    for article in content.articles:
        place = f"desk.toml: article {article.slug}"
        _require(article.publication in publications, f"{place}: no such publication.")
        _require(article.team in teams, f"{place}: no such team.")
        _require(article.story is None or article.story in stories, f"{place}: no such story.")
        _require(urlsplit(article.url).hostname == domains[article.publication], f"{place}: not its domain.")
        first = article.text.split("\n", 1)[0]
        _require(article.headline in {None, first}, f"{place}: its headline is not the first line of the file.")


def _check_source(source: Source, content: DeskContent) -> None:
    place = f"source {source.key} of {source.finder}"
    _require(source.finder in {person.key for person in content.people}, f"{place}: nobody of that name.")
    _require(source.accessed <= 0, f"{place}: seen in the future.")
    _require(source.title, f"{place}: no title.")
    for url in filter(None, (source.url, source.archive)):
        _require((urlsplit(url).hostname or "").endswith(".example"), f"{place}: {url} is not under .example.")
    search = source.kind is SourceKind.SEARCH
    _require(
        search == bool(source.where and source.what), f"{place}: where and what belong to a search, and to it only."
    )
    _require(search or not source.found_nothing, f"{place}: only a search finds nothing.")
    _require(source.kind is not SourceKind.BROADCAST or source.timecode, f"{place}: a broadcast needs a timecode.")


def _check_review(review: Review, content: DeskContent) -> None:
    team = next((team for team in content.teams if team.key == review.team), None)
    _require(team, f"no team {review.team}.")
    _require({*review.reviewers} <= {team.lead, *team.members}, "a reviewer is not of the team.")
    _require({*review.submitted} <= {*review.reviewers}, "somebody submitted who is not assigned.")
    rounded = review.stage is not Stage.UNREVIEWED
    _require(rounded == (len(review.reviewers) >= 2), "a round has at least two reviewers, no round has none.")
    begun = review.stage in {Stage.MARKING, Stage.RESPONDING, Stage.CLOSED}
    _require(begun == bool(review.claims), "marks belong to a review that has begun, and to it only.")
    _require(not rounded or review.opened < min(review.due, 1), "a round is opened before now and before it is due.")
    outside = {mark.person for mark in review.marks} - {*review.reviewers}
    _require(not outside, f"{sorted(outside)} mark without being assigned.")
    siblings = _siblings(review, content)
    for mark in review.marks:
        _check_mark(mark, mark.person in review.submitted, siblings)
    _check_clusters(review)
    for claim in review.claims:
        answered = [response.person for response in claim.responses]
        _require(not answered or review.stage in {Stage.RESPONDING, Stage.CLOSED}, "answers before the reveal.")
        if claim.ruling:
            _require(review.stage is Stage.CLOSED, "a ruling in an open round.")
            _check_ruling(claim.ruling, review, content)
    for dismissal in review.dismissals:
        _require(dismissal.person in review.reviewers, f"{dismissal.person} dismisses without being assigned.")


def _siblings(review: Review, content: DeskContent) -> set[str]:
    """Addresses of the articles of the same story: they never prove each other."""
    article = next(article for article in content.articles if article.slug == review.article)
    return {row.url for row in content.articles if row is article or (article.story and row.story == article.story)}


def _check_mark(mark: Mark, submitted: bool, siblings: set[str]) -> None:
    place = f"{mark.person} on “{mark.quote}”"
    if mark.reason:
        _require(mark.verdict and mark.reason in REASONS[mark.verdict], f"{place}: {mark.reason} is no such reason.")
    for item in mark.evidence:
        inside = item.source.url in siblings and item.stance is not Stance.CONTEXT
        _require(not inside, f"{place}: an article of the story is context only.")
    if not submitted:
        return
    _require(mark.verdict, f"{place}: submitted without a verdict.")
    if mark.verdict in CHARGES:
        _require(mark.reason and mark.rationale, f"{place}: submitted without reason or rationale.")
    _require(_proven(mark), f"{place}: submitted without the evidence for {mark.verdict}.")


def _proven(mark: Mark) -> bool:
    """Whether the mark has the evidence that the default policy asks for."""
    refuted = any(item.stance is Stance.REFUTES and item.source.kind is not SourceKind.SEARCH for item in mark.evidence)
    if mark.verdict is Verdict.VERIFIED:
        return any(
            item.stance is Stance.SUPPORTS and item.source.kind is not SourceKind.SEARCH for item in mark.evidence
        )
    if mark.verdict is Verdict.DISPUTED:
        return refuted
    if mark.verdict is Verdict.FABRICATED:
        return refuted or any(item.source.found_nothing for item in mark.evidence)
    return True


def _check_clusters(review: Review) -> None:
    """Marks of one claim overlap enough to join whatever the order, marks of two claims too little."""
    for claim in review.claims:
        for one, other in combinations(claim.marks, 2):
            _require(overlap(one, other) >= JOIN, f"“{one.quote}” and “{other.quote}” would not join.")
    for claim, another in combinations(review.claims, 2):
        for one in claim.marks:
            for other in another.marks:
                _require(overlap(one, other) < JOIN, f"“{one.quote}” and “{other.quote}” would join.")


def _check_ruling(ruling: Ruling, review: Review, content: DeskContent) -> None:
    person = next((person for person in content.people if person.key == ruling.by), None)
    _require(person and person.role in RULING_ROLES, f"{ruling.by} may not rule.")
    _require(ruling.by not in review.reviewers, f"{ruling.by} rules where they voted.")
    _require(ruling.verdict is not Verdict.UNDETERMINED, "a ruling is a verdict or no finding.")
    _require(len(ruling.reason) >= SHORTEST_REASON, f"the reason of {ruling.by} is shorter than 20 characters.")

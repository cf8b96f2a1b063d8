"""PURE  Read the demo desk from its files. `load()` is the way in.

The reviews are written claim by claim, one table per article (`reviews/<slug>.toml`):

    stage, team, reviewers, opened, due, expected_status     `submitted` only while marking
    [defaults]      person = answer to every claim they did not mark; "as_marked" follows the first mark
    [sources.KEY]   kind, title, …; `found = {person = day}` puts it on that person's shelf; shared by all articles
    [[claim]]       quote, occurrence, bearing, reported, outcome, stands; marks.person, responses.person, ruling
    [[dismissal]]   quote, occurrence, kind, by = [person, …]
"""

import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from editorial.demo.checking import ContentError, check, find
from editorial.demo.shapes import (
    Article,
    Claim,
    DeskContent,
    Dismissal,
    Evidence,
    Mark,
    Person,
    Publication,
    Response,
    Review,
    Role,
    Ruling,
    Source,
    SourceKind,
    Stage,
    Story,
    Team,
)
from reviews.core.verdicts import Answer, Bearing, DismissalKind, OutcomeKind, Reason, Stance, Status, Verdict

HERE = Path(__file__).parent
AS_MARKED = "as_marked"

#: What may be written in each table of a review; anything else is a slip of the pen.
PLAN_KEYS = {
    *("stage", "team", "reviewers", "submitted", "opened", "due", "expected_status"),
    *("defaults", "sources", "claim", "dismissal"),
}
CLAIM_KEYS = {"quote", "occurrence", "bearing", "reported", "outcome", "stands", "marks", "responses", "ruling"}
MARK_KEYS = {
    *("quote", "occurrence", "bearing", "reported", "verdict", "reason", "why"),
    *("supports", "refutes", "context"),
}

Table = Mapping[str, Any]
Shelves = dict[tuple[str, str], Source]


@cache
def load(folder: Path = HERE) -> DeskContent:
    """The demo desk of `folder`, checked. Raises ContentError, one sentence that names the file, where it is wrong."""
    desk = _read(folder / "desk.toml")
    articles = tuple(_article(table, folder) for table in desk["article"])
    plans = {article.slug: _read(folder / "reviews" / f"{article.slug}.toml") for article in articles}
    shelves = _shelves(_read(folder / "shelf.toml"), *plans.values())
    content = DeskContent(
        people=tuple(
            Person(key=row["key"], name=row["name"], email=row["email"], role=Role(row["role"]))
            for row in desk["person"]
        ),
        teams=tuple(
            Team(key=row["key"], name=row["name"], lead=row["lead"], members=tuple(row["members"]))
            for row in desk["team"]
        ),
        publications=tuple(Publication(**row) for row in desk["publication"]),
        stories=tuple(Story(**row) for row in desk["story"]),
        articles=articles,
        sources=tuple(shelves.values()),
        reviews=tuple(_named(_review, article, plans[article.slug], shelves) for article in articles),
    )
    check(content)
    return content


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise ContentError(f"{path.name}: there is no such file.") from error
    except tomllib.TOMLDecodeError as error:
        raise ContentError(f"{path.name}: {error}.") from error


def _article(row: Table, folder: Path) -> Article:
    file = f"{row['slug']}.txt"
    path = folder / "articles" / file
    if not path.is_file():
        raise ContentError(f"{file}: there is no such article file.")
    return Article(
        slug=row["slug"],
        file=file,
        text=path.read_text(encoding="utf-8"),
        publication=row["publication"],
        published=row["published"],
        url=row["url"],
        story=row.get("story"),
        team=row["team"],
        headline=row.get("headline"),
    )


def _shelves(*plans: Table) -> Shelves:
    """One source per finder, by (finder, key)."""
    shelves: Shelves = {}
    for plan in plans:
        for key, row in plan.get("sources", {}).items():
            fields = {name: value for name, value in row.items() if name not in {"found", "passages", "kind"}}
            for finder, accessed in row["found"].items():
                if (finder, key) in shelves:
                    raise ContentError(f"source {key}: it is on {finder}'s shelf twice.")
                own = {"passage": row["passages"][finder]} if finder in row.get("passages", {}) else {}
                shelves[finder, key] = Source(
                    key=key, finder=finder, kind=SourceKind(row["kind"]), accessed=accessed, **{**fields, **own}
                )
    return shelves


def _named(build: Any, article: Article, plan: Table, shelves: Shelves) -> Review:
    """Build a review; whatever is wrong in it names the article's file."""
    try:
        return build(article, plan, shelves)
    except (KeyError, TypeError, ValueError) as error:
        raise ContentError(f"{article.slug}.toml: {error}") from error


def _known(row: Table, keys: set[str]) -> None:
    if unknown := sorted(set(row) - keys):
        raise ContentError(f"nothing is called {', '.join(unknown)} there.")


def _review(article: Article, plan: Table, shelves: Shelves) -> Review:
    _known(plan, PLAN_KEYS)
    stage = Stage(plan["stage"])
    reviewers = tuple(plan.get("reviewers", ()))
    done = reviewers if stage in {Stage.RESPONDING, Stage.CLOSED} else tuple(plan.get("submitted", ()))
    claims = tuple(_claim(row, article, plan, shelves) for row in plan.get("claim", ()))
    return Review(
        article=article.slug,
        stage=stage,
        team=plan.get("team", article.team),
        reviewers=reviewers,
        submitted=done,
        opened=plan.get("opened", 0),
        due=plan.get("due", 0),
        claims=claims,
        dismissals=tuple(_dismissals(plan.get("dismissal", ()), article)),
        expected_status=Status(plan["expected_status"]),
    )


def _claim(row: Table, article: Article, plan: Table, shelves: Shelves) -> Claim:
    _known(row, CLAIM_KEYS)
    marks = tuple(_mark(person, mark, row, article, shelves) for person, mark in row["marks"].items())
    closed = plan["stage"] == Stage.CLOSED
    outcome = OutcomeKind(row.get("outcome", "settled" if closed else "open"))
    stands = Verdict(row["stands"]) if "stands" in row else None
    if stands is None and outcome is OutcomeKind.SETTLED:
        stands = marks[0].verdict
    ruling = row.get("ruling")
    return Claim(
        quote=row["quote"],
        marks=marks,
        responses=tuple(_responses(row, marks, plan)),
        ruling=ruling and Ruling(by=ruling["by"], verdict=_finding(ruling["verdict"]), reason=ruling["reason"]),
        outcome=outcome,
        stands=stands,
    )


def _finding(word: str) -> Verdict | None:
    return None if word == "no finding" else Verdict(word)


def _mark(person: str, row: Table, claim: Table, article: Article, shelves: Shelves) -> Mark:
    _known(row, MARK_KEYS)
    quote = row.get("quote", claim["quote"])
    occurrence = row.get("occurrence", claim.get("occurrence", 1))
    start, end = find(article.text, quote, occurrence)
    return Mark(
        person=person,
        quote=quote,
        occurrence=occurrence,
        start=start,
        end=end,
        verdict=Verdict(row["verdict"]) if "verdict" in row else None,
        reason=Reason(row["reason"]) if "reason" in row else None,
        rationale=row.get("why", ""),
        bearing=Bearing(row.get("bearing", claim.get("bearing", "central"))),
        reported=row.get("reported", claim.get("reported", False)),
        evidence=tuple(
            Evidence(source=_source(key, person, shelves), stance=stance)
            for stance in Stance
            for key in row.get(stance, ())
        ),
    )


def _source(key: str, person: str, shelves: Shelves) -> Source:
    if (person, key) not in shelves:
        raise ContentError(f"source {key} is not on {person}'s shelf.")
    return shelves[person, key]


def _responses(row: Table, marks: tuple[Mark, ...], plan: Table) -> Iterator[Response]:
    """What each assigned reviewer who did not mark the claim answers to it, if anything."""
    marked = {mark.person for mark in marks}
    given = row.get("responses", {})
    if unasked := set(given) & marked:
        raise ContentError(f"“{row['quote']}”: {sorted(unasked)} answer a claim that they marked.")
    for person in plan.get("reviewers", ()):
        answer = given.get(person, None if person in marked else plan.get("defaults", {}).get(person))
        if answer is None:
            continue
        said = {"answer": answer} if isinstance(answer, str) else answer
        word = marks[0].verdict if said["answer"] == AS_MARKED else said["answer"]
        yield Response(person=person, answer=Answer(word), rationale=said.get("why", ""))


def _dismissals(rows: list[Table], article: Article) -> Iterator[Dismissal]:
    for row in rows:
        start, end = find(article.text, row["quote"], row.get("occurrence", 1))
        for person in row["by"]:
            yield Dismissal(
                person=person,
                quote=row["quote"],
                occurrence=row.get("occurrence", 1),
                start=start,
                end=end,
                kind=DismissalKind(row["kind"]),
            )

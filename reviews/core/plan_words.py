"""What an editor is told of a plan: what was placed, what narrowed it, and how busy it makes people."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reviews.core.languages import language_name, primary, reads
from reviews.core.wording import counted, listed

if TYPE_CHECKING:
    from reviews.core.planning import ArticleWork, Load, Obstacle, Reviewer, Unplaced

#: What keeps reviewers from some articles: the kind of obstacle, and how it is said of one and of several.
_KEPT = (
    (
        "conflict",
        "has a conflict with some of the articles, or knows their reviews",
        "have a conflict with some of the articles, or know their reviews",
    ),
    ("team", "is not in the team of some of the articles", "are not in the team of some of the articles"),
    ("away", "is away until some of the articles are due", "are away until some of the articles are due"),
    ("hours", "has no hours", "have no hours"),
)
_SEVERAL = {"is": "are", "has": "have", "does": "do", "reviews": "review"}


@dataclass(frozen=True, slots=True)
class Explained:
    """A plan with what it was made from. `obstacles` by the ids of article and reviewer; `places` were wanted."""

    articles: "Sequence[ArticleWork]"
    reviewers: "Sequence[Reviewer]"
    loads: "Sequence[Load]"
    unplaced: "Sequence[Unplaced]"
    obstacles: "Mapping[tuple, Obstacle | None]"
    places: int
    unavoidable: float


def explanation(plan: Explained) -> list[str]:
    """Return the sentences that explain a plan."""
    if not plan.places:
        return ["There are no places to fill."]
    return [_filled(plan), *_languages(plan), *_kept_from_some(plan), *_busiest(plan)]


def why_unplaced(
    article: "ArticleWork", reviewers: "Sequence[Reviewer]", places: int, obstacles: "Mapping[tuple, Obstacle | None]"
) -> str:
    """Say how many of the reviewers may review an article, and what keeps the others from it."""
    met = [obstacles[article.id, reviewer.id] for reviewer in reviewers]
    why = Counter(one.words for one in met if one is not None)
    others = listed(f"{number} {several(words) if number > 1 else words}" for words, number in why.most_common())
    wanted = f"{counted(places, 'further reviewer' if article.already else 'reviewer')} wanted"
    whom = f"{met.count(None) or 'none'} of {len(reviewers)} may review it" if reviewers else "nobody was chosen"
    return f"{wanted}, {whom}: {others}." if others else f"{wanted}, {whom}."


def several(words: str) -> str:
    """Return the end of a sentence about one person as it is said of several: "does not read" to "do not read"."""
    verb, _, rest = words.partition(" ")
    return f"{_SEVERAL.get(verb, verb)} {rest}".strip()


def _filled(plan: Explained) -> str:
    missing = sum(gap.missing for gap in plan.unplaced)
    filled = f"{plan.places - missing} of {counted(plan.places, 'place')} can be" if missing else _all(plan.places)
    articles, reviewers = counted(len(plan.articles), "article"), counted(len(plan.reviewers), "reviewer")
    return f"{filled} filled: {articles}, {reviewers}."


def _all(places: int) -> str:
    return "The only place is" if places == 1 else f"All {places} places are"


def _languages(plan: Explained) -> list[str]:
    """Say how many read a language that not everybody reads."""
    said = []
    for language in sorted({primary(article.language) for article in plan.articles}):
        able = sum(reads(reviewer.languages, language) for reviewer in plan.reviewers)
        if able < len(plan.reviewers):
            verb = "reads" if able == 1 else "read"
            said.append(
                f"{able or 'None'} of {counted(len(plan.reviewers), 'reviewer')} {verb} {language_name(language)}."
            )
    return said


def _kept_from_some(plan: Explained) -> list[str]:
    """Say how many cannot be given some of the articles, for other reasons than their languages."""
    met: dict[str, set] = {}
    for (_, reviewer), obstacle in plan.obstacles.items():
        if obstacle is not None:
            met.setdefault(obstacle.kind, set()).add(reviewer)
    counts = [(len(met.get(kind, ())), one, many) for kind, one, many in _KEPT]
    return [f"{counted(number, 'reviewer')} {one if number == 1 else many}." for number, one, many in counts if number]


def _busiest(plan: Explained) -> list[str]:
    """Say who would be busiest, whether that could be helped, and for how many it would be too much."""
    names = {reviewer.id: reviewer.name or str(reviewer.id) for reviewer in plan.reviewers}
    busy = [load for load in plan.loads if load.ratio is not None]
    if not busy:
        return []
    most = max(busy, key=lambda load: load.ratio)
    name, after, before = names[most.reviewer], f"{most.ratio:.0%}", f"{most.ratio_before:.0%}"
    said = [f"The busiest, {name}, would be at {after} of their hours (now {before})."]
    if round(plan.unavoidable, 2):
        said.append(f"No plan with these people could keep everybody below {plan.unavoidable:.0%}.")
    over = sum(load.ratio > 1 for load in busy)
    if over:
        said.append(f"{counted(over, 'reviewer')} would have more work than hours.")
    return said

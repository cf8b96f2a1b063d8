"""Who may be given which article: the rules of fairness, conflicts of interest, languages and absences together."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date, datetime

from django.utils import timezone

from articles.models import Article
from reviews import rules
from reviews.core.languages import language_name
from reviews.core.planning import is_away
from reviews.models import Assignment, Ruling, Sighting, Team
from reviews.queries.people import ReviewerProfile


def day_of(moment: datetime) -> date:
    """Return the day of a moment where the desk is."""
    return timezone.localdate(moment)


def why_not_now(
    person: object, article: Article, team: Team, *, profile: ReviewerProfile, now: datetime, due: datetime | None
) -> str:
    """Return the sentence that keeps a person from being given this article now, or an empty string."""
    return rules.why_not_assignable(person, article, team) or hindrance(profile, article, now=now, due=due)


def hindrance(profile: ReviewerProfile, article: Article, *, now: datetime, due: datetime | None) -> str:
    """Return the sentence by which a conflict of interest, a language or an absence keeps somebody from an article.

    An absence does where it covers every day until the article is due, or today if it is never due.
    """
    conflict = profile.conflict_with(article)
    if conflict:
        return conflict
    if not profile.reads(article.language):
        return f"{profile.name} does not read {language_name(article.language)}, the language of this article."
    if is_away(profile.absences, day_of(now), day_of(due or now)):
        return f"{profile.name} is away until it is due." if due else f"{profile.name} is away today."
    return ""


def unfair_pairs(articles: Collection[Article], people: Collection[object]) -> Mapping[int, Mapping[int, str]]:
    """Return by person and article, by number, why they could not review it blind and fairly: the end of a sentence.

    What `rules.why_not_assignable` asks of one person and one article, in three queries for all of them.
    """
    where = {"person__in": people, "article__in": articles}
    unfair: dict[int, dict[int, str]] = defaultdict(dict)
    for person, article in Sighting.objects.filter(**where).values_list("person", "article"):
        unfair[person][article] = "has seen marks on it"
    reviewed = Assignment.objects.filter(
        round__article__in=articles, reviewer__in=people, submitted_at__isnull=False
    ).values_list("reviewer", "round__article")
    for person, article in reviewed:
        unfair[person][article] = "has reviewed it already"
    ruled = Ruling.objects.filter(claim__round__article__in=articles, by__in=people)
    for person, article in ruled.values_list("by", "claim__round__article"):
        unfair[person][article] = "has ruled on a claim of it"
    return unfair

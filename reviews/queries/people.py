"""What keeps a person from reviewing an article, and what else counts when work is given out."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.dateformat import format as worded

from articles.models import Article
from reviews.core.bylines import is_named
from reviews.models import Absence, Conflict, Profile
from reviews.models.profile import DEFAULT_CAPACITY


@dataclass(frozen=True, slots=True)
class ReviewerProfile:
    """What counts of a person when work is given out.

    `capacity_hours` per week; `languages` are ISO 639 codes, empty for any; `absences` are (first, last) day, both
    included; the three `recused_…` are numbers of publications and stories, and bylines as they were written.
    """

    person_id: int
    name: str
    capacity_hours: int
    languages: frozenset[str]
    absences: tuple[tuple[date, date], ...]
    recused_publications: frozenset[int]
    recused_bylines: frozenset[str]
    recused_stories: frozenset[int]

    def is_away(self, on_day: date) -> bool:
        """Whether they review nothing on that day."""
        return any(first <= on_day <= last for first, last in self.absences)

    def reads(self, language: str) -> bool:
        """Whether they read a text of this language; one that is not known, or said to be read, hinders nobody."""
        return not language or not self.languages or language.lower().partition("-")[0] in self.languages

    def conflict_with(self, article: Article) -> str:
        """Return the sentence that says with what of the article they have a conflict of interest, or an empty string.

        Reads only the article's own columns and, to say its name, its publication.
        """
        if is_named(self.name, article.byline):
            return f"{self.name} is named in the byline."
        if article.publication_id in self.recused_publications:
            return f"{self.name} has a conflict of interest with {article.publication}."
        if article.story_id in self.recused_stories:
            return f"{self.name} has a conflict of interest with this story."
        for byline in sorted(self.recused_bylines):
            if is_named(byline, article.byline):
                return f"{self.name} has a conflict of interest with {byline}."
        return ""

    def obstacle(self, article: Article, on_day: date) -> str | None:
        """Return the sentence that keeps them from reviewing this article on that day, or None.

        What follows from the review itself (marks seen, rulings, having left) is in `rules.why_not_assignable`.
        """
        conflict = self.conflict_with(article)
        if conflict:
            return conflict
        for first, last in self.absences:
            if first <= on_day <= last:
                return f"{self.name} is away until {worded(last, 'j F Y')}."
        if not self.reads(article.language):
            return f"{self.name} does not read the language of this article ({article.language})."
        return None


def profiles(people: Iterable[object]) -> Mapping[int, ReviewerProfile]:
    """Return what counts of each of these people, by their number, in three queries however many they are."""
    people = list(people)
    stored = {profile.person_id: profile for profile in Profile.objects.filter(person__in=people)}
    away: dict[int, list[tuple[date, date]]] = defaultdict(list)
    for person, first, last in Absence.objects.filter(person__in=people).values_list("person", "first", "last"):
        away[person].append((first, last))
    conflicts: dict[int, list[Conflict]] = defaultdict(list)
    for conflict in Conflict.objects.filter(person__in=people):
        conflicts[conflict.person_id].append(conflict)
    return {
        person.pk: _profile(person, stored.get(person.pk), away[person.pk], conflicts[person.pk]) for person in people
    }


def obstacle(person: object, article: Article, on_day: date) -> str | None:
    """Return the sentence that keeps a person from reviewing this article on that day, or None: conflict, absence,
    language.
    """
    return profiles([person])[person.pk].obstacle(article, on_day)


def _profile(
    person: object, stored: Profile | None, away: list[tuple[date, date]], conflicts: list[Conflict]
) -> ReviewerProfile:
    """Put together what counts of one person."""
    return ReviewerProfile(
        person_id=person.pk,
        name=str(person),
        capacity_hours=stored.capacity_hours if stored else DEFAULT_CAPACITY,
        languages=frozenset(stored.languages if stored else ()),
        absences=tuple(sorted(away)),
        recused_publications=frozenset(c.publication_id for c in conflicts if c.publication_id),
        recused_bylines=frozenset(c.byline for c in conflicts if c.byline),
        recused_stories=frozenset(c.story_id for c in conflicts if c.story_id),
    )

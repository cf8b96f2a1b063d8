"""Filters of the articles dashboard; every one of them lives in the address."""

import django_filters
from django import forms
from django.db.models import Case, F, IntegerField, Q, QuerySet, Value, When

from articles.models import Article, Publication, Story
from reviews.core.verdicts import Status
from reviews.models import Team
from reviews.models.choices import STATUSES
from reviews.queries.dashboard import counts_by, needing_a_ruling, short_of_a_reviewer, with_nobody_assigned

NEEDS = [("ruling", "needs a ruling"), ("reviewer", "short of a reviewer"), ("nobody", "nobody assigned")]
_NEEDS = {"ruling": needing_a_ruling, "reviewer": short_of_a_reviewer, "nobody": with_nobody_assigned}
#: The order in which statuses are listed, gravest first.
STATUS_ORDER = (
    Status.FABRICATED,
    Status.DISPUTED,
    Status.CONTESTED,
    Status.UNDETERMINED,
    Status.MINOR_ERRORS,
    Status.THIN,
    Status.VERIFIED,
    Status.IN_REVIEW,
    Status.UNREVIEWED,
)
_GRAVITY = Case(
    *(When(shown_status=status.value, then=Value(place)) for place, status in enumerate(STATUS_ORDER)),
    output_field=IntegerField(),
)
#: How the table can be sorted, by the words in the address.
ORDERS = {
    "newest": ("-imported_at", "-pk"),
    "title": ("title", "pk"),
    "due": (F("standing__due").asc(nulls_last=True), "-imported_at", "-pk"),
    "status": (_GRAVITY, "-imported_at", "-pk"),
}
#: What each choice in the sidebar filters by, and the field that its counts are grouped by.
FACETS = {"status": "shown_status", "story": "story", "publication": "publication", "team": "standing__team"}


class ArticleFilter(django_filters.FilterSet):
    """Words, status, story, publication, team and what an article needs. Nonsense values are ignored with a notice."""

    q = django_filters.CharFilter(
        method="by_words",
        label="Words",
        max_length=200,
        widget=forms.TextInput(attrs={"type": "search", "placeholder": "title or text", "autocomplete": "off"}),
    )
    status = django_filters.ChoiceFilter(field_name="shown_status", choices=STATUSES)
    story = django_filters.ModelChoiceFilter(queryset=Story.objects.all())
    publication = django_filters.ModelChoiceFilter(queryset=Publication.objects.all())
    team = django_filters.ModelChoiceFilter(field_name="standing__team", queryset=Team.objects.all())
    needs = django_filters.ChoiceFilter(method="by_need", choices=NEEDS)

    class Meta:
        model = Article
        fields: list[str] = []

    def by_words(self, articles: QuerySet, _name: str, words: str) -> QuerySet:
        """Keep articles in whose title or text every word occurs."""
        for word in words.split():
            articles = articles.filter(Q(title__icontains=word) | Q(current__text__icontains=word))
        return articles

    def by_need(self, articles: QuerySet, _name: str, need: str) -> QuerySet:
        """Keep articles that need a decision of this kind, and to whose marks the person is not blind."""
        articles = articles.filter(_NEEDS[need]())
        return articles if need == "nobody" else articles.filter(blind=False)

    def without(self, *names: str) -> QuerySet:
        """Return the articles filtered by all but these filters, so that their choices can be counted."""
        articles = self.queryset.all()
        for name, value in self.form.cleaned_data.items():
            if name not in names:
                articles = self.filters[name].filter(articles, value)
        return articles

    def counts(self) -> dict[str, dict[object, int]]:
        """Return, for each facet, how many articles each of its choices would leave: one query per facet."""
        return {name: counts_by(self.without(name), field) for name, field in FACETS.items()}

    def need_counts(self) -> dict[str, int]:
        """Return how many articles have each need: one query per need."""
        articles = self.without("needs")
        return {need: self.by_need(articles, "needs", need).count() for need, _ in NEEDS}

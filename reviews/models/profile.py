from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.dateformat import format as worded

from articles.models import Publication, Story

#: Hours per week that count for somebody who has not said how many they have.
DEFAULT_CAPACITY = 10
#: More hours than a week of work has.
CAPACITY_AT_MOST = 80


class Profile(models.Model):
    """What a person says of themselves as a reviewer. Who has none has said nothing: the defaults count.

    `languages` are ISO 639 codes of those they read, empty for any; `beats` are subjects in their own words. `mail`
    says per kind of notice how it comes by e-mail ("at_once", "digest" or "off") where it is not the default.
    """

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, primary_key=True, related_name="profile"
    )
    capacity_hours = models.PositiveSmallIntegerField(
        "capacity", default=DEFAULT_CAPACITY, help_text="Hours per week for reviewing."
    )
    languages = models.JSONField(default=list, blank=True)
    beats = models.JSONField(default=list, blank=True)
    mail = models.JSONField(default=dict, blank=True)
    changed_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["person"]
        constraints = [
            models.CheckConstraint(condition=Q(capacity_hours__lte=CAPACITY_AT_MOST), name="reviews_profile_capacity"),
        ]

    def __str__(self) -> str:
        return f"Profile of {self.person}"


class Absence(models.Model):
    """Days on which a person reviews nothing, the first and the last included."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="absences")
    first = models.DateField("from")
    last = models.DateField("to")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["person", "first"]
        constraints = [models.CheckConstraint(condition=Q(last__gte=F("first")), name="reviews_absence_days")]

    def __str__(self) -> str:
        return f"{self.person}, {worded(self.first, 'j F Y')} to {worded(self.last, 'j F Y')}"


class Conflict(models.Model):
    """A conflict of interest: whose articles a person may not review. A publication, a byline or a story, one of them.

    `byline_key` is the byline as names are compared (`reviews.core.bylines`).
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="conflicts")
    publication = models.ForeignKey(Publication, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    story = models.ForeignKey(Story, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    byline = models.CharField(max_length=120, blank=True)
    byline_key = models.CharField(max_length=120, blank=True, editable=False)
    why = models.CharField(max_length=300, blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["person", "pk"]
        verbose_name = "conflict of interest"
        verbose_name_plural = "conflicts of interest"
        constraints = [
            models.CheckConstraint(
                condition=Q(publication__isnull=False, story=None, byline="")
                | Q(publication=None, story__isnull=False, byline="")
                | (Q(publication=None, story=None) & ~Q(byline="")),
                name="reviews_conflict_with_one_thing",
            ),
            models.UniqueConstraint(fields=["person", "publication"], name="reviews_conflict_publication_once"),
            models.UniqueConstraint(fields=["person", "story"], name="reviews_conflict_story_once"),
            models.UniqueConstraint(
                fields=["person", "byline_key"], condition=~Q(byline=""), name="reviews_conflict_byline_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.subject}"

    @property
    def subject(self) -> str:
        """What the conflict is with, in words."""
        if self.publication_id:
            return f"publication {self.publication}"
        return f"story {self.story}" if self.story_id else f"articles by {self.byline}"

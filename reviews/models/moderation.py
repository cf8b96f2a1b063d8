"""What keeps the desk honest: flags, the cases they make, what moderators did with them, appeals and suspensions."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from articles.models import Article
from reviews.models.annotation import Annotation
from reviews.models.comment import Comment
from reviews.models.evidence import Source
from reviews.models.response import Response

#: Kinds of things that are flagged, and the column of a case that points to one; an article is named by every case.
THINGS = ("annotation", "response", "comment", "source", "article")


def _only(kind: str) -> Q:
    """Return the condition that a case of a kind points to its thing and to no other."""
    others = {f"{thing}__isnull": thing != kind for thing in THINGS if thing != "article"}
    return Q(kind=kind, **others)


class FlagKind(models.TextChoices):
    """What is wrong with something, gravest first."""

    PERSONAL_DATA = "personal_data", "personal data"
    ABUSIVE = "abusive", "abusive"
    FALSE_EVIDENCE = "false_evidence", "false evidence"
    CONFLICT = "conflict", "conflict of interest"
    OFF_TOPIC = "off_topic", "off topic"
    OTHER = "other", "something else"


class Case(models.Model):
    """One thing that was flagged or moderated: the queue shows its open flags together, in context.

    `article` is where it belongs, `person` whose work it is. `severity` is that of the gravest open flag or appeal (0:
    none). `held_by` is the moderator who has taken it on. `version` counts what happened to it.
    """

    class Kind(models.TextChoices):
        """What kind of thing it is about."""

        ANNOTATION = "annotation", "mark"
        RESPONSE = "response", "answer"
        COMMENT = "comment", "comment"
        SOURCE = "source", "source"
        ARTICLE = "article", "article"

    kind = models.CharField(max_length=10, choices=Kind)
    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="cases")
    annotation = models.OneToOneField(Annotation, on_delete=models.CASCADE, null=True, blank=True, related_name="case")
    response = models.OneToOneField(Response, on_delete=models.CASCADE, null=True, blank=True, related_name="case")
    comment = models.OneToOneField(Comment, on_delete=models.CASCADE, null=True, blank=True, related_name="case")
    source = models.OneToOneField(Source, on_delete=models.CASCADE, null=True, blank=True, related_name="case")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="cases"
    )
    severity = models.PositiveSmallIntegerField(default=0)
    is_open = models.BooleanField(default=True)
    escalated = models.BooleanField(default=False, help_text="For an admin to decide.")
    held_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    held_at = models.DateTimeField(null=True, blank=True)
    opened_at = models.DateTimeField(default=timezone.now)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        ordering = ["-severity", "opened_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=_only("annotation")
                | _only("response")
                | _only("comment")
                | _only("source")
                | _only("article"),
                name="reviews_case_one_thing",
            ),
            models.UniqueConstraint(
                fields=["article"], condition=Q(kind="article"), name="reviews_case_once_per_article"
            ),
        ]
        indexes = [models.Index(fields=["is_open", "-severity", "opened_at"], name="reviews_case_queue")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.thing_id}"

    @property
    def thing(self) -> models.Model:
        """What it is about."""
        return getattr(self, self.kind)

    @property
    def thing_id(self) -> int:
        """The number of what it is about."""
        return getattr(self, f"{self.kind}_id")

    @property
    def hidden(self) -> bool:
        """Whether what it is about is hidden now."""
        return self.thing.hidden_at is not None


class Flag(models.Model):
    """One person's report that something is wrong with a thing. Whose work it is never learns who reported it."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="flags")
    kind = models.CharField(max_length=16, choices=FlagKind)
    note = models.TextField(max_length=2_000, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="flags")
    at = models.DateTimeField(default=timezone.now)
    answered_at = models.DateTimeField(null=True, blank=True, help_text="When a moderator dealt with it.")

    class Meta:
        ordering = ["case", "at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["case", "by"], name="reviews_flag_once_per_person"),
            models.CheckConstraint(condition=Q(kind__in=FlagKind.values), name="reviews_flag_kind"),
        ]
        indexes = [models.Index(fields=["by", "at"], name="reviews_flag_rate")]

    def __str__(self) -> str:
        return self.get_kind_display()


class ModerationEntry(models.Model):
    """What a moderator did about a case, why, and by which event of the log it can be found."""

    class Deed(models.TextChoices):
        """What can be done."""

        HIDE = "hide", "hid it"
        RESTORE = "restore", "restored it"
        REDACT = "redact", "redacted it"
        WARN = "warn", "warned its author"
        SUSPEND = "suspend", "suspended its author"
        LIFT = "lift", "lifted the suspension"
        DISMISS = "dismiss", "dismissed the flags"
        ESCALATE = "escalate", "handed it to an admin"

    class Reason(models.TextChoices):
        """Why; the note says the rest."""

        PERSONAL_DATA = "personal_data", "personal data"
        ABUSE = "abuse", "abusive or insulting"
        FALSE_EVIDENCE = "false_evidence", "false evidence"
        CONFLICT = "conflict", "conflict of interest"
        OFF_TOPIC = "off_topic", "off topic or spam"
        REPEATED = "repeated", "again and again"
        UNFOUNDED = "unfounded", "nothing wrong with it"
        MISTAKE = "mistake", "the former decision was a mistake"
        APPEAL = "appeal", "the appeal was right"
        BEYOND_ME = "beyond_me", "not for me to decide"
        OTHER = "other", "another reason: see the note"

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="entries")
    deed = models.CharField(max_length=10, choices=Deed)
    reason = models.CharField(max_length=16, choices=Reason)
    note = models.TextField(max_length=4_000, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="moderated")
    at = models.DateTimeField(default=timezone.now)
    position = models.PositiveIntegerField(help_text="Of its event in the chain of the article.")

    class Meta:
        ordering = ["case", "at", "pk"]
        verbose_name_plural = "moderation entries"
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    deed__in=["hide", "restore", "redact", "warn", "suspend", "lift", "dismiss", "escalate"],
                ),
                name="reviews_moderationentry_deed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.by} {self.get_deed_display()}"


class Appeal(models.Model):
    """What somebody answers to a moderator's decision about their work: once per decision."""

    entry = models.OneToOneField(ModerationEntry, on_delete=models.CASCADE, related_name="appeal")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="appeals")
    text = models.TextField(max_length=4_000)
    at = models.DateTimeField(default=timezone.now)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="reviews_appeal_text")]

    def __str__(self) -> str:
        return f"{self.by} appeals"


class Suspension(models.Model):
    """That a person may read and appeal, and do nothing else, until a moment or until it is lifted.

    Whether their former votes count meanwhile is the moderator's explicit choice: those that do not are set aside, each
    review by this suspension (`Assignment.set_aside_by`), until a moderator lets them count again.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="suspensions")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="suspensions")
    until = models.DateTimeField()
    votes_count = models.BooleanField(help_text="Whether what they voted before still counts.")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["person"], condition=Q(lifted_at=None), name="reviews_suspension_one"),
            models.CheckConstraint(condition=Q(until__gt=models.F("at")), name="reviews_suspension_until"),
        ]

    def __str__(self) -> str:
        return f"{self.person} until {self.until:%-d %B %Y}"

from django.conf import settings
from django.db import models
from django.utils import timezone

from articles.models.article import Article
from articles.models.batch import Batch
from articles.models.original import Original


class BatchItem(models.Model):
    """One thing of a batch on its way to becoming an article: a file, a paste, an address, a row.

    What is waiting or saving is work: whoever claims it (`claim`, until `claimed_until`) does it, in any process. A
    claim that ran out, because its process died, is anybody's again. A file of many articles is opened into items of
    their own, whose `parent` it is. `draft` is what was read; `corrections` and `kinds` are what a person made of it.
    """

    class Source(models.TextChoices):
        """Where the bytes come from."""

        FILE = "file", "file"
        PASTE = "paste", "paste"
        ADDRESS = "address", "address"
        ROW = "row", "row"

    class State(models.TextChoices):
        """How far it has come."""

        WAITING = "waiting", "waiting"
        READY = "ready", "to look at"
        SAVING = "saving", "saving"
        DONE = "done", "done"
        FAILED = "failed", "failed"
        LEFT_OUT = "left_out", "left out"
        OPENED = "opened", "opened"

    class Match(models.TextChoices):
        """What of the desk's it resembles."""

        NONE = "", "nothing like it is here"
        KNOWN = "known", "already here"
        REVISION = "revision", "another text of an article that is here"
        COPY = "copy", "the same text from another publication"
        SIMILAR = "similar", "nearly the text of an article that is here"

    class Decision(models.TextChoices):
        """What a person said to do about a match."""

        NONE = "", "nothing said"
        ARTICLE = "article", "an article of its own"
        REVISION = "revision", "a new revision"

    class Outcome(models.TextChoices):
        """What it came to."""

        NONE = "", "nothing yet"
        ARTICLE = "article", "new article"
        REVISION = "revision", "new revision"
        KNOWN = "known", "already here"

    #: States that somebody or something still works on.
    WORK = (State.WAITING, State.SAVING)

    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="items")
    parent = models.ForeignKey("self", on_delete=models.CASCADE, null=True, blank=True, related_name="parts")
    source = models.CharField(max_length=8, choices=Source)
    name = models.CharField(max_length=500, blank=True)
    url = models.CharField("address", max_length=2000, blank=True)
    content_type = models.CharField(max_length=200, blank=True)
    original = models.ForeignKey(Original, on_delete=models.PROTECT, null=True, blank=True, related_name="items")

    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    claim = models.UUIDField(null=True, editable=False)
    claimed_until = models.DateTimeField(null=True, editable=False)
    attempts = models.PositiveSmallIntegerField(default=0)
    opened = models.PositiveIntegerField(default=0, help_text="Parts that were made of it so far.")
    reason = models.TextField(blank=True, help_text="Why it failed, or what was left of it.")

    title = models.CharField(max_length=300, blank=True)
    draft = models.JSONField(null=True, editable=False)
    corrections = models.JSONField(default=dict, editable=False)
    kinds = models.JSONField(default=dict, editable=False)
    names = models.JSONField(default=list, editable=False)
    certain = models.BooleanField(default=False, help_text="Nothing of it is doubtful.")

    match = models.CharField(max_length=8, choices=Match, blank=True)
    match_article = models.ForeignKey(Article, on_delete=models.SET_NULL, null=True, related_name="+")
    match_share = models.FloatField(null=True, help_text="Shingles shared with it, 0 to 1.")
    decision = models.CharField(max_length=8, choices=Decision, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    outcome = models.CharField(max_length=8, choices=Outcome, blank=True)
    article = models.ForeignKey(Article, on_delete=models.SET_NULL, null=True, related_name="+")
    changed_at = models.DateTimeField(default=timezone.now)

    #: Whether whoever looks may see these two; a query says so (`as_seen_by`), and nobody may where none did.
    match_seen = False
    article_seen = False

    class Meta:
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["batch", "state", "id"], name="articles_item_of_batch"),
            models.Index(
                fields=["id"], condition=models.Q(state__in=["waiting", "saving"]), name="articles_item_to_do"
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(state="failed") | ~models.Q(reason=""), name="articles_item_failed_with_reason"
            ),
        ]

    def __str__(self) -> str:
        return self.title or self.name or self.url

    @property
    def at_work(self) -> bool:
        """Whether somebody is at it at this moment."""
        return self.state in self.WORK and self.claimed_until is not None and self.claimed_until > timezone.now()

    @property
    def look(self) -> str:
        """How a list draws it: its state, and of what is to be looked at whether it is certain."""
        if self.state == self.State.READY:
            return "certain" if self.certain else "look"
        return "known" if self.outcome == self.Outcome.KNOWN else self.state

    @property
    def look_words(self) -> str:
        """What a list says of it."""
        if self.state == self.State.READY:
            return self._match_words or ("certain" if self.certain else "doubtful")
        if self.state == self.State.DONE:
            return {self.Outcome.KNOWN: "already here", self.Outcome.REVISION: "saved as a new revision"}.get(
                self.outcome, "saved"
            )
        if self.at_work:
            return "saving" if self.state == self.State.SAVING else "being read"
        return self.reason or self.get_state_display()

    @property
    def share_words(self) -> str:
        """How much of it is in the article that it resembles, in words."""
        if self.match_share is None:
            return ""
        if self.match_share >= 1:
            return "the same text"
        return f"{int(self.match_share * 100)} % of the words, in the same order"

    @property
    def match_unseen(self) -> str:
        """What is said of an article that it resembles to whoever may not see that one: that it is here."""
        return {
            self.Match.KNOWN: "already on the desk, outside your teams",
            self.Match.REVISION: "its address is on the desk already, outside your teams",
            self.Match.COPY: "the same text is on the desk already, outside your teams",
            self.Match.SIMILAR: "nearly the same text is on the desk already, outside your teams",
        }.get(self.match, "")

    @property
    def _match_words(self) -> str:
        if not self.match_article:
            return ""
        if not self.match_seen:
            return self.match_unseen
        begun = {
            self.Match.KNOWN: "already here:",
            self.Match.REVISION: "new revision of",
            self.Match.COPY: "copy of",
            self.Match.SIMILAR: "looks like",
        }.get(self.match)
        return f"{begun} {self.match_article}" if begun else ""

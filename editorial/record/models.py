"""The append-only log: events in hash chains, one per article and one for the desk."""

from typing import NoReturn

from django.conf import settings
from django.db import models


class AppendOnly(Exception):  # noqa: N818 - says what the log is
    """Somebody tried to change or delete an event."""


class EventQuerySet(models.QuerySet):
    """Reads only: an event, once appended, stays as it is."""

    def update(self, **kwargs: object) -> NoReturn:  # noqa: ARG002 - Django's signature
        """Refuse."""
        raise AppendOnly("Events are never changed.")

    def delete(self) -> NoReturn:
        """Refuse."""
        raise AppendOnly("Events are never deleted.")

    def bulk_create(self, *args: object, **kwargs: object) -> NoReturn:  # noqa: ARG002 - Django's signature
        """Refuse: only `log.append` makes events, one by one."""
        raise AppendOnly("Events are appended one by one.")

    def bulk_update(self, *args: object, **kwargs: object) -> NoReturn:  # noqa: ARG002 - Django's signature
        """Refuse."""
        raise AppendOnly("Events are never changed.")


class Chain(models.Model):
    """The head of one chain, kept apart so that a cut-off end is noticed. Its row is the lock of an append."""

    name = models.CharField(max_length=60, primary_key=True)
    length = models.PositiveIntegerField(default=0)
    head = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Event(models.Model):
    """One line of the log: who, by what right, what, when, and the payload (before, after, why)."""

    chain = models.ForeignKey(Chain, on_delete=models.PROTECT, related_name="events")
    position = models.PositiveIntegerField()
    kind = models.CharField(max_length=60)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="events"
    )
    right = models.CharField(max_length=140, help_text="By what right it was done: a role, or “system”.")
    at = models.DateTimeField()
    payload = models.JSONField(null=True, blank=True)
    salt = models.CharField(max_length=32, blank=True)
    payload_digest = models.CharField(max_length=64)
    previous = models.CharField(max_length=64, blank=True)
    digest = models.CharField(max_length=64)

    objects = EventQuerySet.as_manager()

    class Meta:
        ordering = ["chain", "position"]
        constraints = [models.UniqueConstraint(fields=["chain", "position"], name="record_event_position_once")]
        indexes = [
            models.Index(fields=["actor", "-at"], name="record_event_actor"),
            models.Index(fields=["kind", "-at"], name="record_event_kind"),
        ]

    def __str__(self) -> str:
        return f"{self.chain_id} {self.position}: {self.kind}"

    def save(self, *args, **kwargs) -> None:
        """Append; refuse to change what stands."""
        if self.pk is not None:
            raise AppendOnly("Events are never changed.")
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs) -> NoReturn:  # noqa: ARG002 - Django's signature
        """Refuse."""
        raise AppendOnly("Events are never deleted.")

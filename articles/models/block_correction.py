from django.conf import settings
from django.db import models
from django.utils import timezone

from articles.blocks import BlockKind
from articles.models.revision import Revision

KINDS = [(kind.value, kind.value.replace("_", " ")) for kind in BlockKind]


class BlockCorrection(models.Model):
    """An editor's word on what a block is: from its first code point on, with the kind that was read.

    The revision's `blocks` and `sentences` follow from its text, the kinds as read and these corrections; whoever
    takes a correction back gets what was read.
    """

    revision = models.ForeignKey(Revision, on_delete=models.CASCADE, related_name="block_corrections")
    start = models.PositiveIntegerField()
    read_as = models.CharField(max_length=10, choices=KINDS)
    read_level = models.PositiveSmallIntegerField(default=0)
    kind = models.CharField(max_length=10, choices=KINDS)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["revision", "start"]
        constraints = [
            models.UniqueConstraint(fields=["revision", "start"], name="articles_block_corrected_once"),
            models.CheckConstraint(
                condition=~models.Q(kind=models.F("read_as")), name="articles_block_correction_changes"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.read_as} is {self.kind}"

from django.db import models

from articles.models.revision import Revision


class Extract(models.Model):
    """What was read of a revision for comparing it within its story (`articles.crosscheck.kept`); made once, kept.

    `key` says of which sentences, in which language and by which reader: where one of these changes, it is read anew.
    """

    revision = models.OneToOneField(Revision, on_delete=models.CASCADE, related_name="extract")
    key = models.CharField(max_length=64, editable=False)
    data = models.JSONField()
    read_to = models.PositiveIntegerField(help_text="Code points that were read; a longer text is not read to its end.")

    class Meta:
        ordering = ["revision"]

    def __str__(self) -> str:
        return f"extract of {self.revision}"

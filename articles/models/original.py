from django.db import models
from django.utils import timezone

#: Bytes in one piece: what is in memory at a time while an original is written or read.
PIECE = 512 * 1024


class Original(models.Model):
    """The bytes that something was imported from, as they came; the same bytes are kept once.

    They are in the database, in pieces, so that every web process of a desk finds them and a backup has them.
    """

    sha256 = models.CharField(max_length=64, unique=True)
    size = models.PositiveBigIntegerField(help_text="Bytes.")
    kept_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.sha256[:12]}, {self.size} bytes"


class OriginalPiece(models.Model):
    """A stretch of an original's bytes: piece n begins at n × `PIECE`."""

    original = models.ForeignKey(Original, on_delete=models.CASCADE, related_name="pieces")
    number = models.PositiveIntegerField()
    data = models.BinaryField()

    class Meta:
        ordering = ["original", "number"]
        constraints = [models.UniqueConstraint(fields=["original", "number"], name="articles_piece_once")]

    def __str__(self) -> str:
        return f"{self.original}, piece {self.number}"

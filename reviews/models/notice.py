from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from articles.models import Article
from reviews.core.notices import Kind, Mail
from reviews.models.assignment import Assignment
from reviews.models.choices import choices, within
from reviews.models.claim import Claim


class Notice(models.Model):
    """That a person is told of something. Its words are put together where it is shown, from what it points to.

    `once` names what may be told only once (a due date, say); `mail` says how it goes out by e-mail, `mailed_at` when
    it went into a letter. It never holds what a mark, a vote or a source says.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="notices")
    kind = models.CharField(max_length=16, choices=choices(Kind))
    article = models.ForeignKey(Article, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    claim = models.ForeignKey(Claim, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    assignment = models.ForeignKey(Assignment, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    detail = models.CharField(max_length=300, blank=True)
    once = models.CharField(max_length=80, null=True, blank=True, editable=False)  # noqa: DJ001 - NULLs are no repeats
    made_at = models.DateTimeField(default=timezone.now)
    read_at = models.DateTimeField(null=True, blank=True)
    mail = models.CharField(max_length=8, choices=choices(Mail), default=Mail.OFF.value)
    mailed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=within("kind", Kind), name="reviews_notice_kind"),
            models.CheckConstraint(condition=within("mail", Mail), name="reviews_notice_mail"),
            models.UniqueConstraint(fields=["person", "once"], name="reviews_notice_once"),
        ]
        indexes = [
            models.Index(fields=["person", "-made_at"], name="reviews_notice_list"),
            models.Index(fields=["person", "id"], condition=Q(read_at=None), name="reviews_notice_unread"),
            models.Index(
                fields=["person", "id"], condition=Q(mail="digest", mailed_at=None), name="reviews_notice_digest"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.article or self.detail} ({self.person})"

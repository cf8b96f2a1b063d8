from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from editorial.record import log
from reviews import rules
from reviews.actions.annotate import checked_words
from reviews.actions.bounds import check_rate
from reviews.actions.errors import NotAllowed, Refused
from reviews.actions.notify import notify_discussion
from reviews.models import Claim, Comment

#: Characters of a comment that the desk keeps.
COMMENT_AT_MOST = 10_000


@transaction.atomic
def discuss(*, claim: Claim, by: object, uuid: UUID, text: str, now: datetime) -> Comment:
    """Add a comment to a claim's discussion. The same UUID again is harmless: the form was sent twice."""
    known = Comment.objects.filter(uuid=uuid).first()
    if known:
        if known.author_id != by.pk or known.claim_id != claim.pk:
            raise NotAllowed("This comment is somebody else's.")
        return known
    why_not = rules.why_not_discuss(by, claim)
    if why_not:
        raise NotAllowed(why_not)
    text = checked_words(text, "comment").strip()
    if not text:
        raise Refused("Comment: it is empty.", field="text")
    if len(text) > COMMENT_AT_MOST:
        raise Refused(f"Comment: at most {COMMENT_AT_MOST:,} characters; it has {len(text):,}.", field="text")
    check_rate(Comment.objects.filter(author=by), "comments", moment="made_at", now=now)
    try:
        with transaction.atomic():
            comment = Comment.objects.create(uuid=uuid, claim=claim, author=by, text=text, made_at=now)
    except IntegrityError:  # It was sent twice at one moment, and the other was first.
        return Comment.objects.get(uuid=uuid, author=by)
    log.append(
        chain=log.article_chain(claim.round.article_id),
        kind="claim.discussed",
        actor=by,
        right="reviewer",
        at=now,
        payload={"claim": claim.pk, "comment": str(uuid), "text": text},
    )
    notify_discussion(claim=claim, by=by, now=now)
    return comment

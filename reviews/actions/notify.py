"""Tell people what happened, in the transaction of the action that did it. Letters go out after it."""

from collections.abc import Iterable
from datetime import datetime
from itertools import groupby

from django.conf import settings
from django.core import signing
from django.db import IntegrityError, transaction
from django.urls import reverse

from articles.models import Article
from editorial.post import outbox
from reviews.core.notices import LABELS, Kind, Mail, chosen
from reviews.models import Assignment, Claim, Membership, Notice, Profile, Round, Team
from reviews.queries.claims import claims_owed_by
from reviews.queries.notices import path_of, sentence, subject

#: What a link that switches e-mails off is signed for.
OFF = "reviews.notices.off"
#: In such a link: the digest as a whole.
DIGEST = "digest"


def notify(
    *,
    kind: Kind,
    people: Iterable[object],
    now: datetime,
    by: object | None = None,
    article: Article | None = None,
    claim: Claim | None = None,
    assignment: Assignment | None = None,
    detail: str = "",
    once: str = "",
) -> list[Notice]:
    """Tell people, each once, and neither who did it nor who has left; return the notices.

    Runs inside its caller's transaction. `detail` is a few words of the desk's own, never of a mark, a comment or a
    source; without an article it is the whole sentence. `once` names what nobody is told twice.
    """
    told = {person.pk: person for person in people if person.is_active and (by is None or person.pk != by.pk)}
    choices = dict(Profile.objects.filter(person__in=told).values_list("person", "mail"))
    notices = [
        Notice(
            person=person,
            kind=kind,
            article=article,
            claim=claim,
            assignment=assignment,
            by=by,
            detail=detail[:300],
            once=once or None,
            made_at=now,
            mail=chosen(choices.get(person.pk, {}), kind),
        )
        for person in told.values()
    ]
    written = [notice for notice in notices if _write(notice)] if once else Notice.objects.bulk_create(notices)
    for notice in written:
        if notice.mail == Mail.AT_ONCE:
            _mail(notice.person, [notice], subject=subject(notice), off=kind, now=now)
    return written


def _write(notice: Notice) -> bool:
    """Write a notice that is told once; False if it was told before."""
    try:
        with transaction.atomic():
            notice.save()
    except IntegrityError:
        return False
    return True


def notify_assigned(*, assignments: Iterable[Assignment], by: object | None, now: datetime) -> None:
    """Tell reviewers that they have been asked."""
    for assignment in assignments:
        notify(
            kind=Kind.ASSIGNED,
            people=[assignment.reviewer],
            now=now,
            by=by,
            article=assignment.round.article,
            assignment=assignment,
        )


def notify_owing(*, round_: Round, now: datetime) -> None:
    """Tell the reviewers of a round in its second pass who owe answers, each once per round."""
    owing = round_.assignments.filter(state=Assignment.State.SUBMITTED, responded_at=None)
    for assignment in owing.select_related("reviewer", "round"):
        if claims_owed_by(assignment).exists():
            notify(
                kind=Kind.RESPONSE_OWED,
                people=[assignment.reviewer],
                now=now,
                article=round_.article,
                assignment=assignment,
                once=f"owed:{assignment.pk}",
            )


def notify_voters(*, claim: Claim, by: object, now: datetime) -> None:
    """Tell who voted on a claim that it was ruled on."""
    notify(kind=Kind.RULED, people=_voters(claim), now=now, by=by, article=claim.round.article, claim=claim)


def notify_discussion(*, claim: Claim, by: object, now: datetime) -> None:
    """Tell who wrote in a claim's discussion before that somebody else did."""
    authors = {comment.author_id: comment.author for comment in claim.comments.select_related("author")}
    notify(kind=Kind.REPLY, people=authors.values(), now=now, by=by, article=claim.round.article, claim=claim)


def notify_leads(*, team: Team, article: Article, why: str, by: object | None, now: datetime) -> None:
    """Tell a team's leads that a place of one of its rounds is free again, and why."""
    leads = Membership.objects.filter(team=team, role=Membership.Role.LEAD).select_related("person")
    notify(kind=Kind.RETURNED, people=[m.person for m in leads], now=now, by=by, article=article, detail=why)


def _voters(claim: Claim) -> list[object]:
    """Return who marked a claim or answered it."""
    marks = claim.annotations.filter(deleted_at=None).select_related("assignment__reviewer")
    answers = claim.responses.select_related("assignment__reviewer")
    return [row.assignment.reviewer for row in (*marks, *answers)]


def mail_digest(*, person: object, notices: Iterable[Notice], now: datetime) -> None:
    """Write one letter with several notices, kind by kind."""
    ordered = sorted(notices, key=lambda notice: (notice.kind, notice.made_at))
    one = len(ordered) == 1
    words = subject(ordered[0]) if one else f"{len(ordered)} things on your desk"
    _mail(person, ordered, subject=words, off=DIGEST, now=now)


def _mail(person: object, notices: list[Notice], *, subject: str, off: str, now: datetime) -> None:
    """Put a letter into the outbox, with the link that ends letters of its kind."""
    desk = settings.DESK_URL
    link = desk + reverse("notices-off", args=[off_token(person, off)])
    parts = [f"Hello {person},"]
    for kind, group in groupby(notices, key=lambda notice: notice.kind):
        if len(notices) > 1:
            parts.append(LABELS[Kind(kind)].upper())
        parts += [f"{sentence(notice)}\n{desk}{path_of(notice)}" for notice in group]
    what = "the digest" if off == DIGEST else "e-mails of this kind"
    parts.append(
        f"--\nEnd {what}: {link}\nChoose what comes by e-mail: {desk}{reverse('person', args=[person.pk])}#mail"
    )
    headers = {"List-Unsubscribe": f"<{link}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    outbox.put(to=person.email, subject=subject, text="\n\n".join(parts) + "\n", now=now, headers=headers)


def off_token(person: object, what: str) -> str:
    """Return what a link carries that ends letters of a kind, or the digest, without signing in."""
    return signing.dumps([person.pk, what], salt=OFF)

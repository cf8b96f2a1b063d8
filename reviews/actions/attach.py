"""The reviewer's shelf, and what is attached from it to marks."""

from datetime import date, datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from editorial.record import log
from reviews.actions.annotate import checked_words, open_for_marking
from reviews.actions.bounds import check_rate
from reviews.actions.errors import NotAllowed, NotDone, Refused, Stale
from reviews.core.verdicts import Stance
from reviews.models import Annotation, Assignment, Evidence, Source


@transaction.atomic
def add_source(
    *,
    assignment: Assignment,
    uuid: UUID,
    kind: str,
    title: str,
    now: datetime,
    url: str = "",
    archive_url: str = "",
    place: str = "",
    passage: str = "",
    primary: bool = False,
    confidential: bool = False,
    found_nothing: bool = False,
    accessed: date | None = None,
    same_as_article: object | None = None,
) -> Source:
    """Put a source on the reviewer's shelf for the article and its story. The same UUID again is harmless."""
    # Before the log, as in every action of a reviewer: what two of them lock, they lock in one order.
    Assignment.objects.select_for_update().get(pk=assignment.pk)
    if known := _on_shelf(assignment, uuid):
        return known
    article = assignment.round.article
    source = Source(
        uuid=uuid,
        finder=assignment.reviewer,
        article=article,
        story_id=article.story_id,
        same_as_article=same_as_article,
        kind=kind,
        title=checked_words(title, "title").strip() or url,
        url=url,
        archive_url=archive_url,
        place=checked_words(place, "place"),
        passage=checked_words(passage, "passage"),
        primary=primary,
        confidential=confidential,
        found_nothing=found_nothing,
        accessed=accessed,
        made_at=now,
    )
    if found_nothing and kind != Source.Kind.SEARCH:
        raise Refused("Found nothing: only a search can say that.", field="found_nothing")
    check_rate(Source.objects.filter(finder=assignment.reviewer_id), "sources", moment="made_at", now=now)
    try:
        source.full_clean(validate_unique=False)
    except ValidationError as error:
        field, sentences = next(iter(error.message_dict.items()))
        raise Refused(f"{field.replace('_', ' ').capitalize()}: {sentences[0]}", field=field) from error
    try:
        with transaction.atomic():
            source.save()
    except IntegrityError:
        # The same source arrived twice at one moment, and the other was first.
        if known := _on_shelf(assignment, uuid):
            return known
        raise
    log.append(
        chain=log.article_chain(article.pk),
        kind="source.added",
        actor=assignment.reviewer,
        right="reviewer",
        at=now,
        payload={"source": str(uuid), "kind": kind, "confidential": confidential},
    )
    return source


def _on_shelf(assignment: Assignment, uuid: UUID) -> Source | None:
    """Return the reviewer's source with this UUID, if there is one."""
    known = Source.objects.filter(uuid=uuid).first()
    if known and known.finder_id != assignment.reviewer_id:
        raise NotAllowed("This source is on somebody else's shelf.")
    return known


@transaction.atomic
def attach(*, assignment: Assignment, annotation: Annotation, source: Source, stance: str, now: datetime) -> Evidence:
    """Attach a source of one's shelf to one's mark, or change what it says of it. Again as it is changes nothing."""
    open_for_marking(assignment, now)
    if source.hidden_at is not None:
        raise Refused("Source: a moderator hid it.", field="source")
    if annotation.assignment_id != assignment.pk or source.finder_id != assignment.reviewer_id:
        raise NotAllowed("Only your own sources, to your own marks.")
    if stance not in set(Stance):
        raise Refused("Stance: supports, refutes or context.", field="stance")
    if annotation.deleted_at is not None:
        raise Stale("This mark is not there any more.")
    known = Evidence.objects.filter(annotation=annotation, source=source, stance=stance).first()
    if known:
        return known
    evidence, _ = Evidence.objects.update_or_create(
        annotation=annotation,
        source=source,
        defaults={"stance": stance},
        create_defaults={"stance": stance, "attached_at": now},
    )
    _log(assignment, "evidence.attached", now, evidence)
    return evidence


@transaction.atomic
def detach(*, assignment: Assignment, evidence: Evidence, now: datetime) -> None:
    """Take a source off one's mark; it stays on the shelf."""
    open_for_marking(assignment, now)
    if evidence.annotation.assignment_id != assignment.pk:
        raise NotDone("There is no such source on a mark of yours.")
    _log(assignment, "evidence.detached", now, evidence)
    evidence.delete()


def _log(assignment: Assignment, kind: str, now: datetime, evidence: Evidence) -> None:
    """Append to the article's chain."""
    log.append(
        chain=log.article_chain(assignment.round.article_id),
        kind=kind,
        actor=assignment.reviewer,
        right="reviewer",
        at=now,
        payload={
            "annotation": str(evidence.annotation.uuid),
            "source": str(evidence.source.uuid),
            "stance": evidence.stance,
        },
    )

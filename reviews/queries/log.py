"""The log as people read it: of an article, the desk or a person; in words, filtered, and as it may leave the desk."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse

from articles.models import Article
from editorial.record.log import DESK, article_chain
from editorial.record.models import Chain, Event
from reviews import rules
from reviews.models import Annotation, Assignment, Comment, Response
from reviews.queries.history import UNDOABLE
from reviews.queries.record import DRAFTING, events_for

#: What the filter of a history offers: words, and how the kinds of events begin.
GROUPS = {
    "text": ("article.", "revision.", "story.", "block.", "publication."),
    "rounds": ("round.", "review."),
    "marks": ("annotation.", "evidence.", "source.", "sentence.", "note."),
    "claims": ("claim.", "standing."),
    "moderation": ("moderation.", "votes."),
    "people": ("person.", "team.", "policy."),
}
#: Kinds whose payload never leaves the desk: who reported, and what people are called.
_KEPT_IN = ("moderation.flagged", "moderation.appealed", "person.")


def article_events(person: object, article: Article) -> QuerySet[Event]:
    """Return an article's events as a person who is not blind to it may read them: all but others' drafts.

    Who flagged what is for the moderators' own pages.
    """
    drafts = Assignment.objects.filter(round__article=article, reviewer=OuterRef("actor")).exclude(
        state=Assignment.State.SUBMITTED
    )
    drafting = Q()
    for beginning in DRAFTING:
        drafting |= Q(kind__startswith=beginning)
    events = Event.objects.filter(chain=article_chain(article.pk)).exclude(kind="moderation.flagged")
    return events.filter(Q(actor=person) | ~(Q(kind__startswith="note.") | (drafting & Exists(drafts))))


def desk_events(person: object) -> QuerySet[Event]:
    """Return the events of the desk's own chain, for those who see every article."""
    events = Event.objects.filter(chain=DESK)
    return events if rules.sees_every_article(person) else events.none()


def person_events(person: object, whom: object) -> QuerySet[Event]:
    """Return what somebody did, as far as a person may read it: everything of their own."""
    if person.pk == whom.pk:
        return Event.objects.filter(actor=whom)
    return events_for(person).filter(actor=whom)


def filtered(events: QuerySet[Event], *, group: str = "", actor: int | None = None, since: object = None) -> QuerySet:
    """Return the events of a group of kinds, of one person, since a day; what is not given filters nothing."""
    if group in GROUPS:
        beginnings = Q()
        for beginning in GROUPS[group]:
            beginnings |= Q(kind__startswith=beginning)
        events = events.filter(beginnings)
    if actor:
        events = events.filter(actor=actor)
    if since:
        events = events.filter(at__date__gte=since)
    return events


@dataclass(frozen=True, slots=True)
class Line:
    """An event in words, why it was done, and where it can be undone (or what stands in the way)."""

    event: Event
    sentence: str
    why: str
    undo_url: str
    in_the_way: str


def lines(events: Iterable[Event], *, moderates: bool) -> list[Line]:
    """Return events in words. The notes of moderators are for moderators."""
    found = []
    for event in events:
        payload = event.payload or {}
        why = payload.get("note", "") if event.kind.startswith("moderation.") else payload.get("why", "")
        if event.kind.startswith("moderation.") and not moderates:
            why = ""
        found.append(Line(event, in_words(event), why or "", *_undoing(event, moderates=moderates)))
    return found


def in_words(event: Event) -> str:
    """Return what an event says, as the predicate of a sentence about who did it."""
    payload = event.payload
    if payload is None:
        return f"{_plain(event.kind)} (what exactly was erased)"
    words = _WORDS.get(event.kind)
    if words is None:
        about = next(
            (f" {name} {payload[name]}" for name in ("claim", "round", "person", "team") if name in payload), ""
        )
        return f"{_plain(event.kind)}{about}"
    return words.format_map(_Filled(payload))


class _Filled(dict):
    """A payload for a sentence: what is missing reads as nothing, values of scales as words."""

    def __getitem__(self, key: str) -> str:
        return str(self.get(key, "") or "nothing").replace("_", " ")

    def __missing__(self, key: str) -> str:
        return ""


def _plain(kind: str) -> str:
    """Return a kind of event as words: "team.member_added" is "member added (team)"."""
    about, _, what = kind.partition(".")
    return f"{what.replace('_', ' ')} ({about})"


_WORDS = {
    "round.opened": "opened round {number}",
    "round.revealed": "revealed the marks: claims were formed",
    "round.closed": "closed the round",
    "review.submitted": "handed in a review",
    "claim.answered": "answered claim {claim}: {after}",
    "claim.answer_changed": "answered claim {claim} {after} instead of {before}",
    "claim.mind_changed": "changed their mind on claim {claim} from {before} to {after}",
    "claim.ruled": "ruled claim {claim} {after}",
    "claim.ruling_taken_back": "took the ruling on claim {claim} back",
    "claim.worded": "worded claim {claim} anew",
    "claim.bearing_set": "called claim {claim} {after}",
    "claim.merged": "merged claim {other} into claim {claim}",
    "claim.unmerged": "parted claim {other} from claim {claim} again",
    "claim.split": "split claim {other} off claim {claim}",
    "claim.raised": "raised claim {claim}",
    "claim.withdrawn": "withdrew claim {claim}",
    "claim.restored": "brought claim {claim} back",
    "claim.discussed": "commented on claim {claim}",
    "claim.contradicts": "linked claim {claim} with claim {other}, which it contradicts",
    "annotation.made": "marked a passage",
    "annotation.deleted": "took a mark away",
    "annotation.restored": "brought a mark back",
    "evidence.attached": "attached a source",
    "evidence.detached": "took a source off",
    "source.added": "found a source",
    "sentence.dismissed": "dismissed a sentence",
    "moderation.hide": "hid something: {why}",
    "moderation.restore": "restored something: {why}",
    "moderation.redact": "took personal data out: {why}",
    "moderation.warn": "warned somebody: {why}",
    "moderation.suspend": "suspended somebody: {why}",
    "moderation.lift": "lifted a suspension: {why}",
    "moderation.dismiss": "dismissed flags: {why}",
    "moderation.reopen": "opened a case again: {why}",
    "moderation.escalate": "handed a case to an admin: {why}",
    "moderation.appealed": "appealed against a moderator’s decision",
    "moderation.taken": "took a case on",
    "moderation.released": "gave a case back",
    "votes.set_aside": "set votes aside with a suspension",
    "votes.counted_again": "let votes count again",
    "person.suspended": "suspended person {person}: {why}",
    "person.suspension_lifted": "lifted the suspension of person {person}: {why}",
    "person.erased": "erased who person {person} was",
    "person.data_exported": "took a copy of the data about person {person}",
}
#: Why what is no claim's and no moderator's deed is not undone from here.
_IN_THE_WAY = {
    "round.opened": "A round that was opened is closed on the article’s page; it cannot be unopened.",
    "round.revealed": "What was revealed has been seen.",
    "round.closed": "A closed round stays closed; open another one.",
    "review.submitted": "What was handed in stands; its author changes their mind on the claim’s page.",
    "moderation.redact": "What was taken out is gone for good.",
    "moderation.warn": "A warning that was given cannot be unsaid.",
}
_DECIDED = {f"moderation.{deed}" for deed in ("hide", "restore", "suspend", "lift", "dismiss")}


def _undoing(event: Event, *, moderates: bool) -> tuple[str, str]:
    """Return where an event can be undone, and what stands in the way."""
    payload = event.payload or {}
    if event.kind in UNDOABLE and "claim" in payload:
        return f"{reverse('claim', args=[payload['claim']])}#history", ""
    if event.kind in _DECIDED and moderates and "case" in payload:
        return reverse("case", args=[payload["case"]]), ""
    return "", _IN_THE_WAY.get(event.kind, "")


def export(chain: Chain, readable: QuerySet[Event], person: object, *, now: datetime) -> Iterator[dict]:
    """Yield a chain as it may leave the desk: its head, then every event (editorial/record/chain.py has the format).

    What the person may not read, what names people or reporters, and what is hidden is there by its digest alone.
    """
    named = {str(pk): person_.outside_name for pk, person_ in _actors(chain).items()}
    yield {
        "chain": chain.name,
        "length": chain.length,
        "head": chain.head,
        "exported_at": now.astimezone(UTC).isoformat(timespec="seconds"),
        "people": named,
    }
    hidden = _hidden_in(chain) if not rules.may_moderate(person) else set()
    readable_keys = set(readable.order_by().values_list("pk", flat=True))
    events = Event.objects.filter(chain=chain, position__lte=chain.length).order_by("position")
    for event in events.iterator(chunk_size=1000):
        shown = (
            event.pk in readable_keys
            and event.payload is not None
            and not event.kind.startswith(_KEPT_IN)
            and not (hidden and _keys_of(event.payload) & hidden)
        )
        yield {
            "chain": event.chain_id,
            "position": event.position,
            "kind": event.kind,
            "actor": event.actor_id,
            "right": event.right,
            "at": event.at.astimezone(UTC).isoformat(timespec="microseconds"),
            "payload": event.payload if shown else None,
            "salt": event.salt if shown else None,
            "payload_digest": event.payload_digest,
            "previous": event.previous,
            "digest": event.digest,
        }


def _actors(chain: Chain) -> dict[int, object]:
    """Return who did something in a chain, by number."""
    model = Event._meta.get_field("actor").related_model
    acting = Event.objects.filter(chain=chain, actor__isnull=False).order_by().values("actor")
    return {person.pk: person for person in model.objects.filter(pk__in=acting)}


def _hidden_in(chain: Chain) -> set[str]:
    """Return the keys of what is hidden on an article, as `_keys_of` finds them in payloads."""
    if chain.name == DESK:
        return set()
    article = int(chain.name.rpartition("/")[2])
    hidden = {"hidden_at__isnull": False}
    marks = Annotation.objects.filter(revision__article=article, **hidden).values_list("uuid", "assignment")
    comments = Comment.objects.filter(claim__revision__article=article, **hidden).values_list("uuid", flat=True)
    answers = Response.objects.filter(claim__revision__article=article, **hidden).values_list("claim", "assignment")
    return (
        {str(uuid) for uuid, _ in marks}
        | {str(uuid) for uuid in comments}
        | {f"{claim}/{assignment}" for claim, assignment in answers}
    )


def _keys_of(payload: dict) -> set[str]:
    """Return the things that a payload tells of."""
    keys = {str(payload[name]) for name in ("annotation", "comment") if name in payload}
    keys |= {mark["annotation"] for mark in payload.get("marks", ()) if isinstance(mark, dict)}
    if "claim" in payload and "assignment" in payload:
        keys.add(f"{payload['claim']}/{payload['assignment']}")
    return keys

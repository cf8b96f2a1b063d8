"""Taking personal data out of what somebody wrote. The words are gone for good; the log still verifies."""

import json
from collections.abc import Iterable, Sequence

from django.db import transaction

from editorial.record import log
from editorial.record.models import Event
from reviews.actions.errors import Refused
from reviews.actions.moderate import Deed, Why, begin, end
from reviews.models import Case, ModerationEntry

#: What stands where words were taken out.
BLACKED = "▮▮▮"
#: What each kind of thing says in words.
_FIELDS = {
    Case.Kind.ANNOTATION: ("rationale",),
    Case.Kind.RESPONSE: ("rationale",),
    Case.Kind.COMMENT: ("text",),
    Case.Kind.SOURCE: ("title", "place", "passage"),
}
#: Words shorter than this would black out half a text.
SHORTEST = 3


@transaction.atomic
def redact(*, case: Case, version: int, why: Why, words: Sequence[str]) -> ModerationEntry:
    """Replace words in what a thing says, and blank the payloads of the article's log that hold them.

    The new event keeps these payloads as they read now, so that nothing but the words is lost. Cannot be undone.
    """
    case = begin(case, version=version, why=why)
    fields = _FIELDS.get(case.kind)
    if fields is None:
        raise Refused("An article's text is never changed: hide the article, or import it anew.")
    words = [word.strip() for word in words if word.strip()]
    if not words or any(len(word) < SHORTEST for word in words):
        raise Refused(f"Words: name what is to be taken out, at least {SHORTEST} characters each.", field="words")
    thing = case.thing
    before = [getattr(thing, field) for field in fields]
    after = [_without(text, words) for text in before]
    if before == after:
        raise Refused("Words: they do not stand there.", field="words")
    for field, text in zip(fields, after, strict=True):
        setattr(thing, field, text)
    thing.save(update_fields=list(fields))
    restated = _blank(case, words)
    return end(case, Deed.REDACT, why, told={"restated": restated})


def _blank(case: Case, words: Sequence[str]) -> dict[str, object]:
    """Blank the payloads of the article's chain that hold the words; return them without the words, by position."""
    events = Event.objects.filter(chain=log.article_chain(case.article_id), payload__isnull=False).order_by("position")
    holding = [event for event in events.iterator(chunk_size=500) if _holds(event.payload, words)]
    log.erase(Event.objects.filter(pk__in=[event.pk for event in holding]))
    return {str(event.position): json.loads(_without(_text(event.payload), words)) for event in holding}


def _text(payload: dict) -> str:
    return json.dumps(payload, ensure_ascii=False)


def _holds(payload: dict, words: Iterable[str]) -> bool:
    """Whether a payload has one of the words in what it says."""
    text = _text(payload)
    return any(_escaped(word) in text for word in words)


def _without(text: str, words: Iterable[str]) -> str:
    """Return a text with the words blacked out; also a JSON text, where quotes and line ends are written otherwise."""
    for word in words:
        text = text.replace(word, BLACKED).replace(_escaped(word), BLACKED)
    return text


def _escaped(word: str) -> str:
    return json.dumps(word, ensure_ascii=False)[1:-1]

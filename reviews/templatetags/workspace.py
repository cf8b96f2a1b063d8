"""The two things of which a page of the workspace has hundreds, a block of text and a card, written without templates.

A template takes thirty times as long for each; 20,000 words with 400 marks would then open in seconds.
"""

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from reviews.templatetags.desk import marked

register = template.Library()

_ELEMENTS = {"headline": "h2", "heading": "h2", "quotation": "blockquote"}
#: Code points of a quote and of a rationale that a folded card shows.
QUOTE, SAID = 160, 150


@register.simple_tag
def block_of_text(block: object) -> SafeString:
    """Return one block of a text; the text content of its text element is exactly the text from data-start on."""
    name = "furniture" if block.furniture else block.kind.replace("_", "-")
    element = _ELEMENTS.get(block.kind, "p")
    classes = ' class="headline"' if block.kind == "headline" else ""
    gap = f' data-gap="{escape(block.gap)}"' if block.gap else ""
    checkable = f' data-checkable="{escape(";".join(block.checkable))}"' if block.checkable else ""
    return mark_safe(  # noqa: S308 - every part is escaped or a number
        f'<div class="block {name}" id="block-{block.number}">'
        f'<{element}{classes} dir="auto" data-start="{block.start}"{gap}'
        f' data-sentences="{_lengths(block)}"{checkable}>{marked(block)}</{element}></div>\n'
    )


def _lengths(block: object) -> str:
    """Return the sentences of a block by their lengths: "57 62", "2+57" where more or less than a space is between."""
    lengths, reached = [], block.start - 1
    for start, end in block.sentences:
        gap = start - reached
        lengths.append(f"{end - start}" if gap == 1 else f"{gap}+{end - start}")
        reached = end
    return " ".join(lengths)


@register.simple_tag
def folded_card(card: object) -> SafeString:
    """Return the card of a mark as it lies beside the text; what it holds is fetched when it is opened."""
    more = '<div class="card-more" data-part="more" data-more></div>' if card.editable else ""
    return mark_safe(f"{card_opening(card)}{more}{card_closing(card)}")  # noqa: S308 - escaped in its parts


@register.simple_tag
def card_opening(card: object) -> SafeString:
    """Return a card up to what unfolds: its verdict, its quote, and in brief what it says."""
    return mark_safe(  # noqa: S308 - every part is escaped or of a scale
        f'<div class="card mark-card" role="group" id="mark-{card.uuid}"{_state(card)}'
        f' aria-label="Mark: {card.verdict or "to check"}">'
        f'<div class="card-head">{_badge(card)}<span class="card-facts">{_facts(card)}</span></div>'
        f'<p class="quote">{escape(_cut(card.quote, QUOTE)) or "the article as a whole"}</p>'
        f"{_said(card)}"
    )


@register.simple_tag
def card_closing(card: object) -> SafeString:
    """Return the rest of a card: what the policy still asks for."""
    wants = f'<p class="wants">before submitting: {escape(card.wants)}</p>' if card.wants and card.editable else ""
    return mark_safe(f"{wants}</div>\n")  # noqa: S308 - escaped


def _state(card: object) -> str:
    """Return the attributes by which the client knows a mark; what is as usual is left out."""
    mark = card.mark
    given = {
        "mark": mark.uuid,
        "key": card.key,
        "version": mark.version,
        "start": mark.start,
        "end": mark.end,
        "verdict": mark.verdict,
        "reason": mark.reason,
        "bearing": mark.bearing if mark.bearing != "central" else "",
        "reported": "true" if mark.reported else "",
    }
    return "".join(f' data-{name}="{value}"' for name, value in given.items() if value not in {None, ""})


def _badge(card: object) -> str:
    """Return the verdict, its reason before it (as components/verdict.html has it)."""
    reason = f"{card.reason_words} · " if card.reason_words else ""
    words = card.verdict or "to check"
    return f'<span class="badge v-{card.verdict or "tocheck"}">{reason}<span class="sign"></span>{words}</span>'


def _facts(card: object) -> str:
    """Return "incidental · reported · 2 occurrences"."""
    parts = [card.mark.bearing]
    if card.mark.reported:
        parts.append("reported")
    if card.occurrences > 1:
        parts.append(f"{card.occurrences} occurrences")
    return " · ".join(parts)


def _said(card: object) -> str:
    """Return the beginning of the rationale, and how many sources there are."""
    said = f"<p>{escape(_cut(card.mark.rationale, SAID))}</p>" if card.mark.rationale else ""
    count = card.sources
    shown = f'<p class="meta">{count} source{"" if count == 1 else "s"}</p>' if count else ""
    return f'<div class="card-said">{said}{shown}</div>' if said or shown else ""


def _cut(text: str, longest: int) -> str:
    """Return a text, or its beginning where it is longer."""
    return text if len(text) <= longest else f"{text[: longest - 1].rstrip()}…"

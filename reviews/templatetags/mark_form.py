"""The inside of a card, written without templates: it comes with every save, and a template took half of its time.

Every form works without scripts. `data-part` names what js/morph.js keeps while one types into it. The addresses are
written from `home`, the workspace's, as the scripts do (js/deeds.js); a test holds them to reviews/urls.py.
"""

from uuid import UUID

from django import template
from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from reviews.templatetags.workspace import card_closing, card_opening

register = template.Library()

_VERDICTS = ("", "verified", "disputed", "fabricated", "undetermined")
_STANCES = (
    ("supports", "supports the passage", {"verified"}),
    ("refutes", "refutes the passage", {"disputed", "fabricated"}),
    ("context", "gives context", {""}),
)
_KINDS = '<option value="">by its address</option>' + "".join(
    f'<option value="{value}">{words}</option>'
    for value, words in (
        ("page", "page"),
        ("document", "document"),
        ("broadcast", "broadcast"),
        ("person", "person asked"),
    )
)


@register.simple_tag(takes_context=True)
def full_card(context: dict, card: object) -> SafeString:
    """Return a card in full: what it says in brief, and unfolded what can be changed."""
    more = ""
    if card.editable:
        close = '<button type="button" class="link-button quiet close" data-act="close" aria-label="Close the card">✕'
        more = f'<div class="card-more" data-part="more">{close}</button>{inside_of_card(context, card)}</div>'
    return mark_safe(f"{card_opening(card)}{more}{card_closing(card)}")  # noqa: S308 - escaped in its parts


@register.simple_tag(takes_context=True)
def inside_of_card(context: dict, card: object) -> SafeString:
    """Return what a folded card fetches when it is opened: the mark's form, what is attached, what can be added."""
    home, token = reverse("workspace", args=[context["article"].pk]), str(context["csrf_token"])
    uuids = card.new_uuids
    evidence = ""
    if card.evidence:
        listed = context.template.engine.get_template("components/evidence_list.html")
        evidence = listed.render(context.new({"card": card, "article": context["article"], "csrf_token": token}))
    parts = (
        _own_form(card, home, token, context["revision"].pk),
        evidence,
        _source_form(card, home, token, uuids["source"]),
        _search_form(card, home, token, uuids["search"]),
        _foot(card, home, token),
    )
    return mark_safe("".join(parts))  # noqa: S308 - every part is escaped, a number or of a scale


def _own_form(card: object, home: str, token: str, revision: int) -> str:
    """Return the form of a mark itself: verdict (without scripts), reason, rationale, bearing, reported."""
    mark = card.mark
    start, end = ("", "") if mark.start is None else (mark.start, mark.end)
    place = _hidden(uuid=mark.uuid, version=mark.version, revision=revision, start=start, end=end)
    central = mark.bearing == "central"
    return (
        f'<form method="post" action="{home}marks/" data-mark-form data-part="form">'
        f'{_hidden(csrfmiddlewaretoken=token)}{place}<input type="hidden" name="quote" value="{escape(card.quote)}">'
        f'<div class="field js-off"><label for="verdict-{mark.uuid}">Verdict</label>'
        f'<select id="verdict-{mark.uuid}" name="verdict">'
        f"{_options((value, value or 'to check', value == mark.verdict) for value in _VERDICTS)}</select></div>"
        f"{_reasons(card)}"
        f'<div class="field" data-part="text"><label for="rationale-{mark.uuid}">Why</label>'
        f'<textarea id="rationale-{mark.uuid}" name="rationale" rows="2" maxlength="20000">'
        # A line break after the tag is dropped by browsers: one more keeps a first line that is empty.
        f"\n{escape(mark.rationale)}</textarea></div>"
        '<div class="row" data-part="facts">'
        f'<label class="check"><input type="radio" name="bearing" value="central"{_if(central, "checked")}>'
        " central</label> "
        f'<label class="check"><input type="radio" name="bearing" value="incidental"{_if(not central, "checked")}>'
        " incidental <kbd>i</kbd></label> "
        '<input type="hidden" name="reported" value="" class="js-off">'
        f'<label class="check"><input type="checkbox" name="reported" value="true"{_if(mark.reported, "checked")}>'
        " reported <kbd>q</kbd></label></div>"
        '<p class="js-off"><button class="button small">Save</button></p></form>'
    )


def _source_form(card: object, home: str, token: str, uuid: UUID) -> str:
    """Return the form of a new source, which is to have this UUID."""
    mark = card.mark
    parts = (
        f'<details class="add-source" id="add-source-{mark.uuid}"><summary>Add a source <kbd>e</kbd></summary>',
        _opening(f"{home}marks/{mark.uuid}/sources/", "source", token, uuid),
        _input(mark, "address", "Address, or what it is", 'data-add-source maxlength="2000" required'),
        (
            f'<div class="field" data-part="stance"><label for="stance-{mark.uuid}">It</label>'
            f'<select id="stance-{mark.uuid}" name="stance">'
        ),
        _options((value, words, mark.verdict in of) for value, words, of in _STANCES),
        "</select></div>",
        (
            f'<div class="field" data-part="passage"><label for="passage-{mark.uuid}">Passage in it'
            ' <span class="meta">optional</span></label>'
            f'<textarea id="passage-{mark.uuid}" name="passage" rows="2" maxlength="20000"></textarea></div>'
        ),
        f'<details class="more" id="more-{mark.uuid}"><summary>More about it</summary><div class="stack">',
        _input(mark, "title", "Title", 'maxlength="300"'),
        (
            f'<div class="field" data-part="kind"><label for="kind-{mark.uuid}">Kind</label>'
            f'<select id="kind-{mark.uuid}" name="kind">{_KINDS}</select></div>'
        ),
        _input(mark, "place", "Where in it, or timecode", 'maxlength="300"'),
        _input(mark, "archive_url", "Archived copy", 'type="url" maxlength="2000"'),
        _input(mark, "accessed", "Seen on", 'type="date"'),
        (
            '<div class="row">'
            '<label class="check"><input type="checkbox" name="primary" value="true"> first hand</label> '
            '<label class="check"><input type="checkbox" name="confidential" value="true">'
            " confidential: never leaves the desk</label></div>"
            '</div></details><button class="button small">Add</button></form></details>'
        ),
    )
    return "".join(parts)


def _search_form(card: object, home: str, token: str, uuid: UUID) -> str:
    """Return the form of a recorded search, which is to have this UUID."""
    mark = card.mark
    parts = (
        f'<details class="add-search" id="add-search-{mark.uuid}"><summary>Record a search <kbd>s</kbd></summary>',
        _opening(f"{home}marks/{mark.uuid}/searches/", "search", token, uuid),
        _input(mark, "query", "Searched for", 'data-add-search maxlength="300" required'),
        _input(mark, "where", "Where", 'maxlength="300" required'),
        _input(mark, "found", "Found", 'value="nothing" maxlength="20000"'),
        '<button class="button small">Record</button></form></details>',
    )
    return "".join(parts)


def _foot(card: object, home: str, token: str) -> str:
    """Return the foot of a card: what is elsewhere, and the way to delete the mark."""
    return (
        '<div class="card-foot" data-part="foot">'
        '<button type="button" class="link-button quiet js-on" data-act="l">elsewhere <kbd>l</kbd></button>'
        f'<form method="post" action="{home}marks/{card.uuid}/delete/">'
        f"{_hidden(csrfmiddlewaretoken=token, version=card.mark.version)}"
        '<button class="link-button quiet" data-act="delete">delete</button></form></div>'
    )


def _hidden(**fields: object) -> str:
    """Return hidden fields of numbers, UUIDs and tokens."""
    return "".join(f'<input type="hidden" name="{name}" value="{value}">' for name, value in fields.items())


def _if(holds: object, attribute: str) -> str:
    return f" {attribute}" if holds else ""


def _options(options: object) -> str:
    """Return the options of a choice, from (value, words, whether it is chosen)."""
    return "".join(
        f'<option value="{value}"{_if(chosen, "selected")}>{words}</option>' for value, words, chosen in options
    )


def _reasons(card: object) -> str:
    """Return the choice of a reason, if the verdict takes one."""
    if not card.reasons:
        return ""
    numbered = (
        (value, f"{number} {words}", value == card.mark.reason)
        for number, (value, words) in enumerate(card.reasons, start=1)
    )
    return (
        f'<div class="field" data-part="reason"><label for="reason-{card.uuid}">Reason <kbd>r</kbd></label>'
        f'<select id="reason-{card.uuid}" name="reason"><option value="">choose…</option>'
        f"{_options(numbered)}</select></div>"
    )


def _opening(address: str, part: str, token: str, uuid: UUID) -> str:
    """Return the beginning of a form that adds something to a mark."""
    return (
        f'<form method="post" action="{address}" data-send="{part}" data-part="{part}" class="stack">'
        f"{_hidden(csrfmiddlewaretoken=token, uuid=uuid)}"
    )


def _input(mark: object, name: str, label: str, attributes: str) -> str:
    """Return a field of one line with its label."""
    return (
        f'<div class="field" data-part="{name}"><label for="{name}-{mark.uuid}">{label}</label>'
        f'<input id="{name}-{mark.uuid}" name="{name}" autocomplete="off" {attributes}></div>'
    )

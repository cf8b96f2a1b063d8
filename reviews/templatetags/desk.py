"""What templates of the desk may use without loading it."""

from datetime import datetime, timedelta

from django import template
from django.utils import timezone
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.timesince import timesince

register = template.Library()


@register.simple_tag
def marked(block: object) -> SafeString:
    """Return a block's text as flat runs, those under marks within `<mark>`; its text content is exactly the text.

    What the page tells of elsewhere is a link to there, and the place where it begins an anchor to come back to.
    """
    return mark_safe("".join(_run(run) for run in block.runs))  # noqa: S308 – every part is escaped in _run


def _run(run: object) -> str:
    """Return one run of text, escaped."""
    if not run.keys:
        return escape(run.text)
    count = f' data-count="{len(run.keys)}"' if len(run.keys) > 1 else ""
    anchors = "".join(_anchor(shown) for shown in run.begins)
    text = escape(run.text)
    if run.card:
        # One stop for the keyboard per mark, however many runs it is cut into.
        text = f'<a href="#{run.card}"{"" if run.begins else " tabindex=-1"}>{text}</a>'
    return f'{anchors}<mark class="{run.classes}" data-marks="{" ".join(run.keys)}"{count}>{text}</mark>'


def _anchor(shown: object) -> str:
    """Return the empty element at which a mark begins, with its note for the margin."""
    note = f' data-note="{escape(shown.note)}"' if shown.note else ""
    return f'<span class="anchor" id="at-{shown.key}"{note}></span>'


#: What names itself in a browser's line, first that is found: Chrome and Safari are named by others, too.
_BROWSERS = (
    ("Edg/", "Edge"),
    ("OPR/", "Opera"),
    ("Firefox/", "Firefox"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
_SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS", "Mac"),
    ("Linux", "Linux"),
)


@register.filter
def browser(line: str) -> str:
    """Return what a browser says of itself in words: "Firefox on Linux"; what is not known as it stands, cut short."""
    found = [next((name for sign, name in known if sign in line), "") for known in (_BROWSERS, _SYSTEMS)]
    return " on ".join(filter(None, found)) or line[:60] or "unknown"


@register.filter
def words(value: object) -> str:
    """Return a value of a scale as words: `missing_context` is "missing context"."""
    return str(value or "").replace("_", " ")


@register.filter
def percent(share: float) -> str:
    """Return a share in whole percent; 100 and 0 are said only of all and of none."""
    whole = round(share * 100)
    if share < 1:
        whole = min(whole, 99)
    return f"{max(whole, 1) if share > 0 else whole} %"


@register.filter
def unquoted(value: object) -> str:
    """Return words without the quotation marks around all of them, for where the page sets its own."""
    text = str(value)
    inner = text[1:-1]
    return inner if text[:1] == "“" and text[-1:] == "”" and not {"“", "”"} & set(inner) else text


@register.simple_tag(takes_context=True)
def query(context: dict, **changes: object) -> str:
    """Return this page's query string with some parameters changed; None drops one, and paging starts afresh."""
    parameters = context["request"].GET.copy()
    parameters.pop("page", None)
    for name, value in changes.items():
        parameters.pop(name, None)
        if value is not None and value != "":
            parameters[name] = str(value)
    return f"?{parameters.urlencode()}" if parameters else "?"


@register.simple_tag
def hidden(**fields: object) -> SafeString:
    """Return hidden inputs."""
    return format_html_join("", '<input type="hidden" name="{}" value="{}">', fields.items())


@register.simple_tag(takes_context=True)
def facet_query(context: dict, name: str, value: str, current: bool) -> str:
    """Return the address that chooses a value of a facet, or drops it if it is chosen."""
    return query(context, **{name: None if current else value})


@register.filter
def item(mapping: dict, key: object) -> object:
    """Return what a mapping holds under a key, or None."""
    return mapping.get(key)


@register.filter
def dashed(value: object) -> str:
    """Return a value of a scale as a class name: `list_item` is "list-item"."""
    return str(value).replace("_", "-")


@register.filter
def relative(moment: datetime) -> str:
    """Return a moment as one unit from now: "3 days ago", "in 5 hours", "just now"."""
    now = timezone.now()
    if abs(now - moment) < timedelta(minutes=1):
        return "just now"
    if moment > now:
        return f"in {timesince(now, moment, depth=1)}"
    return f"{timesince(moment, now, depth=1)} ago"


@register.filter
def late_by(moment: datetime) -> str:
    """Return how long ago something was due: "3 days over"."""
    return f"{timesince(moment, timezone.now(), depth=1)} over"


@register.filter
def held_up(assignment: object) -> str:
    """Return who holds a review up, and for how long: "Asha Raman, 3 days over"; "" for nobody."""
    return f"{assignment.reviewer}, {late_by(assignment.due)}" if assignment else ""


@register.filter
def progress(assignment: object, stage: str) -> str:
    """Return how far a reviewer is in a round of this stage: "begun", "owes answers", "answered 2 hours ago"."""
    if assignment.state != "submitted":
        return {"assigned": "not begun", "started": "begun"}.get(assignment.state, assignment.get_state_display())
    if stage == "responding":
        return f"answered {relative(assignment.responded_at)}" if assignment.responded_at else "owes answers"
    return f"submitted {relative(assignment.submitted_at)}"


@register.filter
def main_reason(claim: object) -> str:
    """Return the reason that most of those give who say what the claim stands as, in words; of several the first."""
    given = [mark.reason for mark in claim.annotations.all() if mark.reason and mark.verdict == claim.stands_as]
    return words(max(given, key=given.count)) if given else ""


@register.filter
def tally(claim: object) -> str:
    """Return how the answers to a claim fell, gravest first: "2 disputed · 1 verified"."""
    scale = ("fabricated", "disputed", "verified", "undetermined")
    return " · ".join(f"{getattr(claim, name)} {name}" for name in scale if getattr(claim, name))


@register.simple_tag
def bar_at(place: int, bars: list, count: int, most: int) -> SafeString:
    """Return where one bar of several stands in a field of 100 × 20: as tall as its count, the tallest is `most`."""
    width = 100 / max(1, len(bars))
    height = max(1.0, 20 * count / most) if most else 1.0
    return format_html('x="{}" y="{}" width="{}" height="{}"', *(round(n, 2) for n in _box(place, width, height)))


def _box(place: int, width: float, height: float) -> tuple[float, float, float, float]:
    """Return a bar's corner and size, a fifth of its room left between it and the next."""
    return place * width, 20 - height, 0.8 * width, height

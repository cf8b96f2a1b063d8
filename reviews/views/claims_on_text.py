"""An article's claims as its page draws them: on the text, in the margin, along the scrollbar and in the legend."""

from collections import Counter
from collections.abc import Iterable

from reviews.core.verdicts import OutcomeKind, Verdict
from reviews.models import Claim
from reviews.views.reading import Shown

#: What a mark can be drawn as: its class, its sign, its word in the legend. Gravest first.
KINDS = (
    ("fabricated", "✕", "fabricated"),
    ("disputed", "≠", "disputed"),
    ("mixed", "½", "split"),
    ("undetermined", "?", "undetermined"),
    ("tocheck", "○", "open or short"),
    ("verified", "✓", "verified"),
)
#: The class of what stays a place in the text without being drawn.
UNDRAWN = "none"
_SIGNS = {kind: sign for kind, sign, _ in KINDS}


def drawn_as(claim: Claim) -> str:
    """Return the class by which a claim is drawn: what it stands as, or that its answers differ; "" is to check."""
    if claim.stands_as:
        return claim.stands_as
    by_outcome = {
        OutcomeKind.UNDETERMINED: Verdict.UNDETERMINED.value,
        OutcomeKind.SPLIT: "mixed",
        OutcomeKind.RULED: UNDRAWN,  # no finding: it is out of the status
    }
    return by_outcome.get(claim.outcome, "")


def as_shown(claims: Iterable[Claim]) -> list[Shown]:
    """Return the claims that have a place in the text as marks on it, each leading to its card."""
    return [
        Shown(
            f"claim-{claim.pk}",
            claim.start,
            claim.end,
            drawn_as(claim),
            card=f"claim-{claim.pk}",
            note=_note(claim) if claim.outcome == OutcomeKind.SPLIT else "",
        )
        for claim in claims
        if claim.start is not None
    ]


def _note(claim: Claim) -> str:
    """Return how the votes on a claim fell, in signs: "2 ≠ · 1 ✓"."""
    counts = ((kind, getattr(claim, kind)) for kind in ("fabricated", "disputed", "verified"))
    return " · ".join(f"{count} {_SIGNS[kind]}" for kind, count in counts if count)


def legend(shown: Iterable[Shown]) -> list[dict[str, object]]:
    """Return what is drawn on the text, gravest first, each with how often."""
    counts = Counter(one.verdict or "tocheck" for one in shown)
    return [
        {"kind": kind, "sign": sign, "word": word, "count": counts[kind]} for kind, sign, word in KINDS if counts[kind]
    ]


def minimap(shown: Iterable[Shown], length: int) -> list[dict[str, object]]:
    """Return where the marks lie along a text of `length` code points, in thousandths of it."""
    return [
        {
            "y": round(1000 * one.start / length),
            "height": max(4, round(1000 * (one.end - one.start) / length)),
            "verdict": one.verdict or "tocheck",
        }
        for one in shown
        if one.verdict != UNDRAWN
    ]

"""PURE  Whether a person is named in a byline."""

import re

from articles.names import folded

_WORD = re.compile(r"[^\W\d_]+(?:[’'.-](?=[^\W\d_])[^\W\d_]+)*")
#: What stands between two names of a byline, or before the first.
_BETWEEN = re.compile(
    r"[,;/&|·+]|\b(?:and|und|et|y|e|og|och|en|by|von|por|par|di|door|with|mit|con|avec)\b", re.IGNORECASE
)


def key_of(name: str) -> str:
    """Return a name as names are compared: its words without case and accents, a space between."""
    return " ".join(folded(word) for word in _WORD.findall(name))


def is_named(name: str, byline: str) -> bool:
    """Whether a byline names this person.

    A name of several words is found anywhere in it, also family name first; one of a single word only where it stands
    alone: "Anna" did not write what is by Anna Berg.
    """
    key = key_of(name)
    if not key:
        return False
    words = key.split()
    if len(words) == 1:
        return key in {key_of(part) for part in _BETWEEN.split(byline)}
    written = f" {key_of(byline)} "
    turned = " ".join([words[-1], *words[:-1]])
    return f" {key} " in written or f" {turned} " in written

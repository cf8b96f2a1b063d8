"""PURE  What changed from one text to another, for people to read."""

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import NamedTuple

_WORDS = re.compile(r"\s+|[^\s\w]|\w+")


class Run(NamedTuple):
    """A stretch of text that is in both ("same"), only in the newer ("added"), or only in the older ("removed")."""

    kind: str
    text: str


def differences(older: str, newer: str) -> list[Run]:
    """Return both texts as runs: those kept and removed make up the older, those kept and added the newer.

    Lines are compared first, then the words of lines that stand for each other.
    """
    before, after = older.splitlines(keepends=True), newer.splitlines(keepends=True)
    runs: list[Run] = []
    for tag, *ends in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        old, new = "".join(before[ends[0] : ends[1]]), "".join(after[ends[2] : ends[3]])
        runs += _by_words(old, new) if tag == "replace" else _whole(tag, old, new)
    return list(_joined(runs))


def _by_words(old: str, new: str) -> Iterator[Run]:
    """Yield the runs of lines that were changed, word by word."""
    before, after = _WORDS.findall(old), _WORDS.findall(new)
    for tag, *ends in SequenceMatcher(None, before, after, autojunk=len(before) > 2000).get_opcodes():
        yield from _whole(tag, "".join(before[ends[0] : ends[1]]), "".join(after[ends[2] : ends[3]]))


def _whole(tag: str, old: str, new: str) -> Iterator[Run]:
    """Yield a stretch as it stands."""
    if tag == "equal":
        yield Run("same", new)
        return
    if old:
        yield Run("removed", old)
    if new:
        yield Run("added", new)


def _joined(runs: list[Run]) -> Iterator[Run]:
    """Yield runs with neighbours of one kind made one."""
    kind, text = "", ""
    for run in runs:
        if run.kind == kind:
            text += run.text
            continue
        if text:
            yield Run(kind, text)
        kind, text = run
    if text:
        yield Run(kind, text)

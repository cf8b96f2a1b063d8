"""How an event is hashed, against digests worked out by hand with `printf … | sha256sum`."""

import hashlib
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from editorial.record.chain import canonical, event_digest, payload_digest

MOMENT = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
EVENT = {
    "chain": "article/7",
    "position": 2,
    "kind": "claim.ruled",
    "actor": 3,
    "right": "editor",
    "at": MOMENT,
    "payload_digest": "ab",
    "previous": "cd",
}


def test_canonical_is_one_text_whatever_the_order():
    assert canonical({"b": [1, None, True], "a": "é “x”"}) == '{"a":"é “x”","b":[1,null,true]}'


def test_the_payload_is_salted():
    assert payload_digest({"a": 1}, "salt") == hashlib.sha256(b'salt{"a":1}').hexdigest()
    assert payload_digest({"a": 1}, "salt") != payload_digest({"a": 1}, "pepper")


def test_the_digest_is_over_what_the_docstring_says():
    line = '["article/7",2,"claim.ruled",3,"editor","2026-03-02T09:30:00.000000+00:00","ab","cd"]'
    assert event_digest(**EVENT) == hashlib.sha256(line.encode()).hexdigest()


def test_a_moment_is_hashed_in_utc():
    assert event_digest(**{**EVENT, "at": MOMENT.astimezone(timezone(timedelta(hours=9)))}) == event_digest(**EVENT)


@pytest.mark.parametrize(
    ("field", "other"),
    [
        ("chain", "article/8"),
        ("position", 3),
        ("kind", "claim.raised"),
        ("actor", None),
        ("right", "admin"),
        ("at", MOMENT + timedelta(microseconds=1)),
        ("payload_digest", "ac"),
        ("previous", ""),
    ],
)
def test_every_field_counts(field, other):
    assert event_digest(**{**EVENT, field: other}) != event_digest(**EVENT)


@given(st.text(), st.text(), st.text(), st.text())
def test_what_stands_in_one_field_never_passes_for_another(kind, right, other_kind, other_right):
    same = (kind, right) == (other_kind, other_right)
    one = event_digest(**{**EVENT, "kind": kind, "right": right})
    other = event_digest(**{**EVENT, "kind": other_kind, "right": other_right})
    assert (one == other) is same

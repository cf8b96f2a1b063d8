"""How moments are told on the desk's pages."""

from datetime import timedelta

import pytest
from django.utils import timezone

from reviews.templatetags.desk import relative


@pytest.mark.parametrize(
    ("ago", "told"),
    [
        (timedelta(seconds=20), "just now"),
        (timedelta(seconds=-20), "just now"),
        (timedelta(minutes=5, seconds=1), "5 minutes ago"),
        (timedelta(days=-2, seconds=-1), "in 2 days"),
    ],
)
def test_a_moment_is_told_from_now(ago, told):
    assert relative(timezone.now() - ago).replace("\xa0", " ") == told

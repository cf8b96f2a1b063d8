from fractions import Fraction

import pytest

from reviews.core.wording import counted, listed, share


def test_numbers_carry_their_noun():
    assert [counted(n, "vote") for n in (0, 1, 2)] == ["0 votes", "1 vote", "2 votes"]


@pytest.mark.parametrize(
    ("parts", "said"), [([], ""), (["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")]
)
def test_lists_are_joined_as_one_speaks(parts, said):
    assert listed(parts) == said


def test_a_share_is_a_fraction_or_all():
    assert [share(Fraction(2, 3)), share(Fraction(1))] == ["2/3", "all"]

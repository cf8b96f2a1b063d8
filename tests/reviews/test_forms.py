"""What is posted by hand, past the pages."""

import pytest

from reviews.forms import OtherClaimField


@pytest.mark.parametrize(
    ("value", "taken"), [("12.3", True), ("9" * 5000 + ".1", False), ("1.", False), ("1.2.3", False), ("a.b", False)]
)
def test_another_claim_is_a_number_and_a_version_and_no_longer_than_numbers_are(value, taken):
    assert OtherClaimField().valid_value(value) is taken

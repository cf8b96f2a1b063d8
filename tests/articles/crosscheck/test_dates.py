import pytest

from articles.crosscheck.dates import PartialDate, agree, find


def read(text: str, language: str = "en") -> list[PartialDate]:
    return [date for _, date in find(text, 0, len(text), language)]


@pytest.mark.parametrize(
    ("text", "language", "date"),
    [
        ("on October 15, 2025", "en", PartialDate(2025, month=10, day=15)),
        ("on 15 October", "en", PartialDate(month=10, day=15)),
        ("on the 3rd of May", "en", PartialDate(month=5, day=3)),
        ("el 15 de octubre de 2025", "es", PartialDate(2025, month=10, day=15)),
        ("in May 2020", "en", PartialDate(2020, month=5)),
        ("in August", "en", PartialDate(month=8)),
        ("in 1968", "en", PartialDate(1968)),
        ("in the 1960s", "en", PartialDate(decade=1960)),
        ("en los años 60", "es", PartialDate(decade=1960)),
        ("on Tuesday", "en", PartialDate(weekday=2)),
        ("el miércoles", "es", PartialDate(weekday=3)),
        ("the third quarter", "en", PartialDate(quarter=3)),
        ("at 7:42 a.m.", "en", PartialDate(minute=462, half=True)),
        ("at half past ten", "en", PartialDate(minute=630)),
        ("a las 7.42 de la tarde", "es", PartialDate(minute=1182, half=True)),
        ("2024-02-29", "de", PartialDate(2024, month=2, day=29)),
    ],
)
def test_reads(text, language, date):
    assert read(text, language) == [date]


@pytest.mark.parametrize("text", ["You may go.", "1,968 people", "$2020", "room 3000", "25:99", "he will march on"])
def test_is_no_date(text):
    assert read(text) == []


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("October 15", "15 October 2025", True),
        ("October 15", "October 16", False),
        ("October 15", "2025", None),
        ("1968", "1960s", True),
        ("1971", "1960s", False),
        ("Tuesday", "Wednesday", False),
        ("Tuesday", "October 15", None),
        ("half past ten", "10.30 p.m.", True),
        ("10.30 a.m.", "10.30 p.m.", False),
    ],
)
def test_agree(one, other, expected):
    [a], [b] = read(one), read(other)
    assert agree(a, b) is expected
    assert agree(b, a) is expected

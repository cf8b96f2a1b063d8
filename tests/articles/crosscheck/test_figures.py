import pytest

from articles.crosscheck.figures import Figure, agree, find


def read(text: str, language: str = "en") -> list[Figure]:
    return [figure for _, figure in find(text, 0, len(text), language)]


@pytest.mark.parametrize(
    ("text", "language", "figure"),
    [
        ("1,400 people", "en", Figure(1400, 1400)),
        ("1.400 personas", "es", Figure(1400, 1400)),
        ("2.5 points", "en", Figure(2.5, 2.5)),
        ("2,5 puntos", "es", Figure(2.5, 2.5)),
        ("12,345,678 votes", "en", Figure(12_345_678, 12_345_678)),
        ("$1.8 billion", "en", Figure(1.8e9, 1.8e9, "$")),
        ("2 millones", "es", Figure(2e6, 2e6)),
        ("61 %", "en", Figure(61, 61, "%")),
        ("forty-one seats", "en", Figure(41, 41)),
        ("cincuenta y dos escaños", "es", Figure(52, 52)),
        ("two hundred seats", "en", Figure(200, 200)),
        ("once personas", "es", Figure(11, 11)),
        ("the fourth title", "en", Figure(4, 4, "th")),
        ("a 3-1 win", "en", Figure(301, 301, "result")),
        ("at least 14 dead", "en", Figure(14, float("inf"))),
        ("más de 14 muertos", "es", Figure(14, float("inf"))),
        ("up to 14 dead", "en", Figure(0, 14)),
        ("dozens of countries", "en", Figure(24, 99)),
        ("more than a dozen", "en", Figure(12, float("inf"))),
    ],
)
def test_reads(text, language, figure):
    assert read(text, language) == [figure]


@pytest.mark.parametrize("text", ["once upon a time", "B12", "v1.2.3", "https://x.y/123", "24/7"])
def test_is_no_figure(text):
    assert read(text) == []


def test_about_is_wider_than_the_figure_itself():
    [about], [exact], [far] = read("about 1,400"), read("1,450"), read("1,900")
    assert agree(about, exact)
    assert not agree(about, far)
    assert not agree(*read("1,400"), exact)


def test_what_was_said_before_is_of_another_time():
    assert [figure.elsewhen for figure in read("61 percent, up from 54 percent")] == [False, True]


def test_units_convert_with_room_for_rounding():
    [miles], [kilometres] = read("73"), read("118")
    assert agree(miles.times(1.609344), kilometres)

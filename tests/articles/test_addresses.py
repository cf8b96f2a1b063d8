import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.addresses import AT_MOST, bare_domain, canonical, domain_of, linkable


@pytest.mark.parametrize(
    "url",
    [
        "https://www.paper.example/News/a",
        "http://paper.example/News/a",
        "https://paper.example:443/News/a",
        "https://PAPER.example./News/a/",
        "https://paper.example/News/a#comments",
        "https://paper.example/News/a?utm_source=x&fbclid=y",
        " https://paper.example/News/%61 ",
        "http://paper.example:80/News/a?",
    ],
)
def test_one_page_has_one_address(url):
    assert canonical(url) == "paper.example/News/a"


@pytest.mark.parametrize(
    "url",
    [
        "https://paper.example/news/a",
        "https://paper.example/News/b",
        "https://paper.example/News/a?page=2",
        "https://other.example/News/a",
        "https://paper.example:8080/News/a",
        "https://m.paper.example/News/a",
    ],
)
def test_another_page_has_another(url):
    assert canonical(url) not in {"", "paper.example/News/a"}


def test_the_order_of_parameters_says_nothing():
    assert canonical("https://a.example/?b=2&a=1") == canonical("https://a.example/?a=1&utm_medium=m&b=2")


@pytest.mark.parametrize("url", ["", "paper", "ftp://a.example/", "file:///a", "https://", "http://[", "javascript:a"])
def test_what_is_no_address(url):
    assert (canonical(url), domain_of(url), linkable(url)) == ("", "", "")


def test_long_addresses_stay_apart():
    one, other = (canonical(f"https://a.example/{'x' * 3000}{end}") for end in "ab")
    assert len(one) == len(other) == AT_MOST
    assert one != other


def test_domains():
    assert domain_of("https://www.Paper.example/a") == "paper.example"
    assert bare_domain(" WWW.Paper.example ") == "paper.example"


@settings(max_examples=200, deadline=None, derandomize=True)
@given(st.text(max_size=80), st.sampled_from(["https://a.example/", "http://", "https://a.example/?", ""]))
def test_any_text_is_an_address_or_none(text, start):
    found = canonical(start + text)
    assert len(found) <= AT_MOST
    assert not found or canonical(f"https://{found}") == found

from ipaddress import ip_address

import pytest

from articles.fetching import Fetcher, NotFetched, public_only
from articles.fetching.guard import parsed
from articles.fetching.target import reachable, target_of


@pytest.mark.parametrize(
    "address", ["93.184.216.34", "8.8.8.8", "2606:4700::6810:84e5", "::ffff:8.8.8.8", "64:ff9b::808:808"]
)
def test_public_addresses_may_be_reached(address):
    assert public_only(ip_address(address), 443) == ""


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "127.255.255.254", "0.0.0.1", "10.0.0.1", "172.16.0.1", "192.168.1.1", "100.64.0.1"),
        *("169.254.169.254", "168.63.129.16", "192.0.0.192", "100.100.100.200", "192.88.99.1"),
        *("224.0.0.1", "255.255.255.255", "240.0.0.1", "198.18.0.1", "192.0.2.1", "203.0.113.9"),
        *("::", "::1", "fe80::1", "fc00::1", "fd00:ec2::254", "ff02::1", "2001:db8::1", "::127.0.0.1"),
        *("::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:169.254.169.254", "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe"),
        *("2002:7f00:1::", "2001:0:4136:e378:8000:63bf:3fff:fdd2", "64:ff9b:1::1", "fec0::1", "4000::1"),
    ],
)
def test_all_others_are_refused(address):
    assert "not public" in public_only(ip_address(address), 443)


@pytest.mark.parametrize("port", [22, 25, 8080, 5432, 6379, 11211, 0, 65535])
def test_other_ports_are_refused(port):
    assert "Port" in public_only(ip_address("8.8.8.8"), port)


def test_a_zone_hides_nothing():
    assert public_only(parsed("fe80::1%eth0"), 80)


@pytest.mark.parametrize(
    "url",
    [
        *("http://127.0.0.1/", "http://127.1/", "http://2130706433/", "http://0x7f000001/", "http://0x7f.0.0.1/"),
        *("http://0177.0.0.1/", "http://017700000001/", "http://0/", "http://[::1]/", "http://[::ffff:127.0.0.1]/"),
        *("http://[::ffff:7f00:1]/", "http://[0:0:0:0:0:ffff:127.0.0.1]/", "http://localhost/", "http://LOCALHOST./"),
        *("http://①②⑦.⓪.⓪.①/", "http://2852039166/", "http://169.254.169.254/latest/meta-data/", "http://[fe80::1]/"),
        *("https://10.0.0.1/", "http://127.0.0.1:80/", "http://127。0。0。1/"),
    ],
)
def test_no_spelling_reaches_what_is_not_public(url):
    """The machine's own resolver says what each means."""
    with pytest.raises(NotFetched, match=r"not public|no server|no address"):
        Fetcher().fetch(url)


def test_one_address_of_several_refuses_the_name():
    answers = [(2, 1, 6, "", ("8.8.8.8", 443)), (2, 1, 6, "", ("10.0.0.1", 443))]
    with pytest.raises(NotFetched, match=r"10\.0\.0\.1"):
        reachable(target_of("https://news.example/"), public_only, lambda *_, **__: answers)


def test_a_name_is_resolved_once_and_that_address_is_used():
    answers = iter([[(2, 1, 6, "", ("8.8.8.8", 443))]])
    assert reachable(target_of("https://news.example/"), public_only, lambda *_, **__: next(answers)) == "8.8.8.8"


@pytest.mark.parametrize(
    "url",
    [
        *(
            "ftp://news.example/a",
            "file:///etc/passwd",
            "gopher://news.example/",
            "javascript:alert(1)",
            "//news.example",
        ),
        *(
            "news.example/a",
            "",
            "http://",
            "http:///a",
            "http://user:secret@news.example/",
            "http://user@news.example/",
        ),
        *("http://news.example:port/", "http://news.example:99999/", "http://news.example/a b", "http://a\\@b/"),
        *("http://news.example/\r\nHost: other", "http://[::1/", "http://" + "ä" * 100 + ".example/"),
    ],
)
def test_what_is_no_address_is_refused(url):
    with pytest.raises(NotFetched):
        Fetcher(resolve=lambda *_, **__: pytest.fail("it was looked up")).fetch(url)


def test_letters_beyond_ascii_are_spelled_as_the_network_spells_them():
    target = target_of("https://Bücher.example/straße?q=größe&x=%20")
    assert target.url == "https://xn--bcher-kva.example/stra%C3%9Fe?q=gr%C3%B6%C3%9Fe&x=%20"

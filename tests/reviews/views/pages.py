"""Pages as a test reads them."""

import re

from lxml import html


def page(client, person, address, *, status=200):
    """Return the page at an address as this person gets it."""
    client.force_login(person)
    response = client.get(address)
    assert response.status_code == status
    return html.fromstring(response.content.decode())


def every(element, path):
    """Return what an XPath finds; `~name` in a condition means "has this class"."""
    has_class = r"contains(concat(' ', normalize-space(@class), ' '), ' \1 ')"
    return element.xpath(re.sub(r"~([a-z_-]+)", has_class, path))


def first(element, path):
    """Return the first element that an XPath finds; there must be one."""
    found = every(element, path)
    assert found, path
    return found[0]


def words(element):
    """Return an element's words with single spaces."""
    return re.sub(r"\s+", " ", element.text_content()).strip()

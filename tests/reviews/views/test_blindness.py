"""What a blind reviewer's browser gets is the same, byte for byte, whatever another reviewer marks and hands in.

Two worlds are compared that differ in nothing but the other's work: in the quiet one they verify a passage, in the loud
one they leave every trace there is. Everybody who is blind asks for every address of the desk in both.
"""

import re
from uuid import UUID

import pytest
from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, get_resolver, reverse

from reviews.actions.note import save_note
from reviews.actions.sight import note_sighting
from reviews.models import Claim
from tests.factories import (
    CAFE,
    COST,
    FERRY,
    NOW,
    OPENED,
    TOLL,
    Desk,
    assignments_of,
    draft,
    finished,
    hand_in,
    make_article,
    make_person,
    make_source,
    mark,
    open_round_for,
    place,
    wave_through,
)

pytestmark = pytest.mark.django_db

SECRET = "Reasoning of the second reviewer."
THEIRS = UUID(int=7, version=4)
#: Numbers of which some belong to somebody's things, whatever the kind.
CANDIDATES = (1, 2)
#: What shows nothing of anybody's: forms to add and to delete, and what takes posts alone.
FORMS = ("/add/", "/delete/", "/jsi18n/", "/password/", "logout/", "sign-out/", "password_change/", "second-factor/on/")


class Blind(Desk):
    """A review by two reviewers and a moderator, after one that is closed; a third could still be asked."""

    def __init__(self) -> None:
        super().__init__()
        finished(self, (TOLL, "disputed", "disputed"), (CAFE, "verified", ""))
        self.former = Claim.objects.first()
        moderator = make_person("Moderator who reviews", role="moderator")
        note_sighting(article=self.article, person=moderator, now=NOW)  # of the closed review: they need not stay away
        self.article = make_article(title="The article under review")
        self.round = open_round_for(self, [*self.reviewers, moderator], wanted=3)
        self.assignments = assignments_of(self.round)
        self.first, self.second, third = self.assignments
        self.mine = {}
        for assignment in (self.first, third):
            self.mine[assignment.reviewer] = draft(assignment, CAFE, "verified")
        self.blind = [self.first.reviewer, self.spare, moderator]


def nothing(desk: Blind) -> None:
    """Do not even begin."""


def quiet(desk: Blind) -> None:
    """Mark one passage as verified."""
    mark(desk.second, OPENED, "verified", uuid=THEIRS)


def loud(desk: Blind) -> None:
    """Leave every trace there is: verdicts of each kind, words, sources, notes, dismissals."""
    mark(desk.second, COST, "fabricated", rationale=SECRET, uuid=THEIRS)
    mark(desk.second, FERRY, "disputed", rationale=SECRET)
    mark(desk.second, CAFE, "disputed", rationale=SECRET)
    mark(desk.second, None, "undetermined", rationale=SECRET)
    make_source(desk.second, title=SECRET)
    wave_through(desk.second, 0, kind="opinion")
    start, end = place(desk.second, FERRY)
    save_note(
        assignment=desk.second,
        uuid=UUID(int=8, version=4),
        version=0,
        revision=desk.round.revision_id,
        span=(start, end),
        quote=FERRY,
        words=SECRET,
        now=NOW,
    )


def addresses(desk: Blind, *, admin: bool) -> list[str]:
    """Return every address that can be asked for, of this desk's objects; and what a curious person would try."""
    found = [
        f"{reverse('article-list')}?q=fabricated",
        f"{reverse('article-list')}?status=in_review",
        f"{reverse('article-list')}?status=fabricated",
        f"{reverse('article-list')}?sort=-fabricated",
        f"{reverse('claim-list')}?needs=ruling",
        f"{reverse('around', args=[desk.article.pk])}?start=37&end=94",
    ]
    for route in sorted(routes(get_resolver().url_patterns)):
        if route.startswith("admin/") != admin or route.endswith(FORMS):
            continue
        found += [f"/{filled}" for filled in fill(desk, route)]
    if admin:
        lists = [address for address in found if re.fullmatch(r"/admin/\w+/\w+/", address)]
        found = [address for address in found if address.startswith("/admin/")]
        found += [f"{address}?q={word}" for address in lists for word in ("Reasoning", "fabricated")]
    return found


def routes(patterns, before: str = ""):
    """Yield the route of every view."""
    for pattern in patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            yield route
        else:
            yield from routes(pattern.url_patterns, route)


def fill(desk: Blind, route: str) -> list[str]:
    """Return the addresses of a route, with the numbers of what is on this desk."""
    if "(?P" in route or "<slug" in route or "<str" in route:
        return []
    mine = [str(one.uuid) for one in desk.mine.values()]
    numbers = {"articles/": [desk.article.pk], "claims/": [desk.former.pk], "revisions/": [desk.round.revision_id]}
    pks = next((those for start, those in numbers.items() if route.startswith(start)), CANDIDATES)
    filled = [route]
    for name, values in {"uuid": [*mine, THEIRS], "int": pks, "path": CANDIDATES}.items():
        filled = [
            re.sub(rf"<{name}:\w+>", str(value), one)
            for one in filled
            for value in (values if f"<{name}:" in one else [""])
        ]
    return [one for one in filled if "<" not in one]


def got(client: Client, address: str) -> tuple[int, dict[str, str], int, str]:
    """Return what a browser gets, and how many queries that took; without what is new each time."""
    with CaptureQueriesContext(connection) as asked:
        response = client.get(address)
    # The moment of the answer, its number, and the cookie that a token is in.
    fresh = {"Expires", "Set-Cookie", "X-Request-ID"}
    headers = {name: value for name, value in response.headers.items() if name not in fresh}
    body = b"".join(response) if response.streaming else response.content
    return response.status_code, headers, len(asked), settled(body.decode(errors="replace"))


def settled(page: str) -> str:
    """Return a page without what is made anew for each answer: tokens, and the UUIDs of what it might post."""
    return re.sub(r'csrfmiddlewaretoken" value="\w+"|X-CSRFToken": "\w+"|"uuid" value="[\w-]+"', "", page)


def in_world(happens, desk: Blind, look) -> dict:
    """Return what is seen in a world in which this happens; afterwards it has not happened."""
    with transaction.atomic():
        happens(desk)
        seen = look()
        transaction.set_rollback(True)
    return seen


def handed_in(happens):
    """Return the same with the other's review handed in."""

    def happens_and_is_handed_in(desk: Blind) -> None:
        happens(desk)
        hand_in(desk.second)

    return happens_and_is_handed_in


@pytest.mark.parametrize(
    ("who", "worlds"),
    [
        (0, (quiet, loud)),
        (0, (handed_in(quiet), handed_in(loud))),
        (1, (handed_in(quiet), handed_in(loud))),
        (2, (handed_in(quiet), handed_in(loud))),
    ],
    ids=["reviewer, while they mark", "reviewer", "of the pool", "moderator, in the admin"],
)
def test_every_answer_is_the_same_whatever_another_has_marked(who, worlds):
    desk = Blind()
    person = desk.blind[who]
    client = Client()
    client.force_login(person)
    asked = addresses(desk, admin=person.is_staff)
    ContentType.objects.get_for_models(*apps.get_models())  # Django asks for each once, and remembers it.

    def look() -> dict:
        return {address: got(client, address) for address in asked}

    one, other = (in_world(happens, desk, look) for happens in worlds)

    opened = [address for address in asked if one[address][0] == 200]
    assert len(opened) >= (40 if person.is_staff else 6)
    for address in asked:
        assert other[address] == one[address], address
        assert SECRET not in other[address][3]


@pytest.mark.parametrize("who", [0, 1], ids=["reviewer", "of the pool"])
def test_nothing_but_that_they_have_begun_tells_that_another_marks(who):
    """Before and after their first mark: the pages in which one works are the same, down to the last byte."""
    desk = Blind()
    client = Client()
    client.force_login(desk.blind[who])
    asked = [
        address
        for address in addresses(desk, admin=False)
        if "/review/" in address or "/respond/" in address or "claims" in address
    ]

    def look() -> dict:
        return {address: got(client, address) for address in asked}

    before, after = in_world(nothing, desk, look), in_world(loud, desk, look)
    for address in asked:
        assert after[address] == before[address], address


def test_every_answer_to_a_save_is_the_same_whatever_another_has_marked():
    desk = Blind()
    client = Client(headers={"hx-request": "true"})
    client.force_login(desk.first.reviewer)
    start, end = place(desk.first, COST)
    new = {"uuid": UUID(int=9, version=4), "version": 0, "revision": desk.round.revision_id, "verdict": "disputed"}
    new |= {"start": start, "end": end, "quote": COST}
    posts = [
        ("save-mark", (), new),
        ("save-mark", (), new | {"version": 1, "rationale": "Because."}),
        ("save-mark", (), new | {"uuid": THEIRS, "version": 1}),
        ("delete-mark", (THEIRS,), {"version": 1}),
        ("submit", (), {}),
    ]

    def look() -> list:
        answers = []
        for name, rest, fields in posts:
            with CaptureQueriesContext(connection) as asked:
                response = client.post(reverse(name, args=[desk.article.pk, *rest]), fields)
            said = settled(response.content.decode())
            answers.append((response.status_code, response.headers.get("Mark-Version"), len(asked), said))
        return answers

    quietly, loudly = in_world(quiet, desk, look), in_world(loud, desk, look)
    assert [answer[0] for answer in quietly] == [200, 200, 403, 404, 422]
    assert loudly == quietly

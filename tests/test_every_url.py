"""Every address of the project, for everybody, by GET and by POST: who comes in, who is refused, who sees nothing.

The table below is DESIGN.md's table of roles, address by address. An address that is not in it has to follow the
general rule (`follows_the_general_rule`), or this test fails: whoever adds one says who may come in.
"""

import re
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from datetime import timedelta
from io import BytesIO
from uuid import uuid4

import pytest
from django.db import transaction
from django.db.models import Model, QuerySet
from django.test import Client
from django.urls import URLPattern, get_resolver
from django.utils import timezone

from articles.actions import create_story
from articles.actions.keep_original import keep_original
from articles.models import Article, Batch, Revision
from reviews import rules
from reviews.actions.errors import NotDone
from reviews.actions.flag import flag
from reviews.actions.moderate import Why, warn
from reviews.actions.pool import take
from reviews.models import (
    Absence,
    Assignment,
    Case,
    Claim,
    Conflict,
    Guidelines,
    Invitation,
    Round,
    Standing,
    Team,
)
from reviews.queries.load import seen_work
from reviews.queries.plans import plannable
from reviews.queries.pool import pool_of
from reviews.queries.visible import articles_for, claims_shown_to
from reviews.views.claim_deeds import _DEEDS
from tests.factories import (
    COST,
    FERRY,
    NOW,
    OPENED,
    Desk,
    draft,
    finished,
    make_article,
    make_person,
    make_team,
)

pytestmark = pytest.mark.django_db

#: They come in; they see it and may not; to them there is nothing; they have to sign in; there is no such method.
IN, FORBIDDEN, NOTHING, SIGN_IN, NO_METHOD = "in", "403", "404", "sign in", "405"
#: Everybody who could knock at a door of one team. A visitor has not signed in, a stranger is in no team.
PEOPLE = (
    *("visitor", "stranger", "elsewhere", "observer", "reviewer", "pool", "lead"),
    *("editor", "moderator", "admin"),
)
SIGNED_IN = frozenset(PEOPLE) - {"visitor"}
#: They see the team's articles. "reviewer" reviews it, "pool" could be asked to, "elsewhere" reviews for another team.
SEES = frozenset({"observer", "reviewer", "pool", "lead", "editor", "moderator", "admin"})
DIRECTS = frozenset({"lead", "editor", "admin"})
ADMIN = frozenset({"admin"})
REVIEWER = frozenset({"reviewer"})
NOBODY: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Door:
    """Who comes in by a method; of the others, those who see it are refused, to the rest there is nothing.

    `get` or `post` None: the address does not know the method.
    """

    get: frozenset[str] | None = None
    post: frozenset[str] | None = None
    sees: frozenset[str] = SIGNED_IN
    open_to_visitors: bool = False

    def expected(self, person: str, method: str) -> str:
        """Return what a person meets."""
        if person == "visitor" and not self.open_to_visitors:
            return SIGN_IN
        may = self.get if method == "get" else self.post
        if may is None:
            return NO_METHOD
        if person in may:
            return IN
        return FORBIDDEN if person in self.sees else NOTHING


def page(may: frozenset[str], sees: frozenset[str] = SIGNED_IN) -> Door:
    """Return the door of a page that is read."""
    return Door(get=may, sees=sees)


def deed(may: frozenset[str], sees: frozenset[str] = SEES) -> Door:
    """Return the door of something that is done."""
    return Door(post=may, sees=sees)


def form(may: frozenset[str], sees: frozenset[str] = SEES) -> Door:
    """Return the door of a page with a form that posts to itself."""
    return Door(get=may, post=may, sees=sees)


_OWN = deed(REVIEWER)
_DIRECTED = deed(DIRECTS)
_BATCH = {"sees": SIGNED_IN - {"lead"}}
_IMPORTS = frozenset({"editor", "admin"})
_HIDDEN = {"sees": NOBODY, "open_to_visitors": True}
_OPEN = Door(get=frozenset(PEOPLE), post=frozenset(PEOPLE), open_to_visitors=True)
_RUNS = frozenset({"lead", "admin"})
_MODERATES = frozenset({"moderator", "admin"})
_SEES_ALL = frozenset({"editor", "moderator", "admin"})
_OF_PERSON = REVIEWER | SEES - {"observer", "pool"}

#: Who comes in where, by the name of the address.
DOORS: dict[str, Door] = {
    # The way in. Signing out sends everybody to the sign-in page.
    "sign-in": _OPEN,
    "sign-out": deed(NOBODY, NOBODY),
    "demo-sign-in": Door(post=NOBODY, **_HIDDEN),
    **dict.fromkeys(["account_login", "account_signup", "account_reset_password"], _OPEN),
    **dict.fromkeys(
        ["account_inactive", "account_reset_password_done", "account_reset_password_from_key_done"],
        Door(get=frozenset(PEOPLE), open_to_visitors=True),
    ),
    "join": _OPEN,  # who has no link that works is told so
    **dict.fromkeys(["account_reset_password_from_key", "notices-off"], Door(get=NOBODY, post=NOBODY, **_HIDDEN)),
    "account_logout": deed(NOBODY, NOBODY),
    # One's own account. Who has no second factor has nothing to take off or to look at; nobody here has a password.
    **dict.fromkeys(
        [
            *("account", "account_change_password", "account_set_password", "usersessions_list", "mfa_authenticate"),
            *("mfa_activate_totp", "mfa_generate_recovery_codes"),
        ],
        form(SIGNED_IN),
    ),
    "mfa_index": page(SIGNED_IN),
    **dict.fromkeys(["account_reauthenticate", "mfa_reauthenticate"], form(NOBODY, SIGNED_IN)),
    **dict.fromkeys(["mfa_deactivate_totp", "mfa_download_recovery_codes"], form(NOBODY, NOBODY)),
    "mfa_view_recovery_codes": page(NOBODY, NOBODY),
    "take-second-factor": deed(ADMIN, SIGNED_IN),
    # Teams: their members see them, who sees everything sees all; admins and their leads run them.
    "teams": Door(get=SIGNED_IN, post=ADMIN),
    **dict.fromkeys(["team", "guidelines-version"], page(SEES, SEES)),
    "guidelines": Door(get=SEES, post=_RUNS, sees=SEES),
    **dict.fromkeys(["member-role", "member-remove", "team-invite"], deed(_RUNS)),
    **dict.fromkeys(["invitation-again", "invitation-revoke"], deed(_RUNS)),
    "team-hand-over": deed(SEES),  # but it offers nobody a lead that is not theirs to hand over
    "team-leave": deed(SEES),  # who is no member has nothing to leave, and is told so
    "invitations": form(ADMIN, SIGNED_IN),
    # A person: themselves, their leads, and who sees everything. What they can do is theirs to say.
    "person": page(_OF_PERSON, _OF_PERSON),
    "person-profile": deed(REVIEWER | ADMIN, _OF_PERSON),
    "person-mail": deed(REVIEWER, _OF_PERSON),
    **dict.fromkeys(
        ["person-absence", "absence-remove", "person-conflict", "conflict-remove"],
        deed(_OF_PERSON - {"moderator"}, _OF_PERSON),
    ),
    "review-guidelines": page(REVIEWER, SEES),
    **dict.fromkeys(["notices", "notices-bell", "notices-newest"], page(SIGNED_IN)),
    "notices-read": deed(SIGNED_IN, SIGNED_IN),
    # Pages without an object: everybody's, with what each may see on them.
    **dict.fromkeys(["desk", "article-list"], form(SIGNED_IN)),
    **dict.fromkeys(["methods", "policy", "claim-list", "pool", "reviewers", "work"], page(SIGNED_IN)),
    "take-next": deed(SIGNED_IN),
    # Imports: a batch is its owner's, and every editor's. A lead imports, but does not see others' batches.
    "import": form(DIRECTS, SIGNED_IN),
    **dict.fromkeys(
        ["import-batch", "import-progress", "import-item", "import-original"], Door(get=_IMPORTS, **_BATCH)
    ),
    **dict.fromkeys(
        [
            *("import-save-certain", "import-retry-failed", "import-story", "import-correct", "import-turn"),
            *("import-leave-out", "import-take-back", "import-retry"),
        ],
        Door(post=_IMPORTS, **_BATCH),
    ),
    **dict.fromkeys(["arrange-stories", "arrange-story"], form(DIRECTS, SIGNED_IN)),
    "turn-block": _DIRECTED,
    "revision-original": Door(get=_IMPORTS, **_BATCH),
    "revision-blocks": page(DIRECTS, SEES),
    # Stories: whoever sees one of its articles is told that a conflict of this key is gone.
    "story-list": page(SIGNED_IN),
    "story": page(SEES, SEES),
    "compare-story": _DIRECTED,
    **dict.fromkeys(["mark-conflict", "raise-conflict", "dismiss-conflict"], deed(SEES)),
    "take-back-dismissal": deed(NOBODY, SEES - DIRECTS),
    # An article, and its status: to whoever is blind the latter says nothing.
    "article": form(SEES, SEES),
    "article-status": page(SEES - {"reviewer", "pool"}, SEES),
    # Reviewing: whoever was asked, and nobody else.
    **dict.fromkeys(["workspace", "around", "open-mark", "workspace-conflicts"], page(REVIEWER, SEES)),
    **dict.fromkeys(["mark-by-form", "respond"], form(REVIEWER)),
    **dict.fromkeys(
        [
            *("submit", "save-mark", "delete-mark", "restore-mark", "add-evidence", "add-search", "attach-source"),
            *("detach-source", "save-note", "delete-note", "restore-note", "dismiss"),
        ],
        _OWN,
    ),
    "take-up": Door(post=NOBODY, sees=SEES - {"reviewer"}),  # theirs to do, but they have dismissed nothing
    # Rounds, and who reviews.
    "open-round": form(DIRECTS),
    **dict.fromkeys(["close-marking", "close-round", "assign", "direct-round"], _DIRECTED),
    "round": page(DIRECTS, SEES),
    "take": deed(frozenset({"reviewer", "pool"})),
    "my-part": page(REVIEWER, REVIEWER),
    **dict.fromkeys(["accept", "decline"], deed(REVIEWER, REVIEWER)),
    **dict.fromkeys(["withdraw", "reassign", "extend"], _DIRECTED),
    "plan": page(DIRECTS),
    **dict.fromkeys(["plan-loads", "plan-apply"], deed(DIRECTS, SIGNED_IN)),
    # Moderation: flagging is for whoever sees the thing, deciding for moderators and admins, appealing for its author.
    "flag": form(SEES),
    **dict.fromkeys(["moderation", "case"], page(_MODERATES)),
    **dict.fromkeys(["moderate-many", "open-case", "undo-moderation"], deed(_MODERATES, SIGNED_IN)),
    "case-deed": Door(post=NOBODY, sees=SIGNED_IN - _MODERATES),  # there is no such deed
    "my-cases": page(SIGNED_IN),
    "appeal": deed(REVIEWER, REVIEWER),
    # The log: of an article for whoever is not blind to it, of the desk for those who see everything.
    **dict.fromkeys(["article-history", "article-log"], page(SEES - {"reviewer", "pool"}, SEES - {"reviewer", "pool"})),
    **dict.fromkeys(["desk-history", "desk-log"], page(_SEES_ALL, _SEES_ALL)),
    "person-history": page(REVIEWER | _SEES_ALL, REVIEWER | _SEES_ALL),
    "log-format": page(SIGNED_IN),
    # One's own data; an admin erases.
    "my-data": form(SIGNED_IN),
    "take-data": deed(REVIEWER | ADMIN, SIGNED_IN),
    "erase-person": form(ADMIN, SIGNED_IN),
    # Claims. Reading is for whoever is not blind to them; deeds are in `CLAIM_DEEDS`.
    "claim": Door(get=SEES, post=DIRECTS, sees=SEES),
    "claim-deed": Door(post=NOBODY, sees=NOBODY),
    "raise-claim": form(DIRECTS),
    # Records and policy.
    "record-list": page(DIRECTS),
    "record": page(DIRECTS | REVIEWER, DIRECTS | REVIEWER),
    "propose-policy": form(ADMIN, SIGNED_IN),
    "recompute": deed(ADMIN, SIGNED_IN),
}

#: What is done to a claim, with what is posted: who may.
CLAIM_DEEDS: dict[str, tuple[dict[str, object], frozenset[str]]] = {
    "comment": ({"uuid": uuid4(), "text": "The register has it."}, REVIEWER),
    "mind": ({"answer": "verified", "why": "I read the contract myself."}, REVIEWER),
    "word": ({"statement": "The bridge opened in 1987."}, DIRECTS),
    "bearing": ({"bearing": "incidental"}, DIRECTS),
    "ask": ({}, DIRECTS),
    **dict.fromkeys(["place", "merge", "split", "link", "unlink", "undo"], ({}, DIRECTS)),
    **dict.fromkeys(["liken", "unliken"], ({}, DIRECTS | {"reviewer", "pool"})),
}


class Setting:
    """A team with an article under review and one that is settled, a batch, a story; and everybody round them."""

    def __init__(self) -> None:
        story = create_story(title="The bridge", by=None, right="system", now=NOW)
        self.desk = Desk(reviewers=2, story=story, wanted=3)
        self.under_review = self.desk.article
        self.mark = draft(self.desk.first, COST, "disputed")
        self.round = self.desk.round
        other = Desk(reviewers=2, story=story)
        # Of the same team, and reviewed by the same reviewer.
        Standing.objects.filter(article=other.article).update(team=self.desk.team)
        Round.objects.filter(pk=other.round.pk).update(team=self.desk.team)
        Assignment.objects.filter(pk=other.first.pk).update(reviewer=self.desk.first.reviewer)
        finished(other, (OPENED, "disputed", "verified"), (FERRY, "verified", "verified"))
        self.settled = other.article
        self.claim = Claim.objects.get(statement=OPENED)
        self.people = {
            "stranger": make_person(),
            "elsewhere": make_person(),
            "observer": self.desk.observer,
            "reviewer": self.desk.first.reviewer,
            "pool": self.desk.spare,
            "lead": self.desk.lead,
            "editor": self.desk.editor,
            "moderator": make_person(role="moderator"),
            "admin": make_person(role="admin"),
        }
        make_team(reviewers=[self.people["elsewhere"]])
        kept = keep_original(BytesIO(b"The bridge opened on 4 May 1987."), now=NOW)
        Revision.objects.filter(pk=self.settled.current_id).update(original=kept)
        self.batch = Batch.objects.create(by=self.people["editor"])
        self.item = self.batch.items.create(source="file", name="a.txt", article=self.settled, original=kept)
        self.story = story
        reviewer = self.people["reviewer"]
        Absence.objects.create(person=reviewer, first=NOW.date(), last=NOW.date())
        Conflict.objects.create(person=reviewer, byline="A. Friend", byline_key="a friend")
        Guidelines.objects.create(team=self.desk.team, version=1, text="Look twice.")
        self.invitation = Invitation.objects.create(
            email="new@desk.test", team=self.desk.team, role="reviewer", token_digest="0" * 64,
            made_by=self.people["admin"], expires_at=timezone.now() + timedelta(days=2),
        )  # fmt: skip
        mark = self.claim.annotations.get(assignment__reviewer=reviewer)
        self.case = flag(thing="annotation", pk=mark.pk, by=self.desk.lead, kind="other", note="", now=NOW).case
        why = Why(make_person(role="admin"), "other", "So.", NOW)
        self.entry = warn(case=self.case, version=Case.objects.get(pk=self.case.pk).version, why=why)
        self.clients = {"visitor": Client()}
        for name, person in self.people.items():
            self.clients[name] = Client()
            self.clients[name].force_login(person)

    def ask(self, person: str, method: str, address: str, body: dict | None = None) -> str:
        """Return what a person meets at an address. Whatever they did there is undone."""
        client = self.clients[person]
        cookies = deepcopy(client.cookies)
        with transaction.atomic():
            response = getattr(client, method)(address, body or {})
            transaction.set_rollback(True)
        client.cookies = cookies
        return met(response)


def met(response: object) -> str:
    """Return an answer as one of the five things that people meet."""
    if response.status_code == 302 and re.search(r"^/sign-in/(\?|$)|/admin/login/", response["Location"]):
        return SIGN_IN
    refused = {403: FORBIDDEN, 404: NOTHING, 405: NO_METHOD, 401: SIGN_IN}
    assert response.status_code < 500, response
    return refused.get(response.status_code, IN)


def addresses() -> Iterator[tuple[str, str]]:
    """Yield (name, route) of every address of the project but those of Django's admin."""

    def walk(patterns: list, prefix: str) -> Iterator[tuple[str, str]]:
        for pattern in patterns:
            route = prefix + str(pattern.pattern)
            if isinstance(pattern, URLPattern):
                yield pattern.name or route, route
            elif pattern.namespace != "admin":
                yield from walk(pattern.url_patterns, route)

    yield from walk(get_resolver().url_patterns, "/")


def filled(setting: Setting, route: str) -> str:
    """Return an address with the numbers of the setting's things, by its first words."""
    things = {
        "/articles/": setting.under_review.pk,
        "/rounds/": setting.round.pk,
        "/assignments/": setting.desk.first.pk,
        "/claims/": setting.claim.pk,
        "/flag/": setting.under_review.pk,
        "/me/decisions/": setting.entry.pk,
        "/moderation/open/": setting.under_review.pk,
        "/moderation/undo/": setting.entry.pk,
        "/moderation/": setting.case.pk,
        "/import/": setting.batch.pk,
        "/stories/": setting.story.pk,
        "/revisions/": setting.settled.current_id,
        "/methods/records/": setting.people["reviewer"].pk,
        "/teams/": setting.desk.team.pk,
        "/people/": setting.people["reviewer"].pk,
        "/account/": setting.people["reviewer"].pk,
        "/invitations/": setting.invitation.pk,
    }
    first = next((number for start, number in things.items() if route.startswith(start)), None)
    route = (
        route.replace("<uuid:uuid>", str(setting.mark.uuid))
        .replace("<slug:deed>", "rule")
        .replace("<slug:thing>", "article")
    )
    person = setting.people["reviewer"]
    parts = {
        "<int:person>": person.pk,
        "<int:absence>": person.absences.get().pk,
        "<int:conflict>": person.conflicts.get().pk,
        "<int:version>": 1,
        "<int:number>": 99_999,
        "<str:key>": "no-such-key",
        "<str:token>": "no-such-token",
    }
    for part, number in parts.items():
        route = route.replace(part, str(number))
    route = route.replace("<int:batch>", str(setting.batch.pk)).replace("<int:item>", str(setting.item.pk))
    if route.startswith("/import/") and "<int:pk>" in route and str(setting.batch.pk) in route.split("/"):
        return route.replace("<int:pk>", str(setting.item.pk))
    return route.replace("<int:pk>", str(first))


def body_of(setting: Setting, name: str) -> dict:
    """Return what is posted where an empty form would be refused before anybody asks who one is."""
    reason, today = "The contract of 1986 names the sum.", timezone.localdate().isoformat()
    return {
        "claim": {"verdict": "disputed", "reason": reason, "version": setting.claim.version},
        "member-role": {"role": "observer"},
        "guidelines": {"text": "Look three times.", "version": 1},
        "person-profile": {"capacity_hours": 8},
        "person-absence": {"away-first": today, "away-last": today},
        "person-conflict": {"kind": "byline", "byline": "B. Friend"},
    }.get(name, {})


def test_everybody_meets_at_every_address_what_the_table_says():
    setting, wrong, unlisted = Setting(), [], []
    for name, route in addresses():
        address = filled(setting, route)
        door = DOORS.get(name)
        if door is None:
            unlisted += [] if follows_the_general_rule(setting, route, address) else [f"{name}: {route}"]
            continue
        for method in ("get", "post"):
            for person in PEOPLE:
                seen = setting.ask(person, method, address, body_of(setting, name) if method == "post" else None)
                expected = door.expected(person, method)
                if name in {"sign-out", "account_logout"} and method == "post":
                    expected = SIGN_IN
                if seen != expected:
                    wrong.append(f"{person}, {method} {name}: {seen}, not {expected}")
    assert not wrong, "\n".join(wrong)
    assert unlisted == [], "Say in DOORS who comes in."


def follows_the_general_rule(setting: Setting, route: str, address: str) -> bool:
    """Whether an address of an object is closed to visitors, and shows nothing to whoever is not of the object's team.

    Pages without an object have no general rule: each has to say whose they are.
    """
    if "<" not in route or "None" in address:
        return False
    asked = {(person, method) for person in ("visitor", "stranger", "elsewhere") for method in ("get", "post")}
    answers = {person: setting.ask(person, method, address) for person, method in asked}
    return IN not in answers.values() and answers["visitor"] in {SIGN_IN, NO_METHOD}


def test_everybody_does_to_a_claim_what_the_table_says():
    setting, wrong = Setting(), []
    assert CLAIM_DEEDS.keys() == _DEEDS.keys()
    for deed_name, (body, may) in CLAIM_DEEDS.items():
        address = f"/claims/{setting.claim.pk}/{deed_name}/"
        door = Door(post=may, sees=SEES)
        for person in PEOPLE:
            seen = setting.ask(person, "post", address, body | {"version": setting.claim.version} if body else {})
            if seen != door.expected(person, "post"):
                wrong.append(f"{person}, {deed_name}: {seen}, not {door.expected(person, 'post')}")
    assert not wrong, "\n".join(wrong)


def test_nobody_but_moderators_and_admins_comes_into_the_admin():
    setting = Setting()
    staff = {"moderator", "admin"}
    routes = [route for name, route in admin_addresses() if "<" not in route and name not in {"login", "logout"}]
    assert len(routes) > 20
    for route in routes:
        met_there = {person: setting.ask(person, "get", route) for person in PEOPLE}
        inside = {person for person, seen in met_there.items() if seen == IN}
        assert inside <= staff, route
        assert {setting.ask(person, "post", route) for person in set(PEOPLE) - staff} <= {SIGN_IN, FORBIDDEN, NOTHING}


def admin_addresses() -> Iterator[tuple[str, str]]:
    """Yield (name, route) of the addresses of Django's admin."""

    def walk(patterns: list, prefix: str) -> Iterator[tuple[str, str]]:
        for pattern in patterns:
            route = prefix + str(pattern.pattern)
            if isinstance(pattern, URLPattern):
                yield pattern.name or route, route
            else:
                yield from walk(pattern.url_patterns, route)

    inside = next(p for p in get_resolver().url_patterns if getattr(p, "namespace", "") == "admin")
    yield from walk(inside.url_patterns, f"/{inside.pattern}")


def test_lists_hold_what_one_may_open_and_nothing_else():
    """The same question asked of one object and of a list has the same answer, for everybody."""
    setting = Setting()
    make_article(title="Nobody’s")
    for name, person in setting.people.items():
        assert numbers(articles_for(person)) == opened(setting, name, Article, "/articles/{}/"), name
        assert numbers(claims_shown_to(person)) == opened(setting, name, Claim, "/claims/{}/"), name
        assert numbers(pool_of(person)) == {r.pk for r in Round.objects.all() if takes(setting, name, r)}, name
        planned = numbers(plannable(person)) if rules.may_edit_desk(person) else set()
        assert planned == {a.pk for a in articles_for(person).select_related("standing__team") if opens(person, a)}
        parts = numbers(seen_work(person))
        for part in Assignment.objects.select_related("round__team"):
            directs = bool(rules.right_over(person, part.round.team))
            assert (part.pk in parts) == (directs or part.reviewer_id == person.pk), (name, part)


def numbers(rows: QuerySet) -> set[int]:
    """Return the numbers of what a query finds."""
    return set(rows.values_list("pk", flat=True))


def opened(setting: Setting, name: str, model: type[Model], address: str) -> set[int]:
    """Return the numbers of the rows whose pages somebody may open."""
    return {pk for pk in numbers(model.objects.all()) if setting.ask(name, "get", address.format(pk)) == IN}


def opens(person: object, article: Article) -> bool:
    """Whether they may open a round of it for some team."""
    return any(rules.may_open_round(person, article, team) for team in Team.objects.all())


def takes(setting: Setting, name: str, round_: Round) -> bool:
    """Whether taking a place in a round gives one."""
    try:
        with transaction.atomic():
            take(round_=round_, person=setting.people[name], now=timezone.now())
            transaction.set_rollback(True)
    except NotDone:
        return False
    return True

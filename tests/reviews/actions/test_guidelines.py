"""Guidelines: a version is never changed, and a review remembers the one that it was begun under."""

import pytest

from editorial.record.models import Event
from reviews.actions.errors import NotAllowed, Refused, Stale
from reviews.actions.guidelines import set_guidelines
from reviews.models import Guidelines
from reviews.models.guidelines import GUIDELINES_AT_MOST
from reviews.queries.teams import newest_guidelines
from tests.factories import COST, NOW, OPENED, Desk, again, draft, make_person, make_team, recorded, wave_through

pytestmark = pytest.mark.django_db


def write(team, text, *, by, version=0, **options):
    return set_guidelines(team=team, text=text, by=by, version=version, now=NOW, **options)


def test_a_lead_writes_version_after_version():
    lead = make_person()
    team = make_team(lead=lead)
    with recorded() as kinds:
        write(team, "Read it\r\nfirst.", by=lead)
        write(team, "Read it first, twice.", by=lead, version=1, what_changed="  twice\n now ")
        write(team, "Read it first, twice.", by=lead, version=2)
    assert kinds == ["team.guidelines", "team.guidelines"]
    assert list(Guidelines.objects.order_by("version").values_list("version", "text", "what_changed")) == [
        (1, "Read it\nfirst.", ""),
        (2, "Read it first, twice.", "twice now"),
    ]
    assert Event.objects.order_by("pk").last().right == f"lead of {team}"


def test_of_two_at_once_one_is_told():
    lead, boss = make_person(), make_person(role="admin")
    team = make_team(lead=lead)
    write(team, "One.", by=lead)
    with recorded() as kinds, pytest.raises(Stale) as stale:
        write(team, "Another.", by=boss)
    assert kinds == []
    assert stale.value.current.text == "One."


def test_an_empty_version_takes_them_back():
    lead = make_person()
    team = make_team(lead=lead)
    assert write(team, "  ", by=lead) is None
    write(team, "One.", by=lead)
    write(team, "", by=lead, version=1)
    assert newest_guidelines(team) is None
    assert Guidelines.objects.filter(team=team).count() == 2


@pytest.mark.parametrize("role", ["member", "editor", "moderator"])
def test_nobody_else_writes_them(role):
    with pytest.raises(NotAllowed):
        write(make_team(), "Mine.", by=make_person(role=role))


@pytest.mark.parametrize("text", ["x" * (GUIDELINES_AT_MOST + 1), "nul \x00"])
def test_what_cannot_be_kept(text):
    with pytest.raises(Refused) as refused:
        write(make_team(), text, by=make_person(role="admin"))
    assert refused.value.field == "text"


def test_a_review_remembers_the_version_it_was_begun_under():
    desk = Desk()
    write(desk.team, "One.", by=desk.lead)
    assert again(desk.first).guidelines is None
    draft(desk.first, OPENED, "verified")
    write(desk.team, "Two.", by=desk.lead, version=1)
    draft(again(desk.first), COST, "verified")
    wave_through(desk.second)
    assert again(desk.first).guidelines.text == "One."
    assert again(desk.second).guidelines.text == "Two."


def test_a_team_without_guidelines():
    desk = Desk()
    draft(desk.first, OPENED, "verified")
    write(desk.team, "Later.", by=desk.lead)
    begun = again(desk.first)
    assert begun.state == "started"
    assert begun.guidelines is None

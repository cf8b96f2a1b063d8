"""Profiles, absences and conflicts: who may say what of whom, and what is refused."""

from datetime import date, timedelta

import pytest

from articles.models import Publication
from reviews.actions.errors import NotAllowed, Refused
from reviews.actions.people import add_absence, add_conflict, remove_absence, remove_conflict, set_profile
from reviews.models import Absence, Conflict, Profile
from tests.factories import NOW, Desk, make_person, make_team, recorded

pytestmark = pytest.mark.django_db

TODAY = NOW.date()


def say(person, *, by=None, hours=8, languages=("en",), beats=("courts",)):
    return set_profile(person=person, capacity_hours=hours, languages=languages, beats=beats, by=by or person, now=NOW)


def away(person, first=1, last=3, *, by=None):
    days = {"first": TODAY + timedelta(days=first), "last": TODAY + timedelta(days=last)}
    return add_absence(person=person, **days, by=by or person, now=NOW)


def test_a_profile_is_said_once_and_changed():
    asha = make_person()
    with recorded() as kinds:
        say(asha)
        say(asha)
        say(asha, hours=0, languages=["es", "en", "es"], beats=[" courts ", "", "sea  ports", "courts"])
    assert kinds == ["person.profile", "person.profile"]
    profile = Profile.objects.get(person=asha)
    assert (profile.capacity_hours, profile.languages, profile.beats) == (0, ["en", "es"], ["courts", "sea ports"])


def test_the_defaults_said_are_no_news():
    asha = make_person()
    with recorded() as kinds:
        say(asha, hours=10, languages=[], beats=[])
    assert kinds == []


@pytest.mark.parametrize("hours", [-1, 81])
def test_a_week_has_so_many_hours(hours):
    with pytest.raises(Refused) as refused:
        say(make_person(), hours=hours)
    assert refused.value.field == "capacity_hours"


@pytest.mark.parametrize("beats", [["x" * 61], [f"beat {n}" for n in range(21)]])
def test_beats_have_bounds(beats):
    with pytest.raises(Refused):
        say(make_person(), beats=beats)


def test_what_somebody_can_do_is_theirs_or_an_admins_to_say():
    desk = Desk()
    person = desk.reviewers[0]
    for by in (desk.lead, desk.editor, desk.spare, make_person(role="moderator")):
        with pytest.raises(NotAllowed):
            say(person, by=by)
    say(person, by=make_person(role="admin"))
    assert Profile.objects.get(person=person).capacity_hours == 8


def keepers(desk) -> list:
    return [desk.reviewers[0], desk.lead, desk.editor, make_person(role="admin")]


def others(desk) -> list:
    lead = make_person()
    make_team(lead=lead)
    return [desk.spare, desk.observer, lead, make_person(role="moderator"), make_person()]


def test_who_keeps_absences_and_conflicts():
    desk = Desk()
    person = desk.reviewers[0]
    may, may_not = keepers(desk), others(desk)
    with recorded() as kinds:
        for by in may:
            absence = away(person, by=by)
            conflict = add_conflict(person=person, byline="Tom Berg", by=by, now=NOW)
            remove_absence(absence=absence, by=by, now=NOW)
            remove_conflict(conflict=conflict, by=by, now=NOW)
    assert len(kinds) == 4 * len(may)
    absence, conflict = away(person), add_conflict(person=person, byline="Tom Berg", by=person, now=NOW)
    with recorded() as kinds:
        for by in may_not:
            for deed in (
                lambda by=by: away(person, 9, 9, by=by),
                lambda by=by: add_conflict(person=person, byline="Eva", by=by, now=NOW),
                lambda by=by: remove_absence(absence=absence, by=by, now=NOW),
                lambda by=by: remove_conflict(conflict=conflict, by=by, now=NOW),
            ):
                with pytest.raises(NotAllowed):
                    deed()
    assert kinds == []


@pytest.mark.parametrize(
    ("first", "last", "field"), [(3, 2, "last"), (-5, -1, "last"), (0, 800, "last"), (2, 2, "first"), (0, 1, "first")]
)
def test_days_that_cannot_be(first, last, field):
    asha = make_person()
    away(asha, 1, 3)
    with pytest.raises(Refused) as refused:
        away(asha, first, last)
    assert refused.value.field == field
    assert Absence.objects.count() == 1


def test_an_absence_that_has_begun_is_noted():
    asha = make_person()
    away(asha, -3, 0)
    away(asha, 1, 1)
    assert Absence.objects.filter(person=asha).count() == 2


def test_a_conflict_is_with_one_thing():
    asha = make_person()
    paper = Publication.objects.create(name="The Gazette")
    for wrong in ({}, {"publication": paper, "byline": "Tom Berg"}, {"byline": "  "}, {"byline": "12"}):
        with pytest.raises(Refused):
            add_conflict(person=asha, by=asha, now=NOW, **wrong)
    with recorded() as kinds:
        add_conflict(person=asha, publication=paper, why=" my  sister ", by=asha, now=NOW)
        add_conflict(person=asha, byline="Tom  Berg", by=asha, now=NOW)
        for again in ({"publication": paper}, {"byline": "TOM BERG"}):
            with pytest.raises(Refused, match="already"):
                add_conflict(person=asha, by=asha, now=NOW, **again)
    assert kinds == ["person.conflict", "person.conflict"]
    assert {conflict.subject for conflict in Conflict.objects.all()} == {
        "publication The Gazette",
        "articles by Tom Berg",
    }


def test_nobody_takes_back_what_their_lead_said_of_them():
    desk = Desk()
    person = desk.reviewers[0]
    conflict = add_conflict(person=person, byline="Tom Berg", by=desk.lead, now=NOW)
    with pytest.raises(NotAllowed, match="set this"):
        remove_conflict(conflict=conflict, by=person, now=NOW)
    remove_conflict(conflict=conflict, by=desk.editor, now=NOW)
    assert not Conflict.objects.exists()


def test_taken_back_twice_is_harmless():
    asha = make_person()
    absence = add_absence(person=asha, first=date(2026, 3, 2), last=date(2026, 3, 2), by=asha, now=NOW)
    pk = absence.pk
    with recorded() as kinds:
        remove_absence(absence=absence, by=asha, now=NOW)
        absence.pk = pk
        remove_absence(absence=absence, by=asha, now=NOW)
    assert kinds == ["person.absence_removed"]

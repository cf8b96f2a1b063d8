"""Who may import: editors, admins, and leads of any team; nobody sees others' imports but editors and admins."""

import pytest

from articles.actions.errors import Refused
from articles.rules import batches_for, may_import, right_to_import
from tests.articles.helpers import a_batch
from tests.factories import make_person, make_team

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("role", "may"), [("member", False), ("editor", True), ("moderator", False), ("admin", True)])
def test_roles_of_the_desk(role, may):
    person = make_person(role=role)
    assert may_import(person) is may
    assert person.has_perm("articles.add_article") is may


@pytest.mark.parametrize(("part", "may"), [("lead", True), ("reviewers", False), ("observer", False)])
def test_parts_in_a_team(part, may):
    person = make_person()
    make_team(**{part: [person] if part == "reviewers" else person})
    assert may_import(person) is may


def test_whoever_has_left_may_nothing():
    person = make_person(role="editor")
    person.is_active = False
    assert not may_import(person)


def test_the_permission_opens_nothing_else():
    editor = make_person(role="editor")
    assert not editor.has_perm("articles.delete_article")
    assert not editor.has_perm("reviews.add_team")
    assert not editor.has_module_perms("articles")
    moderator = make_person(role="moderator")
    assert moderator.has_perm("articles.view_article")


def test_by_what_right():
    lead = make_person()
    make_team(lead=lead)
    assert [right_to_import(person) for person in (make_person(role="editor"), make_person(role="admin"), lead)] == [
        "editor",
        "admin",
        "lead",
    ]


def test_whose_imports_one_sees():
    lead, other_lead, editor = make_person(), make_person(), make_person(role="editor")
    make_team(lead=lead)
    make_team(lead=other_lead)
    batch = a_batch(by=lead)
    assert list(batches_for(lead)) == [batch]
    assert list(batches_for(other_lead)) == []
    assert list(batches_for(editor)) == list(batches_for(make_person(role="admin"))) == [batch]
    assert list(batches_for(make_person(role="moderator"))) == []


def test_whoever_may_not_import_opens_no_batch():
    with pytest.raises(Refused, match="Editors, admins and leads"):
        a_batch(by=make_person())

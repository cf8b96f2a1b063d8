"""What people see where nothing is, where they may not go, and where the desk itself fails."""

import pytest
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.views.defaults import server_error

from tests.factories import make_editor, make_person

pytestmark = pytest.mark.django_db


def test_what_is_not_there_leads_back_to_the_desk(client):
    client.force_login(make_editor())
    response = client.get("/articles/999999/")
    assert response.status_code == 404
    assert "There is nothing here" in response.content.decode()
    assert "site-header" in response.content.decode()


def test_a_form_without_its_token_says_what_to_do():
    client = Client(enforce_csrf_checks=True)
    client.force_login(make_editor())
    response = client.post("/sign-out/")
    assert response.status_code == 403
    assert "reload the page" in response.content.decode()


def test_the_page_of_a_failing_desk_needs_nothing_of_it():
    response = server_error(RequestFactory().get("/"))
    assert response.status_code == 500
    assert "Nothing was changed" in response.content.decode()
    assert "You may not do this" in render_to_string("403.html")


@pytest.mark.parametrize(("role", "offered"), [("admin", True), ("moderator", True), ("editor", False)])
def test_the_admin_is_offered_to_those_it_lets_in(client, role, offered):
    client.force_login(make_person(role=role))
    assert ('href="/admin/"' in client.get("/").content.decode()) == offered

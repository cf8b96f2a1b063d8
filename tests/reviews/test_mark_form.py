"""The inside of a card: what it posts, and where to."""

import re

import pytest
from django.template import engines
from django.test import RequestFactory
from django.urls import reverse

from reviews.queries.evidence import point_of
from reviews.views.cards import cards_for, context_of, desk_of
from tests.factories import COST, Desk, again, mark

pytestmark = pytest.mark.django_db


def inside(assignment, made) -> str:
    """Return the inside of a mark's card, as it is fetched."""
    desk = desk_of(again(assignment))
    made.assignment = desk.assignment
    context = context_of(desk) | {"card": cards_for(desk, point_of(made))[0]}
    template = engines["django"].get_template("components/mark_form.html")
    return template.render(context, RequestFactory().get("/"))


def test_its_forms_go_to_addresses_of_the_desk():
    desk = Desk()
    made = mark(desk.first, COST, "disputed")
    article = desk.article.pk

    assert re.findall(r'action="([^"]+)"', inside(desk.first, made)) == [
        reverse("save-mark", args=[article]),
        reverse("detach-source", args=[article]),
        reverse("add-evidence", args=[article, made.uuid]),
        reverse("add-search", args=[article, made.uuid]),
        reverse("delete-mark", args=[article, made.uuid]),
    ]


def test_what_is_chosen_is_chosen_and_what_is_written_is_escaped():
    desk = Desk()
    made = mark(desk.first, COST, "disputed", rationale='\nIt was <15> & "more".', bearing="incidental", reported=True)
    said = inside(desk.first, made)

    assert said.count('name="csrfmiddlewaretoken"') == 5
    assert '<option value="disputed" selected>' in said
    assert '<option value="inaccurate" selected>1 inaccurate</option>' in said
    assert '<option value="refutes" selected>' in said
    assert 'value="incidental" checked' in said
    assert 'name="reported" value="true" checked' in said
    # The first line break is the one that browsers drop.
    assert ">\n\nIt was &lt;15&gt; &amp; &quot;more&quot;.</textarea>" in said

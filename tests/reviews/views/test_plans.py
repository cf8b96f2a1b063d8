"""The plan page: what it is asked, what it shows, what it gives out, and to whom it is closed."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from lxml import html

from reviews.actions.open_round import open_round
from reviews.models import Absence, Assignment, Conflict, Profile, Round
from tests.factories import make_article, make_editor, make_person, make_team
from tests.reviews.views.pages import every, first, page, words

pytestmark = pytest.mark.django_db


class Setting:
    def __init__(self) -> None:
        self.editor = make_editor()
        self.lead = make_person("Samira")
        self.asha, self.tomas, self.ngozi = (make_person(name) for name in ("Asha", "Tomas", "Ngozi"))
        self.team = make_team(name="Culture", reviewers=[self.asha, self.tomas, self.ngozi], lead=self.lead)
        self.articles = [make_article(title=f"Article {number}") for number in range(3)]

    @property
    def address(self) -> str:
        return reverse("plan") + "?" + "&".join(f"article={article.pk}" for article in self.articles)


@pytest.fixture
def desk():
    return Setting()


def fields(tree):
    """Return what the form of a plan would post, as the page has it."""
    form = first(tree, "//form[@id='plan']")
    posted: dict[str, list[str]] = {}
    for field in form.xpath(".//input[@type='hidden']"):
        posted.setdefault(field.get("name"), []).append(field.get("value"))
    for select in form.xpath(".//select"):
        chosen = select.xpath("./option[@selected]/@value") or [""]
        posted.setdefault(select.get("name"), []).append(chosen[0])
    del posted["csrfmiddlewaretoken"]
    return posted


def test_a_plan_is_shown_with_loads_and_reasons_and_given_out(client, desk):
    tree = page(client, desk.editor, desk.address)
    assert "All 6 places are filled: 3 articles, 4 reviewers." in words(tree)
    assert len(every(tree, "//select[@name='place']")) == 6
    assert len(every(tree, "//*[@id='loads']//*[local-name()='svg']")) == 4
    response = client.post(reverse("plan-apply"), fields(tree) | {"note": "Before the vote."})
    assert response.status_code == 302
    assert Round.objects.filter(note="Before the vote.").count() == 3
    assert Assignment.objects.count() == 6


@pytest.mark.parametrize("chosen", ["story", "needs"])
def test_articles_are_chosen_by_story_or_by_need(client, desk, chosen):
    from articles.actions import create_story

    story = create_story(title="The bridge", by=None, right="system", now=timezone.now())
    make_article(title="Of the story", story=story)
    query = {"story": f"?story={story.pk}", "needs": "?needs=nobody"}[chosen]
    tree = page(client, desk.editor, reverse("plan") + query)
    assert len(every(tree, "//table[@id='plan-places']/tbody/tr")) == {"story": 1, "needs": 4}[chosen]


def test_articles_are_chosen_by_import_batch(client, desk):
    from articles.models import Batch

    batch = Batch.objects.create(by=desk.editor)
    batch.items.create(source="file", name="a.txt", article=desk.articles[1])
    tree = page(client, desk.editor, f"{reverse('plan')}?batch={batch.pk}")
    assert [words(one) for one in every(tree, "//a[~headline]")] == ["Article 1"]


def test_what_cannot_be_placed_is_listed_with_the_reason(client, desk):
    Conflict.objects.create(person=desk.asha, publication=desk.articles[0].publication)
    Profile.objects.create(person=desk.tomas, languages=["es"])
    today = timezone.localdate()
    Absence.objects.create(person=desk.ngozi, first=today, last=today + timedelta(days=30))
    tree = page(client, desk.editor, desk.address)
    reasons = {words(why) for why in every(tree, "//p[~why]")}
    assert len(reasons) == 1
    assert "1 of 4 may review it" in reasons.pop()
    response = client.post(reverse("plan-apply"), fields(tree))
    assert response.status_code == 422
    assert "Some places are empty; nothing was assigned." in response.content.decode()
    assert not Round.objects.exists()
    assert client.post(reverse("plan-apply"), fields(tree) | {"leave_open": "on"}).status_code == 302
    assert Round.objects.count() == Assignment.objects.count() == 3


def test_a_stale_plan_is_shown_anew_with_what_changed_and_applies_then(client, desk):
    tree = page(client, desk.editor, desk.address)
    open_round(article=desk.articles[0], team=desk.team, reviewers=[desk.asha], by=desk.lead, now=timezone.now())
    response = client.post(reverse("plan-apply"), fields(tree))
    assert response.status_code == 409
    assert "Article 0: a round was opened meanwhile." in response.content.decode()
    assert Round.objects.count() == 1
    anew = fields(html.fromstring(response.content.decode()))
    # The choices are kept, but for who has a place by now.
    kept = [place for place in fields(tree)["place"] if place != f"{desk.articles[0].pk}:{desk.asha.pk}"]
    assert [place for place in anew["place"] if place] == kept
    assert client.post(reverse("plan-apply"), anew | {"leave_open": "on"}).status_code == 302
    assert Round.objects.count() == 3


def test_loads_follow_the_names_that_are_chosen(client, desk):
    tree = page(client, desk.editor, desk.address)
    posted = fields(tree)
    number = desk.articles[0].pk
    posted["place"] = [f"{number}:{desk.asha.pk}", "", "nonsense", f"{number}:{'9' * 40}"]
    whole = client.post(reverse("plan-loads"), posted).content.decode()
    assert "<h1" in whole
    part = client.post(reverse("plan-loads"), posted, headers={"hx-request": "true"}).content.decode()
    assert "<h1" not in part
    assert "Asha" in part
    assert not Round.objects.exists()


def test_whoever_was_named_must_be_of_the_plan(client, desk):
    posted = fields(page(client, desk.editor, desk.address))
    posted["place"] = [f"{desk.articles[0].pk}:{desk.editor.pk}"]
    assert client.post(reverse("plan-apply"), posted).status_code == 422
    assert not Round.objects.exists()


@pytest.mark.parametrize("query", ["?article=99999", "?wanted=0", "?due=2020-01-01", "?team=7777", "?article=x"])
def test_nonsense_in_the_address_is_refused(client, desk, query):
    client.force_login(desk.editor)
    assert client.get(reverse("plan") + query).status_code == 422


def test_a_lead_plans_for_their_own_team(client, desk):
    other = make_team(name="News", reviewers=[make_person("Elsewhere")], lead=make_person())
    open_round(article=desk.articles[2], team=other, reviewers=[], by=desk.editor, now=timezone.now())
    client.force_login(desk.lead)
    assert client.get(desk.address).status_code == 422
    tree = page(client, desk.lead, f"{reverse('plan')}?article={desk.articles[0].pk}", status=422)
    # An article that nobody's team owns and that they did not bring in is not theirs to see.
    assert "Elsewhere" not in words(tree)


@pytest.mark.parametrize("role", ["member", "moderator"])
def test_who_gives_out_no_reviews_does_not_plan(client, desk, role):
    person = make_person(role=role)
    client.force_login(person)
    assert client.get(desk.address).status_code == 403
    assert client.post(reverse("plan-apply"), {}).status_code == 403
    assert client.post(reverse("plan-loads"), {}).status_code == 403


def test_the_page_takes_as_many_queries_for_many_articles_as_for_one(client, desk, django_assert_max_num_queries):
    client.force_login(desk.editor)
    one = f"{reverse('plan')}?article={desk.articles[0].pk}"
    client.get(one)
    with django_assert_max_num_queries(60) as few:
        client.get(one)
    with django_assert_max_num_queries(len(few.captured_queries)):
        client.get(desk.address)

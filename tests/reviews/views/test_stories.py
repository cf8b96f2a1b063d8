"""A story's page: what its articles say side by side, for whoever may see which, and what comes of a contradiction."""

import re

import pytest
from django.urls import reverse

from articles.actions import create_publication, create_story, edit_article, merge_stories
from articles.crosscheck.compared import every_conflict, opened
from articles.models import Comparison, DismissedConflict
from reviews.actions.open_round import open_round
from reviews.models import Annotation, Claim, ClaimSource, Contradiction, Sighting, Source
from tests.factories import (
    NOW,
    answer_all,
    assignments_of,
    hand_in,
    make_article,
    make_editor,
    make_person,
    make_team,
    mark,
    recorded,
    wave_through,
)
from tests.reviews.views.pages import every, first, page, words

pytestmark = pytest.mark.django_db

LEO = "The film\n\nAna Ruiz plays Marta in the film. It was shot in 2019 by a crew of forty people in the old harbour."
EVA = "The film again\n\nAna Ruiz, born in Leeds, plays Clara in the film. Shooting it cost 12 million euros in 2020."


class Told:
    """A story of two articles that contradict each other, each reviewed by a team of its own."""

    def __init__(self, *, other_team: bool = False) -> None:
        self.editor = make_editor()
        self.story = create_story(title="The film", by=self.editor, right="editor", now=NOW)
        self.people = [make_person("Asha"), make_person("Tomas")]
        self.lead = make_person("Samira the lead")
        self.team = make_team(lead=self.lead, reviewers=self.people)
        self.other_people = [make_person("Other Asha"), make_person("Other Tomas")]
        self.other_team = make_team(reviewers=self.other_people) if other_team else self.team
        self.one = make_article(LEO, title="A first film review", story=self.story)
        self.two = make_article(EVA, title="A second film review", story=self.story)
        self.rounds = []

    def review(self) -> "Told":
        """Open a round of each article."""
        teams = [(self.one, self.team, self.people), (self.two, self.other_team, self.other_people)]
        if self.other_team is self.team:
            teams[1] = (self.two, self.team, self.people)
        self.rounds = [
            open_round(article=article, team=team, reviewers=people, by=self.editor, now=NOW)
            for article, team, people in teams
        ]
        return self

    def end(self, *marks: tuple[str, str]) -> "Told":
        """Play both rounds to their end; each mark is words of the first article and a verdict by everybody."""
        for round_ in self.rounds:
            assignments = assignments_of(round_)
            for quote, verdict in marks:
                for assignment in assignments:
                    if quote in assignment.round.revision.text:
                        mark(assignment, quote, verdict)
            for assignment in assignments:
                wave_through(assignment, -1)
            hand_in(*assignments)
            answer_all(*assignments)
        return self

    @property
    def address(self) -> str:
        return reverse("story", args=[self.story.pk])

    @property
    def key(self) -> str:
        """The key of the contradiction."""
        topics = opened(Comparison.objects.get(story=self.story).topics)
        return next(conflict.key for _, conflict in every_conflict(topics))

    def deed(self, name: str, **data: object) -> tuple[str, dict]:
        return reverse(name, args=[self.story.pk, self.key]), data


@pytest.fixture
def told():
    return Told()


def rows(document):
    return every(document, "//tr[th[@scope='row']]")


def cells(row):
    return [words(cell) for cell in every(row, "./td")]


# --- The page -------------------------------------------------------------------------------------------------------


def test_articles_are_columns_and_what_differs_is_marked(client, told):
    document = page(client, told.editor, told.address)
    [row] = rows(document)
    assert words(first(row, "./th")) == "Ana Ruiz whom … plays"
    assert cells(row) == ["Ana Ruiz plays Marta in the film.", "Ana Ruiz, born in Leeds, plays Clara in the film."]
    assert [words(said) for said in every(row, ".//*[~said]")] == ["Marta", "Clara"]
    assert len(every(row, "./td[~differs]")) == 2
    assert [cell.get("data-label") for cell in every(row, "./td")] == ["A first film review", "A second film review"]


def test_a_click_opens_the_sentences_in_their_context(client, told):
    document = page(client, told.editor, told.address)
    link = first(rows(document)[0], ".//a[@data-row]")
    opened_page = page(client, told.editor, told.address + re.sub("#.*", "", link.get("href")))
    sides = every(opened_page, "//*[~told]")
    assert [words(first(side, ".//*[~said]")) for side in sides] == ["Marta", "Clara"]
    assert "It was shot in 2019" in words(first(sides[0], ".//*[~around][last()]"))


def test_htmx_gets_the_matrix_alone(client, told):
    client.force_login(told.editor)
    response = client.get(told.address, headers={"HX-Request": "true"})
    assert response.content.lstrip().startswith(b'<section id="matrix"')
    assert "HX-Request" in response.headers["Vary"]


def test_rows_are_filtered_by_sort_kind_and_article(client, told):
    third = make_article(
        "Short\n\nTom Berg speaks of the film of Ana Ruiz at length here.", title="Third", story=told.story
    )
    everything = page(client, told.editor, f"{told.address}?show=everything")
    assert "Ana Ruiz whom … plays" in [words(first(row, "./th")) for row in rows(everything)]
    assert rows(page(client, told.editor, f"{told.address}?kind=dates")) == []
    assert len(rows(page(client, told.editor, f"{told.address}?kind=names"))) == 1
    assert len(rows(page(client, told.editor, f"{told.address}?article={told.one.pk}"))) == 1
    assert rows(page(client, told.editor, f"{told.address}?article={third.pk}")) == []
    assert len(rows(page(client, told.editor, f"{told.address}?show=nonsense&kind=x&article=y&open=z&page=q"))) == 1


def test_what_agrees_is_corroborated(client, told):
    agreeing = make_article("Other\n\nThe star Ana Ruiz plays Marta again, says one.", story=told.story)
    agreeing.refresh_from_db()

    paper = create_publication(name="Another paper", domain="", by=told.editor, right="editor", now=NOW)
    edit_article(article=agreeing, changes={"publication": paper}, by=told.editor, right="editor", now=NOW)
    document = page(client, told.editor, f"{told.address}?show=corroborated")
    assert {len(every(row, "./td[~agrees]")) for row in rows(document)} == {2}


def test_a_story_of_one_article_says_why_there_is_nothing(client):
    editor = make_editor()
    story = create_story(title="Alone", by=editor, right="editor", now=NOW)
    make_article(LEO, story=story)
    assert "There is nothing to compare it with yet" in words(page(client, editor, reverse("story", args=[story.pk])))


def test_an_empty_story_is_for_those_who_arrange(client):
    editor = make_editor()
    story = create_story(title="Empty", by=editor, right="editor", now=NOW)
    assert "No article in this story" in words(page(client, editor, reverse("story", args=[story.pk])))
    page(client, make_person(), reverse("story", args=[story.pk]), status=404)


def test_a_story_that_was_never_compared_can_be(client, told):
    Comparison.objects.all().delete()
    document = page(client, told.editor, told.address)
    assert "Not compared yet" in words(document)
    client.post(reverse("compare-story", args=[told.story.pk]))
    assert len(rows(page(client, told.editor, told.address))) == 1


def test_a_merged_story_leads_on(client, told):

    into = create_story(title="Both films", by=told.editor, right="editor", now=NOW)
    merge_stories(story=told.story, into=into, by=told.editor, right="editor", now=NOW)
    client.force_login(told.editor)
    assert client.get(told.address).url == reverse("story", args=[into.pk])


def test_the_list_counts_contradictions(client, told):
    document = page(client, told.editor, reverse("story-list"))
    [story] = every(document, "//ul[~story-list]/li")
    assert "2 articles · 1 publication" in words(story)
    assert "1 contradiction" in words(story)


def test_the_page_makes_as_many_queries_for_many_articles_as_for_few(client, told, django_assert_num_queries):
    told.review().end(("Ana Ruiz plays Marta", "verified"))
    client.force_login(told.editor)
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    counts = []
    for number in range(3):
        for address in (told.address, f"{told.address}?open={told.key}"):
            client.get(address)
            with CaptureQueriesContext(connection) as queries:
                client.get(address)
            counts.append(len(queries))
        for more in range(3):
            make_article(EVA.replace("Clara", f"Clara{number}{more}"), story=told.story)
    assert counts[0] == counts[2] == counts[4]
    assert counts[1] == counts[3] == counts[5]
    assert max(counts) <= 24


# --- Who sees what --------------------------------------------------------------------------------------------------


def test_strangers_see_no_story(client, told):
    told.review()
    stranger = make_person()
    page(client, stranger, told.address, status=404)
    assert every(page(client, stranger, reverse("story-list")), "//ul[~story-list]/li") == []


def test_an_article_that_one_may_not_see_says_nothing(client):
    told = Told(other_team=True).review()
    document = page(client, told.people[0], f"{told.address}?show=everything")
    assert "Clara" not in words(document)
    assert "A second film review" not in words(document)
    assert rows(document) == []
    listed = words(first(page(client, told.people[0], reverse("story-list")), "//ul[~story-list]/li"))
    assert "1 article of 2" in listed
    assert "contradiction" not in listed


def test_the_blind_see_what_articles_say_and_nothing_of_what_was_marked(client, told):
    told.review()
    for assignment in assignments_of(told.rounds[0]):
        mark(assignment, "Ana Ruiz plays Marta", "fabricated")
    hand_in(assignments_of(told.rounds[0])[0])
    spare = make_person("Spare")
    from reviews.actions.members import add_member
    from reviews.models import Membership

    admin = make_person(role="admin")
    add_member(team=told.team, person=spare, role=Membership.Role.REVIEWER, by=admin, now=NOW)
    for person in (told.people[1], spare):
        document = page(client, person, f"{told.address}?open={told.key}")
        assert "Marta" in words(document)
        shown = [words(badge) for badge in every(document, "//thead//*[~badge]")]
        assert shown == ["In review", "In review"]
        assert every(document, "//td//a[contains(@href, '/claims/')]") == []
        assert not Sighting.objects.filter(person=person).exists()
    own = page(client, told.people[1], told.address)
    assert [words(link) for link in every(own, "//td//*[~on-it]//a")] == ["mine: fabricated"]
    assert every(page(client, spare, told.address), "//*[~on-it]") == []


def test_claims_stand_in_the_cells_for_those_who_may_see_them(client, told):
    told.review().end(("Ana Ruiz plays Marta", "verified"))
    document = page(client, told.editor, told.address)
    [badge] = every(document, "//td//a[contains(@href, '/claims/')]")
    assert "verified" in words(badge)
    assert set(Sighting.objects.filter(person=told.editor).values_list("article", flat=True)) == {told.one.pk}
    assert words(every(document, "//thead//*[~badge]")[0]) in {"Verified", "Thin"}


# --- From a contradiction -------------------------------------------------------------------------------------------


def test_a_reviewer_marks_it_by_one_key_and_goes_there(client, told):
    told.review()
    asha = told.people[0]
    document = page(client, asha, f"{told.address}?open={told.key}")
    buttons = every(document, "//*[~told]//button[@data-key='c']")
    assert len(buttons) == 2
    url, data = told.deed("mark-conflict", article=told.two.pk)
    with recorded() as kinds:
        response = client.post(url, data)
    made = Annotation.objects.get()
    assert response.url == f"{reverse('workspace', args=[told.two.pk])}#mark-{made.uuid}"
    assert (made.verdict, made.assignment.reviewer) == ("", asha)
    assert told.two.current.text[made.start : made.end] == "Ana Ruiz, born in Leeds, plays Clara"
    [evidence] = made.evidence.all()
    assert (evidence.stance, evidence.source.same_as_article) == ("context", told.one)
    assert evidence.source.passage == "Ana Ruiz plays Marta in the film."
    assert kinds == ["annotation.made", "source.added", "evidence.attached"]
    assert client.post(url, data).url == response.url
    assert Annotation.objects.count() == 1


def test_only_ones_own_open_review_is_marked(client, told):
    told.review()
    url, data = told.deed("mark-conflict", article=told.one.pk)
    client.force_login(told.editor)
    assert client.post(url, data).status_code == 403
    client.force_login(told.people[0])
    assert client.post(url, {"article": "0"}).status_code == 422
    assert client.post(reverse("mark-conflict", args=[told.story.pk, "gone"]), data).status_code == 409
    for assignment in assignments_of(told.rounds[0]):
        wave_through(assignment, -1)
        hand_in(assignment)
    assert client.post(url, data).status_code == 403
    client.force_login(make_person())
    assert client.post(url, data).status_code == 404


def test_an_editor_raises_it_in_each_article_at_once(client, told):
    told.review().end()
    document = page(client, told.editor, f"{told.address}?open={told.key}")
    assert [box.get("value") for box in every(document, "//form//input[@name='article'][@type='checkbox']")] == [
        str(told.one.pk),
        str(told.two.pk),
    ]
    url, data = told.deed("raise-conflict", article=[told.one.pk, told.two.pk])
    with recorded() as kinds:
        response = client.post(url, data)
    one, two = Claim.objects.order_by("pk")
    assert response.url == reverse("claim", args=[one.pk])
    assert (one.statement, two.statement) == ("Ana Ruiz plays Marta", "Ana Ruiz, born in Leeds, plays Clara")
    assert Contradiction.objects.get().one == one
    assert kinds == ["claim.raised"] * 2 + ["claim.contradicts"] * 2 + ["claim.context"] * 2
    beside = {row.claim: row.source for row in ClaimSource.objects.select_related("source")}
    assert {claim: source.same_as_article for claim, source in beside.items()} == {one: told.two, two: told.one}
    shown = words(page(client, told.editor, reverse("claim", args=[one.pk])))
    assert "Ana Ruiz, born in Leeds, plays Clara in the film." in shown
    assert "context, whatever its finder said" in shown


def test_claims_that_are_there_are_linked_and_raised_again_nothing_changes(client, told):
    told.review().end(("plays Marta", "verified"))
    claim = Claim.objects.get()
    url, data = told.deed("raise-conflict", article=[told.one.pk, told.two.pk])
    client.force_login(told.editor)
    for _ in range(2):
        assert client.post(url, data).status_code == 302
        assert Claim.objects.count() == 2
        assert Contradiction.objects.get().one == claim
        assert ClaimSource.objects.count() == Source.objects.filter(same_as_article__isnull=False).count() == 2


def test_nothing_is_raised_while_reviewers_mark(client, told):
    told.review()
    document = page(client, told.editor, f"{told.address}?open={told.key}")
    assert "its reviewers are still marking" in words(document)
    url, data = told.deed("raise-conflict", article=[told.one.pk, told.two.pk])
    assert client.post(url, data).status_code == 422
    assert not Claim.objects.exists()


def test_one_side_alone_is_not_raised(client, told):
    told.review().end()
    url, data = told.deed("raise-conflict", article=[told.one.pk])
    client.force_login(told.editor)
    assert client.post(url, data).status_code == 422
    client.force_login(told.people[0])
    assert client.post(url, {"article": [told.one.pk, told.two.pk]}).status_code == 403
    assert not Claim.objects.exists()


def test_it_is_dismissed_with_a_reason_and_taken_back(client, told):
    client.force_login(told.editor)
    url, data = told.deed("dismiss-conflict", reason="")
    response = client.post(url, data)
    assert response.status_code == 422
    assert "Say in a few words why" in response.content.decode()
    assert client.post(url, {"reason": "She plays both."}).status_code == 302
    assert rows(page(client, told.editor, f"{told.address}?show=contradictions")) == []
    document = page(client, told.editor, f"{told.address}?show=dismissed")
    assert "She plays both." in words(rows(document)[0])
    assert client.post(url, {"reason": "Again."}).status_code == 409
    dismissed = DismissedConflict.objects.get()
    client.post(reverse("take-back-dismissal", args=[told.story.pk, dismissed.pk]))
    assert len(rows(page(client, told.editor, told.address))) == 1


def test_members_dismiss_nothing(client, told):
    told.review()
    url, data = told.deed("dismiss-conflict", reason="No.")
    client.force_login(told.people[0])
    assert client.post(url, data).status_code == 403
    assert "Not a contradiction" not in words(page(client, told.people[0], f"{told.address}?open={told.key}"))
    client.force_login(told.lead)
    assert client.post(url, data).status_code == 302

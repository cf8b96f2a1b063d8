import pytest
from django.test import Client
from django.urls import reverse

from articles.models import Article, BatchItem
from articles.queries.drafts import draft_corrected
from tests.articles.helpers import LONG, TEXT, a_draft, a_file, worked
from tests.factories import make_editor, make_person, make_team

pytestmark = pytest.mark.django_db
State, Outcome = BatchItem.State, BatchItem.Outcome
FIELDS = {"title": "Fares rise", "byline": "", "published": "", "publication": "", "language": "en", "url": ""}


@pytest.fixture
def editor():
    return make_editor()


@pytest.fixture
def client(editor):
    client = Client()
    client.force_login(editor)
    return client


@pytest.fixture
def item(editor):
    return worked(a_file(), by=editor)[0]


def page_of(item):
    return reverse("import-item", args=[item.batch_id, item.pk])


def post(client, deed, item, **fields):
    return client.post(reverse(f"import-{deed}", args=[item.batch_id, item.pk]), fields)


def again(item):
    return BatchItem.objects.select_related("article", "match_article").get(pk=item.pk)


def test_the_preview_shows_what_was_recognised(client, item):
    page = client.get(page_of(item)).content.decode()
    for words in ("Ferry fares to double in spring", "Ana Ortiz", "👉 See also: The toll rises again", "make it text"):
        assert words in page
    assert not Article.objects.exists()


def test_corrections_are_kept(client, item):
    assert post(client, "correct", item, **FIELDS | {"published": "2025-06-02"}).url == page_of(item)
    draft = draft_corrected(again(item))
    assert (draft.title, draft.byline, draft.published.isoformat()) == ("Fares rise", "", "2025-06-02")
    assert 'value="2025-06-02"' in client.get(page_of(item)).content.decode()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", ""),
        ("title", "\u200b\u202e"),
        ("published", "31.31.2025"),
        ("language", "English"),
        ("url", "ftp://a.b"),
    ],
)
def test_corrections_that_make_no_sense_are_said_beside_the_field(client, item, field, value):
    response = post(client, "correct", item, save="", **FIELDS | {field: value})
    assert response.status_code == 422
    assert 'class="errorlist"' in response.content.decode()
    assert again(item).state == State.READY
    assert again(item).corrections == {}


def test_tricks_in_a_title_are_taken_out(client, item):
    post(client, "correct", item, **FIELDS | {"title": "Fares\u202e rise\u200b\n again "})
    assert draft_corrected(again(item)).title == "Fares rise again"


def test_saving_goes_on_to_the_next(client, editor):
    one, other = worked(a_file("a.txt"), a_file("b.txt", LONG), by=editor)
    response = post(client, "correct", one, save="", **FIELDS)
    assert response.url == page_of(other)
    one = again(one)
    assert (one.state, one.article.title) == (State.DONE, "Fares rise")
    page = client.get(page_of(one)).content.decode()
    assert f'href="/articles/{one.article.pk}/"' in page
    assert client.get(f"/articles/{one.article.pk}/").status_code == 200


def test_what_looks_like_another_asks_first(client, editor):
    post(client, "correct", worked(a_file("a.txt", LONG), by=editor)[0], save="", **FIELDS)
    near = worked(a_file("b.txt", f"{LONG} It rained."), by=editor)[0]
    page = client.get(page_of(near)).content.decode()
    assert "Looks like" in page
    assert "Import anyway" in page
    assert post(client, "correct", near, save="", **FIELDS).url == page_of(near)
    assert again(near).state == State.READY
    post(client, "correct", near, save="article", **FIELDS)
    assert again(near).outcome == Outcome.ARTICLE
    third = worked(a_file("c.txt", f"{LONG} It snowed."), by=editor)[0]
    post(client, "correct", third, save="revision", **FIELDS)
    assert again(third).outcome == Outcome.REVISION
    assert Article.objects.count() == 2


def test_what_is_here_already(client, editor, item):
    post(client, "correct", item, save="", **FIELDS)
    twin = worked(a_file("again.txt"), by=editor)[0]
    assert "Already here" in client.get(page_of(twin)).content.decode()
    post(client, "correct", twin, save="", **FIELDS)
    assert again(twin).outcome == Outcome.KNOWN
    assert Article.objects.count() == 1


def test_a_copy_is_said_to_be_one(client, editor, item):
    post(client, "correct", item, save="", **FIELDS | {"publication": "The Gazette"})
    copy = worked(a_file("again.txt"), by=editor)[0]
    post(client, "correct", copy, **FIELDS | {"publication": "The Post"})
    assert "The same text is here from The Gazette" in client.get(page_of(copy)).content.decode()
    post(client, "correct", copy, save="", **FIELDS | {"publication": "The Post"})
    assert again(copy).outcome == Outcome.ARTICLE
    assert Article.objects.count() == 2


def test_a_decision_that_is_none_is_refused(client, item):
    assert post(client, "correct", item, save="burn", **FIELDS).status_code == 422
    assert again(item).state == State.READY


def test_one_key_turns_a_block(client, item):
    start = next(block.start for block in a_draft().blocks if "See also" in block.content(TEXT))
    response = post(client, "turn", item, start=start)
    assert response.url == f"{page_of(item)}#block-{start}"
    fragment = client.post(
        reverse("import-turn", args=[item.batch_id, item.pk]), {"start": start}, headers={"HX-Request": "true"}
    ).content.decode()
    assert f'id="block-{start}"' in fragment
    assert "make it text" in fragment
    assert again(item).kinds == {}


@pytest.mark.parametrize("start", ["", "x", "-1", "3", "٣", "9" * 30])
def test_a_block_that_is_none(client, item, start):
    assert post(client, "turn", item, start=start).status_code == 422


def test_leaving_out_and_taking_back(client, item):
    post(client, "leave-out", item)
    assert again(item).state == State.LEFT_OUT
    assert post(client, "leave-out", item).status_code == 422
    post(client, "take-back", item)
    assert again(item).state == State.READY


def test_reading_again(client, editor):
    (item,) = worked(a_file(data=b"\0\1" * 500), by=editor)
    assert post(client, "retry", item).url == page_of(item)
    assert again(item).state == State.WAITING
    (empty,) = worked(a_file(data=b""), by=editor)
    assert post(client, "retry", empty).status_code == 422


def test_the_original_is_handed_out_as_it_came_and_as_no_page(client, editor):
    html = b"<script>alert(1)</script><p>A text."
    (item,) = worked(a_file('../pa"ge\r\n.html', html), by=editor)
    response = client.get(reverse("import-original", args=[item.batch_id, item.pk]))
    assert b"".join(response.streaming_content) == html
    assert response["Content-Type"] == "application/octet-stream"
    assert response["Content-Disposition"].startswith("attachment")
    assert response["Content-Length"] == str(len(html))
    assert "sandbox" in response["Content-Security-Policy"]
    assert response["X-Content-Type-Options"] == "nosniff"


def test_the_original_of_an_article_is_for_editors_and_whoever_brought_it(client, item):
    post(client, "correct", item, save="", **FIELDS)
    page = reverse("revision-original", args=[again(item).article.current_id])
    assert b"".join(client.get(page).streaming_content) == TEXT.encode()
    lead = make_person()
    make_team(lead=lead)
    for person, status in ((lead, 404), (make_person(), 403), (make_person(role="admin"), 200)):
        other = Client()
        other.force_login(person)
        assert other.get(page).status_code == status


def test_every_page_of_an_item(client, editor):
    """Whatever its state, it has a page."""
    found = worked(a_file(), a_file("b.txt", b""), a_file("c.csv", "text\nOne.\n"), by=editor)
    for number, item in enumerate(found):
        for state in State.values:
            BatchItem.objects.filter(pk=item.pk).update(state=state, reason="A reason.")
            assert client.get(page_of(item)).status_code == 200, (number, state)

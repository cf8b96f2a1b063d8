import io
import tempfile
import tracemalloc

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from articles.models import Article, Batch, BatchItem, Original
from tests.articles.helpers import LONG, TEXT, a_batch, a_file, items, worked
from tests.factories import make_editor, make_person, make_team

pytestmark = pytest.mark.django_db
State = BatchItem.State


@pytest.fixture
def lead():
    person = make_person()
    make_team(lead=person)
    return person


def signed_in(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def upload(name="ferry.txt", data=TEXT):
    return SimpleUploadedFile(name, data.encode())


def send(client, **fields):
    return client.post(reverse("import"), fields)


class TestWhoMay:
    def pages_of(self, item):
        """Every address of a batch, with how it is asked for."""
        batch, both = item.batch_id, (item.batch_id, item.pk)
        get, post = Client.get, Client.post
        return [
            (get, reverse("import-batch", args=[batch])),
            (get, reverse("import-progress", args=[batch])),
            (get, reverse("import-item", args=both)),
            (get, reverse("import-original", args=both)),
            (post, reverse("import-save-certain", args=[batch])),
            (post, reverse("import-retry-failed", args=[batch])),
            *(
                (post, reverse(f"import-{deed}", args=both))
                for deed in ("correct", "turn", "leave-out", "take-back", "retry")
            ),
        ]

    def test_the_importer_editors_and_admins_see_a_preview(self, lead):
        (item,) = worked(a_file(), by=lead)
        for person in (lead, make_editor(), make_person(role="admin")):
            assert signed_in(person).get(reverse("import-item", args=[item.batch_id, item.pk])).status_code == 200

    def test_for_another_lead_it_is_not_there(self, lead):
        (item,) = worked(a_file(), by=make_editor())
        client = signed_in(lead)
        for ask, page in self.pages_of(item):
            assert ask(client, page).status_code == 404, page

    def test_whoever_may_not_import_is_told_so(self, lead):
        (item,) = worked(a_file(), by=lead)
        for person in (make_person(), make_person(role="moderator")):
            client = signed_in(person)
            for ask, page in [*self.pages_of(item), (Client.get, reverse("import")), (Client.post, reverse("import"))]:
                assert ask(client, page).status_code == 403, page
        assert Batch.objects.count() == 1

    def test_others_are_asked_to_sign_in(self, lead):
        (item,) = worked(a_file(), by=lead)
        for ask, page in self.pages_of(item):
            assert ask(Client(), page).status_code == 302, page

    def test_a_batch_leads_to_no_item_of_another(self, lead):
        own, other = worked(a_file(), by=lead)[0], worked(a_file(), by=make_editor())[0]
        assert signed_in(lead).get(reverse("import-item", args=[own.batch_id, other.pk])).status_code == 404

    def test_the_header_leads_there_for_whoever_may(self, lead):
        link = f'href="{reverse("import")}"'
        assert link in signed_in(lead).get(reverse("article-list")).content.decode()
        assert link not in signed_in(make_person()).get(reverse("article-list")).content.decode()

    def test_forged_posts_are_refused(self, lead):
        client = Client(enforce_csrf_checks=True)
        client.force_login(lead)
        assert send(client, text=TEXT).status_code == 403
        assert not Batch.objects.exists()


class TestBringing:
    def test_files_paste_and_addresses_at_once(self, lead):
        response = send(
            signed_in(lead),
            files=[upload(), upload("b.html", "<p>B")],
            text="A pasted text.",
            addresses="http://127.0.0.1/a\n\n  p.example/b  ",
        )
        batch = Batch.objects.get()
        assert response.url == reverse("import-batch", args=[batch.pk])
        assert (batch.by, batch.name) == (lead, "ferry.txt and 4 more")
        assert [(item.source, str(item.name), item.url) for item in items(batch)] == [
            ("file", "ferry.txt", ""),
            ("file", "b.html", ""),
            ("paste", "pasted text", ""),
            ("address", "", "http://127.0.0.1/a"),
            ("address", "", "https://p.example/b"),
        ]

    def test_a_paste_with_its_formatting(self, lead):
        send(signed_in(lead), text="Words", html="<h1>Words</h1><p>and more</p>", text_url="https://p.example/a")
        (item,) = items(Batch.objects.get())
        assert (item.content_type, item.url) == ("text/html; charset=utf-8", "https://p.example/a")
        assert item.original.size == len("<h1>Words</h1><p>and more</p>")

    def test_nothing_is_brought(self, lead):
        response = send(signed_in(lead), text="   ")
        assert response.status_code == 422
        assert "There is nothing to import" in response.content.decode()

    def test_an_address_that_is_none(self, lead):
        response = send(signed_in(lead), text="A text.", text_url="ftp://p.example")
        assert response.status_code == 422
        assert "An address of the web" in response.content.decode()
        assert "A text." in response.content.decode()

    def test_a_file_that_is_too_long_is_refused_and_the_others_go_on(self, lead, monkeypatch):
        monkeypatch.setattr("articles.views.uploads.FILE_AT_MOST", 100_000)
        send(signed_in(lead), files=[upload("big.txt", "x" * 300_000), upload()])
        good, big = items(Batch.objects.get())
        assert (big.name, big.state) == ("big.txt", State.FAILED)
        assert "too long" in big.reason
        assert good.name == "ferry.txt"
        assert Original.objects.count() == 1

    def test_two_hundred_megabytes_do_not_fill_the_memory(self, lead):
        """They come in piece by piece, and what is beyond the bound is thrown away as it comes."""
        with tempfile.NamedTemporaryFile(suffix=".txt") as file:
            file.truncate(200_000_000)
            body = _multipart(file, "huge.txt")
            tracemalloc.start()
            response = signed_in(lead).generic("POST", reverse("import"), **body)
            peak = tracemalloc.get_traced_memory()[1]
            tracemalloc.stop()
        assert response.status_code == 302
        (item,) = items(Batch.objects.get())
        assert (item.state, item.original) == (State.FAILED, None)
        assert peak < 20_000_000

    def test_too_many_files_and_too_long_a_paste_get_a_sentence(self, lead, settings):
        settings.DATA_UPLOAD_MAX_NUMBER_FILES = 2
        response = send(signed_in(lead), files=[upload() for _ in range(3)])
        assert (response.status_code, "too many files" in response.content.decode()) == (413, True)
        settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
        response = send(signed_in(lead), text="x" * 2000)
        assert (response.status_code, "too long for one form" in response.content.decode()) == (413, True)

    def test_a_post_that_is_cut_off(self, lead):
        response = signed_in(lead).generic(
            "POST", reverse("import"), b"--x\r\nnonsense", content_type="multipart/form-data; boundary=x"
        )
        assert response.status_code in {413, 422}
        assert not Batch.objects.exists()


def _multipart(file, name):
    """The post of one file, streamed: head, the file, tail."""
    head = f'--x\r\nContent-Disposition: form-data; name="files"; filename="{name}"\r\n\r\n'.encode()
    tail = b"\r\n--x--\r\n"
    size = file.seek(0, 2)
    file.seek(0)

    class Stream(io.RawIOBase):
        parts = [head, file, tail]

        def read(self, size=-1):
            while self.parts:
                part = self.parts[0]
                data = part if isinstance(part, bytes) else part.read(size)
                if isinstance(part, bytes) or not data:
                    self.parts.pop(0)
                if data:
                    return data
            return b""

    return {
        "CONTENT_TYPE": "multipart/form-data; boundary=x",
        "wsgi.input": Stream(),
        "CONTENT_LENGTH": str(len(head) + size + len(tail)),
    }


class TestBatch:
    def test_looking_at_it_reads_it(self, lead):
        client = signed_in(lead)
        page = client.get(send(client, files=[upload()]).url).content.decode()
        assert "Ferry fares to double in spring" in page
        assert "hx-get" not in page

    def test_a_poll_goes_on_and_ends(self, lead, monkeypatch):
        monkeypatch.setattr("articles.views.imports.LOOK", 0)
        batch = a_batch(*(a_file(f"{n}.txt", f"Text {n}.") for n in range(3)), by=lead)
        client = signed_in(lead)
        url = reverse("import-progress", args=[batch.pk])
        pages = [client.get(url, headers={"HX-Request": "true"}).content.decode() for _ in range(3)]
        assert ["hx-get" in page for page in pages] == [True, True, False]
        assert "1 of 3 dealt with" in pages[0]
        assert "<html" not in pages[0]

    def test_a_poll_brings_the_preview_that_has_changed(self, lead):
        batch = a_batch(a_file(), by=lead)
        (item,) = items(batch)
        url = reverse("import-progress", args=[batch.pk])
        page = signed_in(lead).get(url, {"item": item.pk, "seen": "waiting"}, headers={"HX-Request": "true"})
        assert 'hx-swap-oob="true"' in page.content.decode()
        page = signed_in(lead).get(url, {"item": item.pk, "seen": "ready"}, headers={"HX-Request": "true"})
        assert "hx-swap-oob" not in page.content.decode()

    def test_saving_what_is_certain(self, lead):
        certain = TEXT.replace("\n\nBy", "\n\n2 June 2025\n\nBy")
        batch = worked(a_file("a.txt", certain), a_file("b.txt", "only one line of text"), by=lead)[0].batch
        client = signed_in(lead)
        client.post(reverse("import-save-certain", args=[batch.pk]))
        assert [item.state for item in items(batch)] == [State.DONE, State.READY]
        client.post(reverse("import-save-certain", args=[batch.pk]), {"all": "1"})
        assert [item.state for item in items(batch)] == [State.DONE] * 2
        assert {article.imported_by for article in Article.objects.all()} == {lead}

    def test_saving_all_decides_nothing(self, lead):
        """What looks like another, or is a new text of another, stays for somebody to decide."""
        one = worked(a_file("a.txt", LONG), by=lead)[0]
        client = signed_in(lead)
        client.post(reverse("import-save-certain", args=[one.batch_id]), {"all": "1"})
        near = worked(a_file("b.txt", f"{LONG} It rained."), by=lead)[0]
        client.post(reverse("import-save-certain", args=[near.batch_id]), {"all": "1"})
        assert items(near.batch)[0].state == State.READY

    def test_trying_again(self, lead):
        batch = worked(a_file("a.txt", b"\0\1" * 500), by=lead)[0].batch
        signed_in(lead).post(reverse("import-retry-failed", args=[batch.pk]))
        assert items(batch)[0].state == State.FAILED

    @pytest.mark.parametrize(
        "query", ["show=nonsense", "page=9999", "page=x", "item=x&seen=", "item=99999999999999999999"]
    )
    def test_nonsense_in_the_address(self, lead, query):
        batch = worked(a_file(), by=lead)[0].batch
        for name in ("import-batch", "import-progress"):
            assert signed_in(lead).get(f"{reverse(name, args=[batch.pk])}?{query}").status_code == 200

    def test_queries_do_not_grow_with_the_items(self, lead, django_assert_max_num_queries):
        batch = worked(*(a_file(f"{n}.txt", f"{TEXT} {n}") for n in range(12)), by=lead)[0].batch
        client = signed_in(lead)
        with django_assert_max_num_queries(15):
            client.get(reverse("import-batch", args=[batch.pk]))
        with django_assert_max_num_queries(15):
            client.get(reverse("import"))

    def test_a_title_is_no_markup(self, lead):
        batch = worked(a_file("<b>.txt", "<script>alert(1)</script> is the title\n\nAnd this a text."), by=lead)[
            0
        ].batch
        page = signed_in(lead).get(reverse("import-batch", args=[batch.pk])).content.decode()
        assert "<script>alert" not in page
        assert "<b>.txt" not in page

"""`manage.py import_articles`: a line per file, the good ones imported whatever the others are."""

import io
import json
import os
import sys
import zipfile
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from articles.models import Article, Revision, Story
from articles.queries.originals import bytes_of
from articles.reading import MAX_TEXT_BYTES
from articles.text import normalise
from editorial.record import log
from editorial.record.models import Event
from tests.articles.helpers import LONG
from tests.shared import shared

pytestmark = pytest.mark.django_db

TEXT = "Toll bridge to close\n\nThe bridge opened on 4 May 1987 and cost 12 million euros, the mayor said.\n"


def run(*arguments: object, **options: object) -> list[str]:
    """Import, and return the lines that were said; a CommandError carries them as its `lines`."""
    said = io.StringIO()
    try:
        call_command("import_articles", *map(str, arguments), stdout=said, stderr=io.StringIO(), **options)
    except CommandError as error:
        error.lines = said.getvalue().splitlines()
        raise
    return said.getvalue().splitlines()


def fails(*arguments: object, **options: object) -> tuple[list[str], str]:
    """Import what must fail in part; return the lines and the last one."""
    with pytest.raises(CommandError) as caught:
        run(*arguments, **options)
    assert caught.value.returncode == 1
    return caught.value.lines, str(caught.value)


# --- The four real articles -----------------------------------------------------------------------------------------


def test_the_shared_articles_are_imported_whole_and_once():
    folder = shared("articles")
    files = sorted(folder.glob("*.txt"))
    lines = run(folder)
    assert len(lines) == len(files) + 1 == 5
    assert lines[-1] == "4 files: 4 imported."
    assert [line.split(": imported: ")[0] for line in lines[:-1]] == [str(file) for file in files]
    assert ["[title proposed]" in line for line in lines[:-1]] == [False, False, True, True]
    for file in files:
        revision = Revision.objects.get(source_name=file.name)
        assert revision.text == normalise(file.read_text(encoding="utf-8")).strip("\n").rstrip()
        assert revision.text.split()[-1] == file.read_text(encoding="utf-8").split()[-1]
    titles = [revision.article.title for revision in Revision.objects.order_by("source_name")]
    assert "Betrayal, Control, and Courage" in titles[0]
    assert titles[1].startswith("No One Saw Us Leave: The Heartbreaking True Story")
    assert all("No One Saw Us Leave" in title for title in titles)

    again = run(folder)
    assert all(": already here: " in line for line in again[:-1])
    assert again[-1] == "4 files: 4 already here."
    assert (Article.objects.count(), Event.objects.count()) == (4, 4)
    assert list(log.verify()) == []


def test_byline_date_and_furniture_are_recognised_where_a_file_has_them():
    lines = run(shared("articles"), verbosity=2)
    revisions = list(Revision.objects.order_by("source_name").select_related("article__publication"))
    first = revisions[0].article
    assert (first.byline, first.publication.name) == ("InsightTrendsWorld", "InsightTrendsWorld")
    # "Oct 21" names no year: no date is made up, and the import says that it is doubtful.
    assert {revision.article.published for revision in revisions} == {None}
    assert any("doubtful: The date “Oct 21”" in line for line in lines)
    furniture = [sum(block["kind"] == "furniture" for block in revision.blocks) for revision in revisions]
    assert furniture[0] >= 3
    assert furniture[1] >= 10
    for revision in revisions:
        assert revision.blocks[0]["start"] == 0
        assert revision.blocks[-1]["end"] == revision.length


# --- Files, folders, standard input ---------------------------------------------------------------------------------


def test_a_folder_is_read_to_its_depths_in_order_of_name(tmp_path):
    (tmp_path / "sub" / "deep").mkdir(parents=True)
    (tmp_path / ".hidden").mkdir()
    names = ["b.txt", "a.TEXT", "sub/c.md", "sub/deep/d.txt"]
    for number, name in enumerate([*names, ".e.txt", ".hidden/f.txt", "g.xlsx", "h"]):
        (tmp_path / name).write_text(f"{TEXT} Number {number}.")
    lines = run(tmp_path)
    assert [Path(line.split(": imported")[0]).name for line in lines[:-1]] == ["a.TEXT", "b.txt", "c.md", "d.txt"]
    assert lines[-1] == "4 files: 4 imported."


def test_a_file_that_is_named_is_read_whatever_it_is_called(tmp_path):
    (tmp_path / "notes").write_text(TEXT)
    assert run(tmp_path / "notes")[-1] == "1 file: 1 imported."


def test_a_folder_without_texts_is_said(tmp_path):
    (tmp_path / "a.xlsx").write_text("x")
    with pytest.raises(CommandError, match=r"No article there. In folders, \.csv, \.docx, .*, \.zip are read."):
        run(tmp_path)


def test_a_circle_of_links_ends(tmp_path):
    (tmp_path / "a.txt").write_text(TEXT)
    (tmp_path / "round").symlink_to(tmp_path)
    assert run(tmp_path)[-1] == "1 file: 1 imported."


def test_standard_input_is_one_article(monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(TEXT.encode())))
    lines = run("-")
    assert lines == ["-: imported: Toll bridge to close, 19 words", "1 file: 1 imported."]
    assert Revision.objects.get().source_name == "standard input"


def test_too_much_on_standard_input_is_refused(monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"word " * (MAX_TEXT_BYTES // 5 + 1))))
    lines, _ = fails("-")
    assert lines == ["-: failed: There is more than the 20 MB that a text may have."]


@pytest.mark.parametrize("name", ["a name with spaces.txt", "👩\u200d👧 report.txt", "Ünïcödé – “quoted”.txt", "-.txt"])
def test_odd_names_are_read_and_shown(tmp_path, name):
    (tmp_path / name).write_text(TEXT)
    assert run(tmp_path)[0] == f"{tmp_path / name}: imported: Toll bridge to close, 19 words"
    assert Revision.objects.get().source_name == name


def test_a_name_that_is_no_text_or_moves_the_cursor_is_shown_harmlessly(tmp_path):
    for name in (b"\xff\xfe.txt", b"line\nbreak \x1b[31mred.txt", "right\u202eto left.txt".encode()):
        Path(os.fsdecode(os.fsencode(tmp_path) + b"/" + name)).write_text(f"{TEXT} {name!r}")
    lines = run(tmp_path)
    assert lines[-1] == "3 files: 3 imported."
    assert [Path(line.split(": imported")[0]).name for line in lines[:-1]] == [
        "line\ufffdbreak \ufffd[31mred.txt",
        "right\ufffdto left.txt",
        "\ufffd\ufffd.txt",
    ]


# --- Tables, archives, addresses ------------------------------------------------------------------------------------


def rows(*numbers: int, **more: str) -> str:
    text = "{} days of rain, says the weather office of town {}."
    table = [{"title": f"Title {n}", "text": text.format(n, n)} | more for n in numbers]
    return "".join(f"{json.dumps(row)}\n" for row in table)


def test_a_table_is_one_article_per_row_and_says_so_in_one_line(tmp_path):
    table = tmp_path / "t.jsonl"
    table.write_text(rows(*range(30), story="Rain", publication="The Gazette"))
    assert run(table) == [f"{table}: 30 rows: 30 imported", "1 file, 30 articles: 30 imported."]
    assert {(a.story.title, a.publication.name) for a in Article.objects.all()} == {("Rain", "The Gazette")}
    assert Revision.objects.get(article__title="Title 7").source_name == "t.jsonl, row 8"
    assert run(table) == [f"{table}: 30 rows: 30 already here", "1 file, 30 articles: 30 already here."]


def test_rows_that_fail_are_named_and_the_rest_goes_on(tmp_path):
    table = tmp_path / "t.csv"
    table.write_text("title,text\nA,Rain all day.\nB,\nC,D,E\nF,Snow all night.\n")
    lines, last = fails(table)
    assert lines[:2] == [
        f"{table}, row 2: failed: The row has no text: its “text” and “html” columns are empty or missing.",
        f"{table}, row 3: failed: The row has 3 cells for 2 columns.",
    ]
    assert lines[2] == f"{table}: 4 rows: 2 imported, 2 failed"
    assert last == "1 file, 4 articles: 2 imported, 2 failed."


def test_a_table_that_is_none(tmp_path):
    (tmp_path / "t.csv").write_text("name,words\nA,B\n")
    lines, last = fails(tmp_path)
    assert "No column is called" in lines[0]
    assert last == "1 file: 1 failed."


def test_an_archive_is_opened_and_what_is_wrong_in_it_is_said(tmp_path):
    archive = tmp_path / "z.zip"
    with zipfile.ZipFile(archive, "w") as packed:
        packed.writestr("a.txt", TEXT)
        packed.writestr("../b.txt", TEXT)
        packed.writestr("t.jsonl", rows(1, 2))
        packed.writestr("inner.zip", b"PK\x03\x04")
    lines, last = fails(archive)
    assert lines[0] == f"{archive}: a.txt: imported: Toll bridge to close, 19 words"
    assert "points outside" in lines[1]
    assert lines[2] == f"{archive}: t.jsonl: 2 rows: 2 imported"
    assert "within a ZIP" in lines[3]
    assert last == "1 file, 5 articles: 3 imported, 2 failed."


def test_a_table_on_standard_input(monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(rows(1, 2, 3).encode())))
    assert run("-") == ["-: 3 rows: 3 imported", "1 file, 3 articles: 3 imported."]


def test_what_was_read_is_kept(tmp_path):
    (tmp_path / "a.txt").write_text(TEXT)
    (tmp_path / "t.jsonl").write_text(rows(1))
    run(tmp_path)
    kept = {r.source_name: bytes_of(r.original) for r in Revision.objects.all()}
    assert kept == {"a.txt": TEXT.encode(), "t.jsonl, row 1": rows(1).strip().encode()}


def test_an_address_of_this_machine_is_refused_like_any_that_is_not_public():
    lines, _ = fails("http://127.0.0.1/", "https://localhost/", "http://2130706433/")
    assert all("not public" in line for line in lines)


# --- Known articles -------------------------------------------------------------------------------------------------


def test_another_text_of_a_known_address_is_a_new_revision(tmp_path):
    table = tmp_path / "t.jsonl"
    for text in ("It rained on Monday.", "It rained on Tuesday, says the office now."):
        table.write_text(json.dumps({"title": "Rain", "text": text, "url": "https://g.example/rain"}))
        lines = run(table, verbosity=2)
    assert lines[0] == f"{table}, row 1: new revision 2 of Rain"
    assert lines[-1] == "1 file: 1 revised."
    article = Article.objects.get()
    assert article.current.text.endswith("says the office now.")
    assert run(table)[-1] == "1 file: 1 already here."


def test_what_looks_like_another_is_said_or_left_out(tmp_path):
    (tmp_path / "a.txt").write_text(LONG)
    (tmp_path / "b.txt").write_text(f"{LONG} It rained.")
    lines = run(tmp_path, "--skip-similar")
    assert "left out: looks like" in lines[1]
    assert lines[-1] == "2 files: 1 imported, 1 left out."
    lines = run(tmp_path)
    assert "already here" in lines[0]
    assert "; looks like " in lines[1]
    assert Article.objects.count() == 2


def test_a_copy_is_said_to_be_one(tmp_path):
    table = tmp_path / "t.jsonl"
    table.write_text(rows(1, publication="The Gazette") + rows(1, publication="The Post"))
    lines = run(table, verbosity=2)
    assert lines[1].endswith("; a copy of Title 1 from The Gazette")


# --- Bad input ------------------------------------------------------------------------------------------------------

BAD = {
    "empty.txt": (b"", "The file is empty."),
    "blank.txt": (b" \n\t\n", "The file holds nothing but white space."),
    "binary.txt": (bytes(range(256)) * 40, "The file holds binary data, not text."),
}


@pytest.mark.parametrize("name", BAD)
def test_what_is_no_text_is_said_and_the_others_are_imported(tmp_path, name):
    content, why = BAD[name]
    (tmp_path / name).write_bytes(content)
    (tmp_path / "a good one.txt").write_text(TEXT)
    (tmp_path / "z good one.txt").write_text(f"{TEXT} Another.")
    lines, last = fails(tmp_path)
    assert lines[1] == f"{tmp_path / name}: failed: {why}"
    assert last == "3 files: 2 imported, 1 failed."
    assert Article.objects.count() == 2


def test_a_text_of_50_mb_is_refused_before_it_is_read(tmp_path, monkeypatch):
    huge = tmp_path / "huge.txt"
    with huge.open("wb") as file:
        file.truncate(50_000_000)
    monkeypatch.setattr(Path, "open", None)
    lines, last = fails(huge)
    assert lines == [f"{huge}: failed: The file has 50 MB; a text may have at most 20 MB."]
    assert last == "1 file: 1 failed."


@pytest.mark.parametrize(
    ("name", "why"),
    [("nothing.txt", "There is no such file or folder."), ("x" * 300, "It cannot be reached: File name too")],
)
def test_a_path_that_leads_nowhere_is_said(tmp_path, name, why):
    (tmp_path / "good.txt").write_text(TEXT)
    lines, last = fails(tmp_path / name, tmp_path)
    assert why in lines[0]
    assert last == "2 files: 1 imported, 1 failed."


def test_a_pipe_and_a_file_that_may_not_be_read_are_said(tmp_path):
    os.mkfifo(tmp_path / "pipe.txt")
    (tmp_path / "loop.txt").symlink_to(tmp_path / "loop.txt")
    lines, last = fails(tmp_path)
    assert lines[0].endswith("failed: It cannot be read: Too many levels of symbolic links.")
    assert lines[1].endswith("failed: It is no ordinary file.")
    assert last == "2 files: 2 failed."


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read_is_said(tmp_path):
    (tmp_path / "closed.txt").write_text(TEXT)
    (tmp_path / "closed.txt").chmod(0)
    lines, _ = fails(tmp_path)
    assert lines[0].endswith("failed: It cannot be read: Permission denied.")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le", "utf-16-be"])
def test_texts_in_other_encodings_are_read_right(tmp_path, encoding):
    text = (
        "La plage de l’été\n\nUn été à la plage – « très cher », écrit le journal “Le Matin”, coûta 300 € en 1987, "
        "et le garçon déçu n’y reviendra pas avant la fête de Noël."
    )
    (tmp_path / "a.txt").write_bytes(text.encode(encoding))
    run(tmp_path)
    assert Revision.objects.get().text == text


def test_a_defect_in_one_file_does_not_keep_the_others_out(tmp_path, caplog):
    """A chain in the way makes the log refuse: nobody's fault here, and it must not end the import."""
    from django.db import transaction

    for name in "ab":
        (tmp_path / f"{name}.txt").write_text(f"{TEXT} {name}.")
    (tmp_path / "0.txt").write_text(f"{TEXT} 0.")
    run(tmp_path / "0.txt")
    following = log.article_chain(Article.objects.get().pk + 1)
    with transaction.atomic():
        log.append(chain=following, kind="in.the.way", actor=None, right="system", at=Article.objects.get().imported_at)
    log.Chain.objects.filter(name=following).update(length=0, head="")
    lines, last = fails(tmp_path)
    assert lines[1].endswith("failed: a defect of Editorial, IntegrityError (traceback above).")
    assert ": already here: " in lines[0]
    assert last in {"3 files: 1 imported, 1 already here, 1 failed.", "3 files: 1 already here, 2 failed."}
    assert "Traceback" in caplog.text
    assert Revision.objects.count() == Article.objects.count()


# --- Options --------------------------------------------------------------------------------------------------------


def test_new_articles_go_into_the_story_and_to_the_publication(tmp_path):
    for name in "ab":
        (tmp_path / f"{name}.txt").write_text(f"{TEXT} {name}.")
    run(tmp_path, story="The bridge", publication="The Gazette")
    assert {(a.story.title, a.publication.name) for a in Article.objects.all()} == {("The bridge", "The Gazette")}
    assert Story.objects.count() == 1
    assert Event.objects.filter(kind="story.created").count() == 1
    run(tmp_path, story="the BRIDGE", publication="The gazette")
    assert (Article.objects.count(), Story.objects.count()) == (2, 1)


def test_without_a_file_that_can_be_read_no_story_is_made(tmp_path):
    (tmp_path / "empty.txt").touch()
    fails(tmp_path, story="The bridge")
    assert not Story.objects.exists()


def test_what_is_doubtful_is_counted_and_spelled_out_when_asked(tmp_path):
    text = TEXT.replace("\n\n", "\n\nPublished 3/4/2024\n\n")
    (tmp_path / "a.txt").write_text(text)
    quiet = run(tmp_path)
    doubts = Revision.objects.get().warnings
    assert doubts
    assert quiet[0].endswith(f", {len(doubts)} doubtful (--verbosity 2 says what)")
    Article.objects.update(current=None)
    Revision.objects.all().delete()
    assert run(tmp_path, verbosity=2)[1 : 1 + len(doubts)] == [f"    doubtful: {doubt}" for doubt in doubts]


def test_progress_goes_to_the_terminal_alone(tmp_path, capsys):
    (tmp_path / "a.txt").write_text(TEXT)
    call_command("import_articles", str(tmp_path))
    said = capsys.readouterr()
    assert said.err == ""
    assert said.out.count("\n") == 2

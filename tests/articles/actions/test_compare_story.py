"""A story's comparison follows whatever happens to its articles, and reads no text twice."""

from dataclasses import replace

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.actions import compare_story as room
from articles.actions import (
    create_story,
    dismiss_conflict,
    edit_article,
    import_article,
    merge_stories,
    move_articles,
    revise,
    set_block_kind,
    split_story,
    take_back_dismissal,
)
from articles.actions.errors import Refused
from articles.crosscheck.compared import every_conflict, opened
from articles.models import Comparison, DismissedConflict, Extract
from articles.reading import read
from articles.text import BlockKind
from tests.factories import NOW, make_article, make_editor, recorded

pytestmark = pytest.mark.django_db

LEO = "The film\n\nAna Ruiz plays Marta in the film. It was shot in 2019 by a crew of forty people in the old harbour."
EVA = "The film again\n\nAna Ruiz plays Clara in the film. Nobody of the crew wanted to speak to this newspaper at all."
OTHER = "Another film\n\nTom Berg plays Victor in a film. It rained on the harbour and the critics went home early."


@pytest.fixture
def who():
    return {"by": make_editor(), "right": "editor", "now": NOW}


@pytest.fixture
def story(who):
    return create_story(title="The film", **who)


@pytest.fixture
def reads(monkeypatch):
    """Return the texts that were read for comparison, as they are read."""
    texts = []

    def spy(text, *args, **kwargs):
        texts.append(text)
        return extract(text, *args, **kwargs)

    extract = room.extract
    monkeypatch.setattr(room, "extract", spy)
    return texts


def parts(story):
    """Return whom she plays, side by side, by what the comparison of a story holds."""
    comparison = Comparison.objects.get(story=story)
    return sorted(
        sorted(value for side in conflict.sides for value in side.values)
        for _, conflict in every_conflict(opened(comparison.topics))
    )


def count(story):
    return Comparison.objects.get(story=story).conflicts


def test_the_last_import_shows_the_contradiction(story, reads):
    make_article(LEO, story=story)
    assert parts(story) == []
    make_article(EVA, story=story)
    assert parts(story) == [["clara", "marta"]]
    assert count(story) == 1
    assert len(reads) == 2


def test_another_article_is_read_alone(story, reads):
    make_article(LEO, story=story)
    make_article(EVA, story=story)
    reads.clear()
    make_article(OTHER, story=story)
    assert [text[:7] for text in reads] == ["Another"]
    assert parts(story) == [["clara", "marta"]]


def test_an_article_without_a_story_is_not_read(reads):
    make_article(LEO)
    assert reads == []
    assert not Extract.objects.exists()


def test_a_new_text_is_compared_and_read_alone(story, who, reads):
    make_article(LEO, story=story)
    article = make_article(EVA, story=story)
    reads.clear()
    draft = read(EVA.replace("Clara", "Marta").encode())
    revise(article=article, draft=draft, actor=who["by"], right="editor", now=NOW)
    assert len(reads) == 1
    assert parts(story) == []


def test_what_becomes_furniture_says_nothing_any_more(story, who, reads):
    make_article(LEO, story=story)
    revision = make_article(EVA, story=story).current
    reads.clear()
    start = revision.blocks[1]["start"]
    set_block_kind(revision=revision, start=start, kind=BlockKind.FURNITURE, **who)
    assert parts(story) == []
    set_block_kind(revision=revision, start=start, kind=BlockKind.PARAGRAPH, **who)
    assert parts(story) == [["clara", "marta"]]
    assert len(reads) == 2


def test_articles_are_moved_and_both_stories_follow(story, who, reads):
    one, two = make_article(LEO, story=story), make_article(EVA, story=story)
    other = create_story(title="Elsewhere", **who)
    reads.clear()
    move_articles(articles=[two], story=other, **who)
    assert (parts(story), parts(other)) == ([], [])
    edit_article(article=one, changes={"story": other}, **who)
    assert parts(other) == [["clara", "marta"]]
    assert reads == []


def test_merging_and_splitting_compare_once(story, who, django_assert_max_num_queries):
    make_article(LEO, story=story)
    other = create_story(title="Elsewhere", **who)
    two = make_article(EVA, story=other)
    merge_stories(story=other, into=story, **who)
    assert (parts(story), parts(other)) == ([["clara", "marta"]], [])
    made = split_story(story=story, articles=[two], title="Apart", **who)
    assert (parts(story), parts(made)) == ([], [])


def test_a_language_is_read_anew_and_a_title_is_not(story, who, reads):
    article = make_article(LEO, story=story)
    reads.clear()
    edit_article(article=article, changes={"title": "Another title"}, **who)
    assert reads == []
    edit_article(article=article, changes={"language": "es"}, **who)
    assert len(reads) == 1


def test_the_same_publication_twice_corroborates_nothing(story, who):
    one, two = (
        make_article(LEO, story=story),
        make_article(EVA.replace("Clara in the film", "Marta there"), story=story),
    )
    assert one.publication_id == two.publication_id
    assert Comparison.objects.get(story=story).corroborations == 0
    edit_article(article=two, changes={"publication": None}, **who)
    assert Comparison.objects.get(story=story).corroborations > 0


# --- Dismissed ------------------------------------------------------------------------------------------------------


def dismissed(story, who, reason="She plays both."):
    key = next(c.key for _, c in every_conflict(opened(Comparison.objects.get(story=story).topics)))
    return dismiss_conflict(story=story, key=key, reason=reason, **who)


def test_a_dismissed_conflict_stays_so_when_the_story_is_compared_again(story, who):
    make_article(LEO, story=story)
    make_article(EVA, story=story)
    with recorded() as kinds:
        dismissed(story, who)
    assert kinds == ["conflict.dismissed"]
    assert count(story) == 0
    make_article(LEO.replace("a crew of forty people", "many people"), story=story)
    make_article(OTHER, story=story)
    assert count(story) == 0
    make_article(EVA.replace("Clara", "Berta"), story=story)
    assert count(story) == 1


def test_a_dismissal_is_taken_back(story, who):
    make_article(LEO, story=story)
    make_article(EVA, story=story)
    said = dismissed(story, who)
    with recorded() as kinds:
        take_back_dismissal(dismissed=said, **who)
        take_back_dismissal(dismissed=said, **who)
    assert kinds == ["conflict.taken_up"]
    assert count(story) == 1


def test_it_goes_where_the_articles_go(story, who):
    make_article(LEO, story=story)
    two = make_article(EVA, story=story)
    dismissed(story, who)
    into = create_story(title="Elsewhere", **who)
    merge_stories(story=story, into=into, **who)
    assert count(into) == 0
    third = make_article(LEO.replace("a crew of forty people", "many people"), story=into)
    made = split_story(story=into, articles=[two, third], title="Apart", **who)
    assert parts(made) == [["clara", "marta"]]
    assert count(made) == 0


@pytest.mark.parametrize("reason", ["", "  ", "\u200b"])
def test_it_needs_a_reason(story, who, reason):
    make_article(LEO, story=story)
    make_article(EVA, story=story)
    with pytest.raises(Refused, match="why"):
        dismissed(story, who, reason)
    assert not DismissedConflict.objects.exists()


def test_what_is_no_conflict_cannot_be_dismissed(story, who):
    with pytest.raises(Refused, match="compared anew"):
        dismiss_conflict(story=story, key="nothing", reason="Why not.", **who)
    make_article(LEO, story=story)
    with pytest.raises(Refused, match="compared anew"):
        dismiss_conflict(story=story, key="nothing", reason="Why not.", **who)


# --- Too much, too little -------------------------------------------------------------------------------------------


def notes(story):
    return [words for _, words in Comparison.objects.get(story=story).notes]


def test_one_article_comes_to_nothing(story):
    make_article(LEO, story=story)
    comparison = Comparison.objects.get(story=story)
    assert (comparison.topics, comparison.notes) == ([], [])


def test_the_same_text_twice_neither_contradicts_nor_corroborates(story):
    draft = read(LEO.encode())
    for name in ("One paper", "Other paper"):
        given = replace(draft, publication=name)
        import_article(draft=given, actor=None, right="system", now=NOW, story=story)
    comparison = Comparison.objects.get(story=story)
    assert len(comparison.articles) == 2
    assert comparison.topics
    assert (comparison.conflicts, comparison.corroborations) == (0, 0)


def test_a_text_that_is_all_furniture_is_named(story, who):
    make_article(LEO, story=story)
    revision = make_article(EVA, title="All adverts", story=story).current
    for block in revision.blocks:
        set_block_kind(revision=revision, start=block["start"], kind=BlockKind.FURNITURE, **who)
    assert notes(story) == ["“All adverts” has no sentences to compare: all of it is furniture."]


def test_a_long_text_is_read_to_a_point(story, monkeypatch):
    monkeypatch.setattr(room, "READ_AT_MOST", 60)
    make_article(LEO, story=story)
    make_article(EVA, story=story)
    assert parts(story) == [["clara", "marta"]]
    assert notes(story) == ["Only the first 60 characters of “Toll bridge to close” are compared."] * 2


def test_more_than_can_be_compared_at_once_is_left_out_and_said(story, monkeypatch):
    monkeypatch.setattr(room, "ARTICLES_AT_MOST", 3)
    monkeypatch.setattr(room, "SENTENCES_AT_MOST", 7)
    make_article(LEO, story=story)
    make_article(EVA, story=story)
    make_article(OTHER, title="The third", story=story)
    make_article(LEO.replace("Marta", "Berta"), story=story)
    assert parts(story) == [["clara", "marta"]]
    assert notes(story) == [
        "“The third” is not compared: the story would be too long for that.",
        "The first 3 articles of the story are compared, later ones are not.",
    ]


def test_another_article_costs_no_more_queries_however_many_there_are(story):
    make_article(LEO, story=story)
    counts = []
    for number in range(4):
        with CaptureQueriesContext(connection) as queries:
            make_article(EVA.replace("Clara", f"Clara{number}"), story=story)
        counts.append(len(queries))
    assert counts[1] == counts[-1]


def test_what_is_older_than_comparisons_is_compared_by_a_command(story, capsys):
    make_article(LEO, story=story)
    make_article(EVA, story=story)
    Comparison.objects.all().delete()
    Extract.objects.all().delete()
    call_command("compare_stories")
    assert capsys.readouterr().out == "The film: 1\n"
    assert parts(story) == [["clara", "marta"]]

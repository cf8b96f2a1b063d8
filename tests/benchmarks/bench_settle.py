"""Settling an article with 2,000 marks, and rebuilding 1,000 articles with 40 marks each in one pass.

Run: python -m pytest -s tests/benchmarks/bench_settle.py
"""

import re
import time
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from uuid import uuid4

import pytest
from django.core.management import call_command

from articles.models import Article, Revision
from reviews.actions.reveal import reveal
from reviews.actions.settle import settle
from reviews.models import Annotation, Assignment, Claim, Evidence, Round, Source, Standing
from reviews.queries.settlement import differences
from tests.factories import NOW, Desk, make_article, open_round_for

pytestmark = pytest.mark.django_db

SETTLE_WITHIN = 0.3
#: How many MiB more a rebuild of 1,000 articles may take than one of 100. What a repair writes, with an event for each
#: article, is in the memory of this process too where the test's database is.
GROWTH_AT_MOST = {"check": 8, "repair": 64}
SENTENCE = "In the year {n} the harbour of Norden took in {n} ships from {m} ports, the register says. "
VERDICTS = ("verified", "verified", "verified", "disputed", "fabricated")


def say(words: str) -> None:
    print(f"\n{words}")  # noqa: T201 - a benchmark says what it measured


def best_of(times, function) -> float:
    """Return the shortest of several runs in seconds: what the code takes when nothing else is in its way."""
    spent = []
    for _ in range(times):
        began = time.perf_counter()
        function()
        spent.append(time.perf_counter() - began)
    return min(spent)


def text_of(sentences: int) -> str:
    return "Ships\n\n" + "\n\n".join(SENTENCE.format(n=1200 + n, m=n + 3).strip() for n in range(sentences))


def mark_all(assignments, revision, sentences) -> None:
    """Let each reviewer mark every sentence, a little differently, with a source each."""
    marks = [
        Annotation(
            uuid=uuid4(),
            assignment=assignment,
            revision=revision,
            start=sentence["start"] + at,
            end=sentence["end"],
            verdict=VERDICTS[(number * (at + 1)) % len(VERDICTS)],
        )
        for at, assignment in enumerate(assignments)
        for number, sentence in enumerate(sentences)
    ]
    Annotation.objects.bulk_create(marks)
    sources = {
        a.pk: Source.objects.create(uuid=uuid4(), finder=a.reviewer, article=a.round.article, title="Register")
        for a in assignments
    }
    Evidence.objects.bulk_create(
        Evidence(
            annotation=mark,
            source=sources[mark.assignment_id],
            stance="supports" if mark.verdict == "verified" else "refutes",
        )
        for mark in marks
    )


@pytest.fixture
def large():
    """An article with 400 sentences, of which five reviewers have marked each."""
    desk = Desk(reviewers=5)
    desk.article = make_article(text_of(400))
    desk.round = open_round_for(desk, desk.reviewers)
    revision = desk.article.current
    assignments = list(desk.round.assignments.select_related("reviewer", "round__article"))
    mark_all(assignments, revision, [s for s in revision.sentences if s["end"] - s["start"] > 40][:400])
    desk.round.assignments.update(state=Assignment.State.SUBMITTED, submitted_at=NOW)
    reveal(round_=Round.objects.get(pk=desk.round.pk), now=NOW)
    return desk.article


def test_an_article_with_2000_marks_settles_in_time(large):
    assert Annotation.objects.count() == 2000
    claims = Claim.objects.count()
    whole = best_of(5, lambda: settle(article=large, now=NOW))
    claim = Claim.objects.select_related("revision").order_by("pk")[claims // 2]
    one = best_of(5, lambda: settle(article=large, now=NOW, changed=[claim]))

    def reset() -> None:
        Claim.objects.update(outcome="open", stands_as="", verified=0)
        began.append(time.perf_counter())
        settle(article=large, now=NOW)
        began[-1] = time.perf_counter() - began[-1]

    began: list[float] = []
    for _ in range(3):
        reset()
    say(
        f"settle, 2,000 marks in {claims} claims: whole {whole * 1e3:.0f} ms, one claim {one * 1e3:.0f} ms, "
        f"every claim written anew {min(began) * 1e3:.0f} ms (wanted: under {SETTLE_WITHIN * 1e3:.0f} ms)"
    )
    assert differences(large) == []
    assert whole < SETTLE_WITHIN
    assert one < whole


def copies(count: int, reviewers: int, sentences: int) -> None:
    """Make articles with a closed round each, all like one that was made by the actions."""
    desk = Desk(reviewers=reviewers)
    model = make_article(text_of(sentences))
    revision = model.current
    places = [s for s in revision.sentences if s["end"] - s["start"] > 40][:sentences]
    fields = {name: getattr(revision, name) for name in ("text", "length", "sha256", "blocks", "sentences")}
    made = Article.objects.count()
    for number in range(made, made + count):
        article = Article.objects.create(title=f"Ships {number}", imported_at=NOW)
        article.current = Revision.objects.create(article=article, number=1, origin=f"copy {number}", **fields)
        article.save(update_fields=["current"])
        round_ = Round.objects.create(
            article=article,
            revision=article.current,
            number=1,
            team=desk.team,
            policy=desk.round.policy,
            wanted=reviewers,
            stage="closed",
            revealed_at=NOW,
            closed_at=NOW,
        )
        parts = Assignment.objects.bulk_create(
            Assignment(round=round_, reviewer=person, state="submitted", submitted_at=NOW) for person in desk.reviewers
        )
        claims = Claim.objects.bulk_create(
            Claim(round=round_, revision=article.current, statement="Ships", start=s["start"], end=s["end"])
            for s in places
        )
        Annotation.objects.bulk_create(
            Annotation(
                uuid=uuid4(),
                assignment=part,
                revision=article.current,
                start=claim.start,
                end=claim.end,
                verdict=VERDICTS[(at + number) % 4],
                claim=claim,
            )
            for part in parts
            for at, claim in enumerate(claims)
        )


def peak_of(function: Callable[[], object]) -> float:
    """Return by how much the most memory that was held while the function ran exceeds what was held before, in MiB."""
    Path("/proc/self/clear_refs").write_text("5")  # The peak begins anew at what is held now.
    before = held("VmRSS")
    function()
    return held("VmHWM") - before


def held(what: str) -> float:
    """Return a figure of the process's memory in MiB, as Linux tells it."""
    return int(re.search(rf"{what}:\s+(\d+) kB", Path("/proc/self/status").read_text())[1]) / 1024


def rebuild(**how: bool) -> str:
    out = StringIO()
    call_command("rebuild_standings", stdout=out, **how)
    return out.getvalue()


@pytest.mark.skipif(not Path("/proc/self/clear_refs").exists(), reason="needs Linux to say how much memory is held")
def test_a_thousand_articles_are_rebuilt_in_one_pass_with_bounded_memory():
    peaks, took = {}, {}
    for more, count in ((100, 100), (900, 1000)):
        copies(more, reviewers=2, sentences=20)
        assert Annotation.objects.count() == count * 40
        for how in ("repair", "check"):
            began = time.perf_counter()
            peaks[how, count] = peak_of(lambda how=how: rebuild(**{how: True}))
            took[how, count] = time.perf_counter() - began
    assert "every standing holds" in rebuild(check=True)
    assert Standing.objects.exclude(stage="waiting").count() >= 1000
    growth = {how: peaks[how, 1000] - peaks[how, 100] for how in GROWTH_AT_MOST}
    say(
        f"rebuild, articles with 40 marks each: the last 900 of 1,000 repaired in {took['repair', 1000]:.1f} s, 1,000 "
        f"checked in {took['check', 1000]:.1f} s; took {peaks['repair', 100]:.1f} and {peaks['check', 100]:.1f} "
        f"MiB for 100, {peaks['repair', 1000]:.1f} and {peaks['check', 1000]:.1f} MiB for 1,000 (wanted: at most "
        f"{GROWTH_AT_MOST['repair']} and {GROWTH_AT_MOST['check']} MiB more)"
    )
    assert all(growth[how] < most for how, most in GROWTH_AT_MOST.items())

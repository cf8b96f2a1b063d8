"""The whole way through the house: import, open a round, mark, submit, respond, and a status on the dashboard."""

import pytest
from django.core.management import call_command
from django.utils import timezone

from articles.models import Article
from editorial.accounts.actions import add_person
from editorial.record.log import verify
from editorial.record.models import Event
from reviews.actions.members import add_member
from reviews.actions.open_round import open_round
from reviews.actions.team import create_team
from reviews.models import Annotation, Assignment, Claim, Evidence, Response, Round, Team
from tests.shared import shared

PASSWORD = "a long enough password"
TEXT = """The Glass Orchard: five nights of a quarrel

1. 💔 A family torn apart
The Glass Orchard has five episodes and began on 3 May 2024. Lena Ortmann plays Vera, the mother.

2. 👩👧 A mother and her daughter
The series rests on a novel by Ida Solberg, according to its makers. Critics in twelve countries praised it.
"""

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def desk():
    """A desk with an editor and two reviewers in one team."""
    now = timezone.now()
    admin = add_person(name="Kim Admin", email="kim@desk.example", role="admin", by=None, now=now)
    people = {
        name: add_person(
            name=f"{name.capitalize()} Test",
            email=f"{name}@desk.example",
            role=role,
            password=PASSWORD,
            by=admin,
            now=now,
        )
        for name, role in (("ruth", "editor"), ("asha", "member"), ("tomas", "member"))
    }
    team = create_team(name="Culture", by=admin, now=now)
    for name in ("asha", "tomas"):
        add_member(team=team, person=people[name], role="reviewer", by=admin, now=now)
    return people


@pytest.fixture
def sign_in(browser, live_server):
    """Open a browser of their own for a person, signed in; at the end no page may have reported an error."""
    contexts, errors = [], []

    def open_for(name):
        context = browser.new_context(base_url=live_server.url, viewport={"width": 1440, "height": 900})
        context.set_default_timeout(30_000)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.goto("/sign-in/")
        page.fill("input[name=username]", f"{name}@desk.example")
        page.fill("input[name=password]", PASSWORD)
        page.click("main form button")
        page.wait_for_url("**/")
        return page

    yield open_for
    for context in contexts:
        context.close()
    assert errors == []


def select(page, words):
    """Drag the mouse over words of the text."""
    page.wait_for_load_state()
    page.wait_for_selector("#text")
    box = page.evaluate(
        """(words) => {
            const walker = document.createTreeWalker(document.getElementById("text"), NodeFilter.SHOW_TEXT);
            for (let node = walker.nextNode(); node; node = walker.nextNode()) {
                const at = node.data.indexOf(words);
                if (at < 0) continue;
                const range = document.createRange();
                range.setStart(node, at);
                range.setEnd(node, at + words.length);
                node.parentElement.scrollIntoView({block: "center"});
                const rects = range.getClientRects();
                const [first, last] = [rects[0], rects[rects.length - 1]];
                return [first.left, first.top + first.height / 2, last.right, last.top + last.height / 2];
            }
        }""",
        words,
    )
    assert box, f"the page does not show “{words}”"
    page.mouse.move(box[0] + 1, box[1])
    page.mouse.down()
    page.mouse.move(box[2] - 1, box[3], steps=6)
    page.mouse.up()
    page.wait_for_selector("#bar:not([hidden])")


def at_rest(page):
    """Wait, as a person does, until what was typed has been saved: the page saves 0.8 s after the last letter."""
    page.wait_for_timeout(1000)
    page.wait_for_selector("#saved[data-state='saved']")


def mark(page, words, key, verdict):
    """Select words and give a verdict by key; return the mark's card when it is saved and drawn."""
    select(page, words)
    page.keyboard.press(key)
    page.wait_for_selector(f"#text mark.v-{verdict} >> text={words}")
    card = page.locator(".card[data-mark]", has_text=words)
    card.wait_for()
    return card


def add_source(card, address, stance):
    """Attach a source to the mark of a card."""
    card.page.locator("body").evaluate("() => document.activeElement.blur()")
    at_rest(card.page)
    card.locator(".quote").click()
    card.locator("details.add-source > summary").click()
    form = card.locator("details.add-source form")
    form.locator("[name=address]").fill(address)
    form.locator("[name=stance]").select_option(stance)
    form.locator("button").click()
    card.locator(".evidence a", has_text=address).wait_for()


def submit(page):
    page.click("#work-bar button:has-text('Submit')")
    page.wait_for_url(lambda url: not url.endswith("/review/"))


def test_two_reviewers_bring_an_article_to_a_status(desk, sign_in, tmp_path):
    # An article comes in from the command line; importing it again adds nothing.
    file = tmp_path / "glass orchard 💔.txt"
    file.write_text(TEXT, encoding="utf-8")
    call_command("import_articles", str(file))
    call_command("import_articles", str(file))
    article = Article.objects.get()
    assert article.title == "The Glass Orchard: five nights of a quarrel"
    assert not article.title_proposed

    # The editor opens a round with a plain form.
    ruth = sign_in("ruth")
    ruth.click(".queue a.what:has-text('The Glass Orchard')")
    ruth.click("text=Open a round")
    ruth.check("text=Asha Test")
    ruth.check("text=Tomas Test")
    ruth.fill("[name=due]", "2099-01-31T12:00")
    ruth.click("button:has-text('Open the round')")
    ruth.wait_for_selector("text=is open for Asha Test, Tomas Test")

    # Asha finds it on her desk, marks with mouse and key, says why, shows evidence, and takes one mark back.
    asha = sign_in("asha")
    asha.click("a:has-text('Begin')")
    wrong = mark(asha, "five episodes", "2", "disputed")
    wrong.locator(".quote").click()
    wrong.locator("select[name=reason]").select_option("inaccurate")
    wrong.locator("textarea[name=rationale]").fill("The broadcaster lists six, the last on 7 June.")
    wrong.locator("textarea[name=rationale]").blur()
    asha.wait_for_selector("#saved:has-text('saved')")
    add_source(wrong, "https://broadcaster.example/glass-orchard", "refutes")
    right = mark(asha, "Lena Ortmann plays Vera", "1", "verified")
    add_source(right, "https://broadcaster.example/cast", "supports")
    mark(asha, "twelve countries", "1", "verified")
    at_rest(asha)
    asha.keyboard.press("Escape")
    asha.keyboard.press("z")
    asha.wait_for_selector("#text mark:has-text('twelve countries')", state="detached")

    # Tomas sees nothing of it, and marks on his own.
    tomas = sign_in("tomas")
    tomas.click("a:has-text('Begin')")
    assert tomas.locator("#text mark").count() == 0
    assert tomas.locator(".card[data-mark]").count() == 0
    same = mark(tomas, "has five episodes", "2", "disputed")
    same.locator(".quote").click()
    same.locator("select[name=reason]").select_option("inaccurate")
    same.locator("textarea[name=rationale]").fill("Counted them: six.")
    same.locator("textarea[name=rationale]").blur()
    add_source(same, "https://listings.example/may", "refutes")
    novel = mark(tomas, "a novel by Ida Solberg", "1", "verified")

    # What the policy still asks for is refused with the list, and nothing is lost.
    tomas.click("#work-bar button:has-text('Submit')")
    tomas.wait_for_selector("#asks li:has-text('a novel by Ida Solberg')")
    assert tomas.locator("#asks li").count() == 1
    assert Assignment.objects.filter(state="submitted").count() == 0
    add_source(novel, "https://publisher.example/solberg", "supports")
    submit(tomas)
    submit(asha)

    # Each answers what the other had marked, by key.
    asha.wait_for_url("**/respond/")
    asha.wait_for_selector("mark:has-text('a novel by Ida Solberg')")
    asha.keyboard.press("1")
    asha.wait_for_selector("text=How the others see it")
    asha.keyboard.press("n")
    asha.wait_for_selector("text=All answered")
    tomas.goto("/")
    tomas.click("a.button:has-text('Respond')")
    tomas.wait_for_selector("mark:has-text('Lena Ortmann plays Vera')")
    tomas.keyboard.press("1")
    tomas.wait_for_selector("text=the round is closed")

    # The dashboard shows the status with what it rests on, filtered by status and by words, in the address.
    ruth.goto("/articles/")
    ruth.click("a:has-text('Disputed')")
    ruth.wait_for_url("**/articles/?status=disputed")
    row = ruth.locator("tr", has_text="The Glass Orchard")
    row.locator(".badge:has-text('Disputed')").wait_for()
    assert "five episodes" in row.inner_text()
    assert "3 of 3 settled" in row.inner_text()
    ruth.fill("input[name=q]", "orchard")
    ruth.wait_for_url("**q=orchard**")
    ruth.fill("input[name=q]", "nothing of the kind")
    ruth.wait_for_selector("text=No article matches")

    _check_rows(article)


@pytest.mark.parametrize(
    "words", ["A Real-Life Family Torn Apart", "Motherhood and Defiance", "Global Impact", "bears witness"]
)
def test_offsets_are_exact_after_the_emoji_of_an_article_as_found(desk, sign_in, words):
    """After 💔, after 👩👧 (two of them, unjoined) and after 🌍, up to the last sentence."""
    file = shared("articles") / "000_37e3798c26010a01.txt"
    call_command("import_articles", str(file))
    article = Article.objects.get()
    people = [desk["asha"], desk["tomas"]]
    open_round(article=article, team=Team.objects.get(), reviewers=people, by=desk["ruth"], now=timezone.now())
    asha = sign_in("asha")
    asha.goto(f"/articles/{article.pk}/review/")
    mark(asha, words, "1", "verified")
    saved = Annotation.objects.get()
    text = article.current.text
    assert text[saved.start : saved.end] == words
    assert saved.start == text.index(words)


def _check_rows(article):
    """Read the story back from the database."""
    text = article.current.text
    round_ = Round.objects.get()
    assert round_.stage == "closed"
    marks = {text[m.start : m.end]: m for m in Annotation.objects.filter(deleted_at=None)}
    assert {quote: m.verdict for quote, m in marks.items()} == {
        "five episodes": "disputed",
        "has five episodes": "disputed",
        "Lena Ortmann plays Vera": "verified",
        "a novel by Ida Solberg": "verified",
    }
    assert marks["five episodes"].rationale == "The broadcaster lists six, the last on 7 June."
    assert marks["five episodes"].start == text.index("five episodes")
    assert Annotation.objects.exclude(deleted_at=None).count() == 1
    assert Evidence.objects.count() == 4
    assert {c.statement: (c.outcome, c.stands_as) for c in Claim.objects.all()} == {
        "has five episodes": ("settled", "disputed"),
        "Lena Ortmann plays Vera": ("settled", "verified"),
        "a novel by Ida Solberg": ("settled", "verified"),
    }
    assert Response.objects.count() == 2
    article.refresh_from_db()
    assert article.standing.status == "disputed"
    assert article.standing.rests_on.endswith("3 claims: 2 verified, 1 disputed (2 of 2)")
    kinds = list(Event.objects.filter(chain=f"article/{article.pk}").values_list("kind", flat=True))
    assert kinds.count("review.submitted") == 2
    assert kinds[0] == "article.imported"
    assert kinds[-1] == "round.closed"
    assert list(verify()) == []

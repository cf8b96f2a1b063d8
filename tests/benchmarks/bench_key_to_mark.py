"""In the browser: from the key to the visible mark, and how a long text opens and scrolls.

Run: python -m pytest -s tests/benchmarks/bench_key_to_mark.py
"""

import statistics

import pytest

from tests.benchmarks.bench_workspace import say
from tests.benchmarks.long_text import long_desk
from tests.browser.reviewing import browser_of, open_workspace, saved

pytestmark = pytest.mark.django_db(transaction=True)

MARKS = 40
#: A frame at 60 Hz, in ms, and what nobody notices while they scroll: two of them.
NOTICED = 2 * 1000 / 60

#: Selects the next sentence and presses "1"; resolves to the time until the words are painted as marked.
PRESS = """(key) => new Promise((resolve) => {
    const press = (key) => document.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));
    press("Escape");
    press("j");
    requestAnimationFrame(() => setTimeout(() => {
        const drawn = () => [...(CSS.highlights.get("sent-verified") ?? [])].length
            + document.querySelectorAll("#text mark").length;
        const before = drawn();
        const began = performance.now();
        press(key);
        const look = () => {
            const isThere = drawn() > before || performance.now() - began > 2000;
            if (!isThere) return requestAnimationFrame(look);
            // The next task after a frame: by then it has been painted.
            requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - began)));
        };
        look();
    }));
})"""

#: Scrolls through the text a screen at a time; resolves to the time of each frame.
SCROLL = """() => new Promise((resolve) => {
    const frames = [];
    let last = performance.now();
    const step = (now) => {
        frames.push(now - last);
        last = now;
        const isAtEnd = scrollY + innerHeight >= document.documentElement.scrollHeight - 2;
        if (isAtEnd || frames.length > 240) return resolve(frames);
        scrollBy(0, innerHeight / 4);
        requestAnimationFrame(step);
    };
    requestAnimationFrame(step);
})"""

#: Long tasks from the beginning of the page on.
WATCH = """new PerformanceObserver((list) => {
    window.longTasks = [...(window.longTasks ?? []), ...list.getEntries().map((entry) => entry.duration)];
}).observe({ type: "longtask", buffered: true });"""


@pytest.mark.parametrize(
    ("words", "marks", "reviewers"), [(800, 100, 2), (20_000, 2_000, 5)], ids=["50 marks", "a long text"]
)
def test_from_key_to_visible_mark(browser, live_server, words, marks, reviewers):
    desk = long_desk(words=words, marks=marks, reviewers=reviewers)
    with browser_of(browser, live_server, desk.reviewers[0]) as context:
        context.add_init_script(WATCH)
        page = open_workspace(context, desk.article)
        page.wait_for_timeout(1000)
        opening = page.evaluate("() => window.longTasks ?? []")
        frames = page.evaluate(SCROLL)
        page.evaluate("() => scrollTo(0, 0)")
        spent = []
        for _ in range(MARKS):
            spent.append(page.evaluate(PRESS, "1"))
            saved(page)
        worst = statistics.quantiles(spent, n=20)[-1]
        late = sum(frame > NOTICED for frame in frames)
        say(f"{words:,} words, {marks // reviewers} marks of one's own")
        say(f"opening: {len(opening)} long tasks, {sum(opening):.0f} ms, the longest {max(opening, default=0):.0f} ms")
        say(f"scrolling: {len(frames)} frames, median {statistics.median(frames):.1f} ms, {late} over {NOTICED:.0f} ms")
        say(f"from key to visible mark: median {statistics.median(spent):.1f} ms, 95 %: {worst:.1f} ms")
    assert worst < 100

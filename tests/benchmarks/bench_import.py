"""Import: articles per second, pages beside trafilatura alone, and 10,000 rows whose memory does not grow.

Run: python -m pytest -s tests/benchmarks/bench_import.py
"""

import json
import subprocess
import sys
import time
from itertools import count

import pytest
from django.utils import timezone
from trafilatura import bare_extraction

from articles.actions import import_article
from articles.reading import read
from tests.conformance.run import ROOT, bare_environment, said
from tests.shared import shared

#: At most so many times what trafilatura takes by itself.
AT_MOST = 1.3
ROWS = (1_000, 10_000)
#: Memory that ten times the rows may take more: what the interpreter and the database keep anyway.
GROWTH = 1.1
#: The whole run of one import by the clock and by the processor, and its greatest memory in kB.
MEASURED = """
import resource, sys, time, django
django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
began, busy = time.perf_counter(), time.process_time()
call_command("import_articles", sys.argv[1])
spent = time.perf_counter() - began, time.process_time() - busy
print(*spent, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


def test_pages_beside_trafilatura_alone():
    pages = [path.read_bytes() for path in sorted(shared("html").glob("*.html"))]
    ways = {"read": lambda page: read(page, name="page.html"), "alone": _alone}
    spent = dict.fromkeys(ways, 0.0)
    for page in pages:
        for way in ways.values():
            way(page)  # what is loaded once is loaded
    for _ in range(3):
        for page in pages:
            for name, way in ways.items():
                began = time.perf_counter()
                way(page)
                spent[name] += time.perf_counter() - began
    rates = {name: 3 * len(pages) / seconds for name, seconds in spent.items()}
    ratio = spent["read"] / spent["alone"]
    print(f"\n{len(pages)} pages: {rates['read']:.1f} per second")  # noqa: T201
    print(f"trafilatura alone: {rates['alone']:.1f} per second, a page takes {ratio:.2f} times as long")  # noqa: T201
    assert ratio <= AT_MOST


def _alone(page: bytes) -> object:
    return bare_extraction(page, with_metadata=True)


def test_texts():
    texts = [path.read_bytes() for path in sorted(shared("articles").glob("*.txt"))]
    began = time.perf_counter()
    for _ in range(5):
        for text in texts:
            read(text)
    rate = 5 * len(texts) / (time.perf_counter() - began)
    words = sum(len(text.split()) for text in texts) // len(texts)
    print(f"\ntexts of {words:,} words: {rate:.0f} read per second")  # noqa: T201


@pytest.mark.django_db
def test_articles_into_the_desk():
    texts = [path.read_bytes() for path in sorted(shared("articles").glob("*.txt"))]
    numbers = count()
    began = time.perf_counter()
    for text in texts * 5:
        draft = read(text + f"\n\nCopy {next(numbers)}.".encode())
        import_article(draft=draft, actor=None, right="system", now=timezone.now())
    print(f"\nimported: {5 * len(texts) / (time.perf_counter() - began):.1f} articles per second")  # noqa: T201


def test_rows_of_a_table_take_no_more_memory_the_more_they_are(tmp_path):
    peaks = {}
    for rows in ROWS:
        table = tmp_path / f"{rows}.jsonl"
        with table.open("w") as file:
            for n in range(rows):
                text = f"On day {n} the ferry of Almira carried {n * 7} passengers. " * 8
                file.write(
                    json.dumps({"title": f"Day {n} at the harbour", "text": text, "publication": "Gazette"}) + "\n"
                )
        env = bare_environment(
            SECRET_KEY="of this benchmark alone",
            ALLOWED_HOSTS="localhost",
            DATA_DIR=str(tmp_path / f"desk-{rows}"),
            DJANGO_SETTINGS_MODULE="editorial.settings",
        )
        command = [sys.executable, "-c", MEASURED, str(table)]
        result = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)  # noqa: S603
        assert result.returncode == 0, said(result)
        seconds, busy, peaks[rows] = (float(number) for number in result.stdout.splitlines()[-1].split())
        assert f"{rows:,} imported" in result.stdout
        rates = f"{rows / seconds:.0f} per second, {rows / busy:.0f} per second of one processor"
        print(f"\n{rows:,} rows: {rates}, {peaks[rows] / 1000:.0f} MB at most")  # noqa: T201
    assert peaks[ROWS[1]] < GROWTH * peaks[ROWS[0]]

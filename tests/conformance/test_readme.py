"""What README.md tells people to type is what there is, and what CI runs."""

import re

import pytest
from django.core.management import get_commands

from tests.conformance.run import ROOT

README = (ROOT / "README.md").read_text()
RUN = "python3 -m venv .venv && .venv/bin/pip install -e . && .venv/bin/python manage.py demo"
TEST = "python3 -m venv .venv && .venv/bin/pip install -e '.[test]' && .venv/bin/pytest"


@pytest.mark.parametrize("command", [RUN, TEST], ids=["run", "test"])
def test_one_command_each(command):
    assert README.splitlines().count(f"    {command}") == 1


def test_ci_runs_the_test_command_literally():
    assert TEST in (ROOT / ".ci" / "run").read_text().splitlines()


def test_every_command_that_is_named_is_there():
    named = set(re.findall(r"manage\.py ([a-z_]+)", README))
    assert {"demo", "import_articles", "verify_log"} <= named
    assert named - set(get_commands()) == set()


def test_everything_that_is_ignored_is_generated():
    """The demo's folder, the tools' caches and a developer's settings never reach a commit."""
    ignored = (ROOT / ".gitignore").read_text().split()
    assert {".data/", ".env", ".venv/", "__pycache__/", "*.egg-info/", ".pytest_cache/", ".hypothesis/"} <= set(ignored)

"""The layers of DESIGN.md hold: the contracts in pyproject.toml, and what imports alone do not show."""

import ast
import re
import tomllib

import pytest

from tests.conformance.run import ROOT, bare_environment, python, said, tool

CONTRACTS = {
    contract["id"]: contract
    for contract in tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
}
PURE = CONTRACTS["pure"]["source_modules"]
#: Rooms of `articles` that may know Django; every other one is pure.
DJANGO_ROOMS = {
    *("actions", "admin", "apps", "forms", "management", "migrations", "models", "queries", "rules"),
    *("templatetags", "urls", "views"),
}


def test_contracts_hold():
    result = tool("lint-imports", "--no-cache")
    assert result.returncode == 0, said(result)
    assert "0 broken" in result.stdout


def test_every_other_room_of_articles_is_under_the_contract_of_purity():
    rooms = {
        path.stem for path in (ROOT / "articles").iterdir() if path.suffix == ".py" or (path / "__init__.py").exists()
    }
    assert {f"articles.{room}" for room in rooms - DJANGO_ROOMS - {"__init__"}} == {
        module for module in PURE if module.startswith("articles.")
    }


@pytest.mark.parametrize("module", PURE)
def test_pure_rooms_load_without_django(module):
    """The linter reads imports; this is what a notebook does."""
    script = (
        "import importlib, pkgutil, sys\n"
        f"module = importlib.import_module({module!r})\n"
        "for found in pkgutil.walk_packages(getattr(module, '__path__', []), module.__name__ + '.'):\n"
        "    importlib.import_module(found.name)\n"
        "sys.exit(', '.join(sorted(name for name in sys.modules if name.partition('.')[0] == 'django')) or 0)\n"
    )
    result = python("-c", script, env=bare_environment())
    assert result.returncode == 0, said(result)


def test_articles_name_no_table_of_reviews():
    """A lazy reference like "reviews.Round" or "reviews_round" is an import that no linter sees."""
    named = [
        f"{path.relative_to(ROOT)}:{node.lineno}: {node.value!r}"
        for path in sorted((ROOT / "articles").rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and _names_reviews(node.value)
    ]
    assert named == []


def _names_reviews(words: str) -> bool:
    return bool(re.search(r"\breviews(_[a-z]+\b|\.[A-Za-z]\w*)", words))


@pytest.mark.parametrize(
    ("words", "found"),
    [("reviews.Round", True), ("reviews_round", True), ("It reviews. Then it ends", False), ("previews.x", False)],
)
def test_what_counts_as_naming_a_table(words, found):
    assert _names_reviews(words) is found


def test_templates_of_articles_link_to_no_page_of_reviews():
    own = ROOT / "articles" / "urls.py"
    names = set(re.findall(r"name=\"([\w-]+)\"", own.read_text())) if own.exists() else set()
    foreign = {
        f"{path.relative_to(ROOT)}: {name}"
        for path in sorted((ROOT / "templates" / "articles").rglob("*.html"))
        for name in re.findall(r"{%\s*url\s+['\"]([\w:-]+)['\"]", path.read_text())
        if name not in names
    }
    assert foreign == set()

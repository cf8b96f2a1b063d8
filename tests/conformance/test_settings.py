"""The settings stop a start that could not be safe with one line that names what is missing, and deploy cleanly."""

import json
import re
from pathlib import Path

import pytest
from django.core.files.storage import FileSystemStorage

from editorial.staticfiles import HashedStorage
from tests.conformance.run import bare_environment, python, said

#: What README.md asks for in production, and nothing else.
PRODUCTION = {
    "SECRET_KEY": "k3-hN8qv2Lw9_xZr5TbY7mJc4PfD6sGa1QeUoIiRtVnMzXyWlKjH",
    "ALLOWED_HOSTS": "desk.example,www.desk.example",
}
_IMPORT = re.compile(r"""(?:^|[;\s])(?:import|export)\b[^"'()]*?["'](?P<path>\.{1,2}/[^"']+)["']""")


@pytest.fixture
def manage(tmp_path):
    """Return a function that runs `manage.py` with the production settings but for what the test changes."""

    def run(*arguments: str, **changed: str):
        env = bare_environment(**{**PRODUCTION, "DATA_DIR": str(tmp_path / "data"), **changed})
        return python("manage.py", *arguments, env=env)

    return run


@pytest.mark.parametrize("name", ["SECRET_KEY", "ALLOWED_HOSTS"])
def test_a_missing_secret_or_host_stops_the_start(manage, name):
    assert one_line_of(manage("check", **{name: ""})).startswith(f"{name} is not set.")


@pytest.mark.parametrize(
    "url",
    ["nonsense", "mysqlite:///desk", "mysql://desk@localhost/desk", "postgres://desk@localhost:port/desk"],
    ids=["no url", "no scheme", "not supported", "no port"],
)
def test_an_unreadable_database_address_stops_the_start(manage, url):
    assert one_line_of(manage("check", DATABASE_URL=url)).startswith("DATABASE_URL cannot be read: ")


def test_a_secret_in_the_database_address_is_not_printed(manage):
    assert "hunter2" not in said(manage("check", DATABASE_URL="postgres://desk:hunter2@localhost:port/desk"))


def test_a_folder_of_any_name_will_do(manage, tmp_path):
    folder = tmp_path / "C# & 100% 👩‍👧?x=1"
    result = manage("migrate", "record", "0001", DATA_DIR=str(folder))
    assert result.returncode == 0, said(result)
    assert (folder / "editorial.sqlite3").stat().st_size > 0


def test_a_folder_that_cannot_be_written_stops_the_start(manage, tmp_path):
    (tmp_path / "file").touch()
    line = one_line_of(manage("check", DATA_DIR=str(tmp_path / "file" / "data")))
    assert str(tmp_path / "file" / "data") in line
    assert "cannot be written" in line


def test_production_passes_the_deployment_check(manage):
    result = manage("check", "--deploy", "--fail-level", "WARNING")
    assert result.returncode == 0, said(result)


def test_the_deployment_check_would_fail(manage):
    """A secret that is too short is a warning, and a warning a failure."""
    assert "security.W009" in said(manage("check", "--deploy", "--fail-level", "WARNING", SECRET_KEY="short"))


def test_debug_is_off_unless_asked_for(manage):
    script = "from django.conf import settings; print(settings.DEBUG, settings.SESSION_COOKIE_SECURE)"
    assert manage("shell", "--no-imports", "-c", script).stdout.split() == ["False", "True"]


def test_static_files_collect_under_hashed_names(manage, tmp_path):
    result = manage("collectstatic", "--no-input")
    assert result.returncode == 0, said(result)
    collected = tmp_path / "data" / "static"
    names = json.loads((collected / "staticfiles.json").read_text())["paths"]
    for name in ("css/base.css", "js/site.js"):
        assert re.fullmatch(rf"{Path(name).with_suffix('')}\.[0-9a-f]{{12}}\{Path(name).suffix}", names[name])
        assert (collected / names[name]).exists()
    modules = [name for name in names if name.startswith("js/")]
    assert modules
    for module in modules:
        source = collected / names[module]
        for found in _IMPORT.finditer(source.read_text()):
            target = (source.parent / found["path"]).resolve().relative_to(collected.resolve())
            assert str(target) in names.values(), f"{module} imports {found['path']} by a name that changes"


def test_imports_of_our_modules_follow_the_hashes(tmp_path, settings):
    """Ours are rewritten, at the start of a file and after it; third-party scripts are left as they are."""
    settings.DEBUG = False
    sources = {
        "js/offsets.js": "export const one = 1;\n",
        "js/marks.js": 'import { one } from "./offsets.js";\nexport { one } from "./offsets.js";\n',
        "vendor/library.js": "const text = 'import x from \"./nowhere.js\";';\n",
    }
    for name, text in sources.items():
        path = tmp_path / "in" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    source = FileSystemStorage(location=tmp_path / "in")
    storage = HashedStorage(location=tmp_path / "out")
    for name in sources:
        with source.open(name) as file:
            storage.save(name, file)
    problems = [
        done for _, _, done in storage.post_process({n: (source, n) for n in sources}) if isinstance(done, Exception)
    ]
    assert problems == []
    hashed = {name: storage.stored_name(name) for name in sources}
    marks = (tmp_path / "out" / hashed["js/marks.js"]).read_text()
    assert marks.count(Path(hashed["js/offsets.js"]).name) == 2
    assert "./offsets.js" not in marks
    assert (tmp_path / "out" / hashed["vendor/library.js"]).read_text() == sources["vendor/library.js"]


def one_line_of(result) -> str:
    """Return the one line with which a start was stopped."""
    assert result.returncode != 0
    lines = said(result).strip().splitlines()
    assert len(lines) == 1, said(result)
    return lines[0]

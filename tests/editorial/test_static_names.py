"""A page that names a file which is not there is a fault outside DEBUG, where names are looked up in the manifest."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
_NAMED = re.compile(r"""\{%\s*static\s+["']([^"']+)["']""")


def test_every_static_file_that_a_template_names_is_there():
    named = {
        (name, str(template.relative_to(ROOT)))
        for template in (ROOT / "templates").rglob("*.html")
        for name in _NAMED.findall(template.read_text())
    }

    assert named
    assert [one for one in sorted(named) if not (ROOT / "static" / one[0]).is_file()] == []

#!/usr/bin/env python
"""Django's command line for the desk."""

import os
import sys


def main() -> None:
    """Run a management command; `demo` works on a desk of its own (see editorial/settings.py)."""
    if sys.argv[1:2] == ["demo"]:
        os.environ["EDITORIAL_DEMO"] = "1"
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "editorial.settings")
    try:
        from django.core.management import execute_from_command_line  # noqa: PLC0415
    except ImportError as error:
        sys.exit(f"Django is not installed here: {error}. The README's first command installs it into .venv.")
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()

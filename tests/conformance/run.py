"""Tools of the suite's own environment, run as a person would run them at the repository's root."""

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent


def tool(name: str, *arguments: str) -> subprocess.CompletedProcess:
    """Run a command-line tool that is installed beside this Python, and return what it said."""
    return _run([str(Path(sys.executable).parent / name), *arguments], os.environ)


def python(*arguments: str, env: Mapping[str, str] = os.environ) -> subprocess.CompletedProcess:
    """Run this Python with warnings as errors in a given environment, and return what it said."""
    return _run([sys.executable, "-W", "error", *arguments], env)


def bare_environment(**variables: str) -> dict[str, str]:
    """Return an environment with these variables and none of the desk's own.

    Every variable that the settings read is set, if only to nothing, so that a developer's `.env` plays no part.
    """
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "TMPDIR") if name in os.environ}
    desks = dict.fromkeys(("DEBUG", "EDITORIAL_DEMO"), "0") | dict.fromkeys(("SECRET_KEY", "ALLOWED_HOSTS"), "")
    return kept | desks | {"DATABASE_URL": ""} | variables


def said(result: subprocess.CompletedProcess) -> str:
    """Return everything that a command said."""
    return f"{result.stdout}{result.stderr}"


def _run(command: list[str], env: Mapping[str, str]) -> subprocess.CompletedProcess:
    """Run at the root; the caller looks at the exit status."""
    return subprocess.run(  # noqa: S603 - the commands are the suite's own
        command, cwd=ROOT, env=env, capture_output=True, text=True, check=False, timeout=300
    )

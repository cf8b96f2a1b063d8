"""Where the tests find the data that lies beside a checkout and is not part of it."""

import os
from pathlib import Path

import pytest


def shared(name: str) -> Path:
    """Return a file or folder of the shared data, or skip the test, saying what is missing."""
    folder = Path(os.environ.get("EDITORIAL_SHARED") or Path(__file__).resolve().parent.parent.parent / "shared")
    path = folder / name
    if not path.exists():
        pytest.skip(f"needs ../shared/{name}, which is not here")
    return path

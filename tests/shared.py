"""Where the tests find the data beside the checkout."""

import os
from pathlib import Path

import pytest


def shared(name: str) -> Path:
    """Return the path of `name` in the shared data; skips the test where it is not there."""
    folder = Path(os.environ.get("EDITORIAL_SHARED") or Path(__file__).resolve().parents[1].parent / "shared")
    path = folder / name
    if not path.exists():
        pytest.skip(f"needs ../shared/{name}, which is not here")
    return path

"""The data that lies beside the checkout, for the tests that read it."""

import os
from pathlib import Path

import pytest


def shared(name: str) -> Path:
    """Path of a file or folder in `../shared`; the test is skipped, with the reason, where it is not."""
    folder = os.environ.get("EDITORIAL_SHARED")
    root = Path(folder) if folder else Path(__file__).resolve().parent.parent.parent / "shared"
    path = root / name
    if not path.exists():
        pytest.skip(f"needs ../shared/{name}, which is not here")
    return path

"""Where the shared data lies that some tests read: beside the checkout, or where EDITORIAL_SHARED says."""

import os
from pathlib import Path

import pytest


def shared(name: str) -> Path:
    """Return the path of a shared file or folder; skip the test where it is not there."""
    root = os.environ.get("EDITORIAL_SHARED") or Path(__file__).resolve().parent.parent.parent / "shared"
    path = Path(root) / name
    if not path.exists():
        pytest.skip(f"needs ../shared/{name}, which is not here")
    return path

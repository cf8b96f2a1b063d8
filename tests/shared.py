<<<<<<< HEAD
"""Where the tests find the data that lies beside a checkout and is not part of it."""
=======
"""Where the shared data lies that some tests read: beside the checkout, or where EDITORIAL_SHARED says."""
>>>>>>> core

import os
from pathlib import Path

import pytest


def shared(name: str) -> Path:
<<<<<<< HEAD
    """Return a file or folder of the shared data, or skip the test, saying what is missing."""
    folder = Path(os.environ.get("EDITORIAL_SHARED") or Path(__file__).resolve().parent.parent.parent / "shared")
    path = folder / name
=======
    """Return the path of a shared file or folder; skip the test where it is not there."""
    root = os.environ.get("EDITORIAL_SHARED") or Path(__file__).resolve().parent.parent.parent / "shared"
    path = Path(root) / name
>>>>>>> core
    if not path.exists():
        pytest.skip(f"needs ../shared/{name}, which is not here")
    return path

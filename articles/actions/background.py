"""A thread of the web process that works off batches, so that they go on when nobody looks."""

import logging
import threading

from django.conf import settings
from django.db import DatabaseError, connection

from articles.actions.work_items import work

logger = logging.getLogger(__name__)

#: Seconds for which the thread waits for more before it ends.
_PATIENCE = 10.0
_lock = threading.Lock()
_wake = threading.Event()
_thread: threading.Thread | None = None


def kick() -> bool:
    """See to it that somebody works in the background; False where the settings leave that to the pages or a command.

    Any number of processes may do so: every item is claimed.
    """
    global _thread  # noqa: PLW0603 - one thread of this process
    if not settings.IMPORT_IN_BACKGROUND:
        return False
    with _lock:
        _wake.set()
        if _thread is None:
            _thread = threading.Thread(target=_run, name="imports", daemon=True)
            _thread.start()
    return True


def _run() -> None:
    """Work until nothing has waited for a while."""
    global _thread  # noqa: PLW0603
    while True:
        _wake.clear()
        try:
            while work(seconds=60):
                pass
        except DatabaseError:
            logger.exception("Imports wait: the database could not be used.")
        finally:
            connection.close()
        if _wake.wait(_PATIENCE):
            continue
        with _lock:
            if not _wake.is_set():
                _thread = None
                return

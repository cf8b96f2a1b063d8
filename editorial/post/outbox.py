"""Put letters into the outbox, and send what is due.

An action puts a letter in its own transaction: the letter is there if and only if the action happened. Sending comes
after, in a thread of the web process or by `manage.py tick`; what fails is tried again, later and later.
"""

import logging
import threading
from datetime import datetime, timedelta

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import DatabaseError, connection, transaction
from django.db.models import F
from django.utils import timezone

from editorial.post.models import Letter

logger = logging.getLogger(__name__)

#: Waits after the first, second, … failure; after the last the letter is given up and stays, saying why.
WAITS = (timedelta(minutes=2), timedelta(minutes=15), timedelta(hours=1), timedelta(hours=6), timedelta(hours=24))
#: For so long a letter is whose process took it; a process that ended meanwhile leaves it to the next.
_TAKEN = timedelta(minutes=10)
_LONGEST_SUBJECT = 200
_lock = threading.Lock()
_wake = threading.Event()
_thread: threading.Thread | None = None


def put(*, to: str, subject: str, text: str, now: datetime, headers: dict[str, str] | None = None) -> Letter:
    """Write a letter, to go out as soon as the transaction is over. `headers` are further ones of the message."""
    letter = Letter.objects.create(
        to=to,
        subject=" ".join(subject.split())[:_LONGEST_SUBJECT],
        text=text,
        headers=headers or {},
        made_at=now,
        next_try=now,
    )
    transaction.on_commit(kick, robust=True)
    return letter


def can_send() -> bool:
    """Whether this desk knows how to send e-mail; otherwise letters wait."""
    return bool(settings.EMAIL_BACKEND)


def deliver(*, now: datetime, at_most: int = 200) -> int:
    """Send the letters that are due, oldest first, and return how many went out. What a mail server says is noted."""
    sent = 0
    if not can_send():
        return sent
    for _ in range(at_most):
        letter = _take(now)
        if letter is None:
            break
        sent += _send(letter, now)
    return sent


def _take(now: datetime) -> Letter | None:
    """Return the next letter that is due, taken: no other process sends it too."""
    while True:
        letter = Letter.objects.filter(next_try__lte=now).order_by("next_try", "pk").first()
        if letter is None:
            return None
        mine = Letter.objects.filter(pk=letter.pk, next_try=letter.next_try, tries=letter.tries)
        if mine.update(next_try=now + _TAKEN, tries=F("tries") + 1):
            letter.tries += 1
            return letter


def _send(letter: Letter, now: datetime) -> bool:
    """Send one letter and note what became of it."""
    message = EmailMessage(letter.subject, letter.text, to=[letter.to], headers=letter.headers)
    try:
        message.send()
    except (OSError, ValueError) as error:  # smtplib's errors are OSErrors; a header that cannot be is a ValueError
        logger.warning("Letter %s was not sent (try %s): %s", letter.pk, letter.tries, type(error).__name__)
        again = now + WAITS[letter.tries - 1] if letter.tries <= len(WAITS) else None
        failure = f"{type(error).__name__}: {error}"[:300]
        Letter.objects.filter(pk=letter.pk).update(next_try=again, failure=failure)
        return False
    Letter.objects.filter(pk=letter.pk).update(sent_at=now, next_try=None, text="", headers={}, failure="")
    return True


def kick() -> None:
    """See to it that letters go out soon, where the settings let web processes do so."""
    global _thread  # noqa: PLW0603 - one thread of this process
    if not settings.POST_IN_BACKGROUND or not can_send():
        return
    with _lock:
        _wake.set()
        if _thread is None:
            _thread = threading.Thread(target=_run, name="post", daemon=True)
            _thread.start()


def _run() -> None:
    """Send until nothing is left."""
    global _thread  # noqa: PLW0603
    while True:
        _wake.clear()
        try:
            deliver(now=timezone.now())
        except DatabaseError:
            logger.exception("Letters wait: the database could not be used.")
        finally:
            connection.close()
        with _lock:
            if not _wake.is_set():
                _thread = None
                return

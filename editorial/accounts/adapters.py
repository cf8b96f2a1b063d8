"""How allauth behaves on this desk: nobody signs up by themselves, its letters go through the outbox, in our words."""

import base64
import hashlib

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet
from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from editorial.accounts.models import User
from editorial.post import outbox


class AccountAdapter(DefaultAccountAdapter):
    """Signing in and passwords."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": "This account was closed. Ask an admin of the desk.",
        "email_password_mismatch": "This e-mail and this password do not belong together. "
        "Check both; capitals count in the password.",
        "enter_current_password": "This is not your password.",
        "incorrect_password": "This is not your password.",
        "incorrect_code": "This is not the code of this moment. Codes change every 30 seconds.",
        "too_many_login_attempts": "Too many attempts failed. Wait five minutes, then try again.",
        "rate_limited": "Too many attempts. Wait a few minutes, then try again.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002 - allauth's signature
        """Nobody signs up: people are invited, or added by an admin."""
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict) -> None:
        """Put the letter into the outbox: a mail server that is down keeps nobody waiting."""
        message = self.render_mail(template_prefix, email, {"email": email, "desk": settings.DESK_URL, **context})
        outbox.put(to=email, subject=message.subject, text=message.body, now=timezone.now())

    def send_notification_mail(
        self, template_prefix: str, user: User, context: dict | None = None, email: str | None = None
    ) -> None:
        """Tell a person of a change of how they sign in, at the address by which they do."""
        super().send_notification_mail(template_prefix, user, context, email or user.email)

    def format_email_subject(self, subject: str) -> str:
        """Say the subject as it stands."""
        return subject


class SecondFactorAdapter(DefaultMFAAdapter):
    """The second factor. Its secrets are kept encrypted by a key that follows from the desk's secret."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": "This is not the code of this moment. Codes change every 30 seconds; "
        "a recovery code counts once."
    }

    def encrypt(self, text: str) -> str:
        """Return a secret as the database keeps it."""
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Return a secret as it was."""
        return _cipher().decrypt(encrypted_text.encode()).decode()


def has_second_factor(person: User) -> bool:
    """Whether they are asked for a code when they sign in."""
    return Authenticator.objects.filter(user=person, type=Authenticator.Type.TOTP).exists()


def _cipher() -> Fernet:
    """Return the cipher of this desk."""
    digest = hashlib.sha256(b"second factor" + settings.SECRET_KEY.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(digest))

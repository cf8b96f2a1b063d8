"""allauth's forms in the words of the desk: labels instead of placeholders."""

from allauth.account import forms as account
from allauth.mfa.base import forms as codes
from allauth.mfa.totp import forms as totp

_LABELS = {
    "login": "E-mail",
    "email": "E-mail",
    "password": "Password",
    "oldpassword": "Current password",
    "password1": "New password",
    "password2": "New password, again",
    "code": "Code",
}


class InWords:
    """Of a form: our labels, no placeholders, and no help that stands on the page already."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.label = _LABELS.get(name, field.label)
            field.widget.attrs.pop("placeholder", None)
            if name in {"password", "oldpassword"}:
                field.help_text = ""
        if "code" in self.fields:
            self.fields["code"].widget.attrs |= {
                "inputmode": "numeric",
                "autofocus": True,
                "autocomplete": "one-time-code",
            }


class SignInForm(InWords, account.LoginForm):
    """E-mail and password."""


class ResetPasswordForm(InWords, account.ResetPasswordForm):
    """Where to send the link."""


class ResetPasswordKeyForm(InWords, account.ResetPasswordKeyForm):
    """A new password, by the link."""


class ChangePasswordForm(InWords, account.ChangePasswordForm):
    """A new password, by the old one."""


class SetPasswordForm(InWords, account.SetPasswordForm):
    """A first password."""


class ReauthenticateForm(InWords, account.ReauthenticateForm):
    """The password, once more."""


class AuthenticateForm(InWords, codes.AuthenticateForm):
    """A code of the authenticator app, or a recovery code."""


class ReauthenticateCodeForm(InWords, codes.ReauthenticateForm):
    """The same, once more."""


class ActivateForm(InWords, totp.ActivateTOTPForm):
    """The first code of an authenticator app."""

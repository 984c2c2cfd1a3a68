"""Signing in by e-mail: the library's rules, with our words and a closed door.

People are made by an administrator, so nobody registers. The library's own messages
("you have signed in as …") are left out: the page one comes to says it.
"""

from __future__ import annotations

from typing import Any, ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.forms import LoginForm, ResetPasswordForm, ResetPasswordKeyForm
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):
    """What we change in the library's way of signing people in."""

    error_messages: ClassVar[dict[str, str]] = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": "Kontot är avstängt.",
        "email_password_mismatch": "E-postadressen eller lösenordet stämmer inte.",
        "invalid_login": "E-postadressen eller lösenordet stämmer inte.",
        "invalid_password_reset": "Länken för nytt lösenord gäller inte längre.",
        "too_many_login_attempts": (
            "För många misslyckade försök. Vänta fem minuter och försök igen."
        ),
        "rate_limited": "För många försök på kort tid. Vänta en stund.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002
        """Nobody registers: an administrator adds people."""
        return False

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """Say nothing on the next page about having signed in or out."""


class SignInForm(LoginForm):
    """E-mail and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Label the fields in our words."""
        super().__init__(*args, **kwargs)
        _label(self.fields["login"], "E-postadress")
        _label(self.fields["password"], "Lösenord")
        self.fields["login"].widget.attrs["autocomplete"] = "username"
        self.fields["password"].help_text = ""


class ForgottenPasswordForm(ResetPasswordForm):
    """The address to which a link for a new password is sent."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Label the field in our words."""
        super().__init__(*args, **kwargs)
        _label(self.fields["email"], "E-postadress")


class NewPasswordForm(ResetPasswordKeyForm):
    """A new password, twice."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Label the fields in our words."""
        super().__init__(*args, **kwargs)
        _label(self.fields["password1"], "Nytt lösenord")
        _label(self.fields["password2"], "Nytt lösenord, en gång till")


def _label(field: Any, text: str) -> None:
    """A label beside the field; a text inside it disappears when one types."""
    field.label = text
    field.widget.attrs.pop("placeholder", None)

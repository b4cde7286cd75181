"""Rows about sign-ups and codes that violate the constraints of their tables."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from sqlmodel import SQLModel

from backend.core import clock, token
from backend.models import (
    MailCount,
    OneTimeCode,
    ResetRequest,
    Signup,
    User,
    UserSession,
)


def user() -> User:
    """Return a valid account."""
    return User(email="ada@example.com", password_hash="x")


def signup(**changes: Any) -> Signup:
    """Return a valid sign-up whose account does not exist."""
    fields: dict[str, Any] = {
        "user_id": token.new_id(),
        "email": "ada@example.com",
        "password_hash": "x",
        "token_digest": b"d",
    }
    return Signup(**fields | changes)


def reset_request(**changes: Any) -> ResetRequest:
    """Return a valid request for a password reset."""
    fields: dict[str, Any] = {
        "email": "ada@example.com",
        "requester": "192.0.2.1",
        "token_digest": b"d",
    }
    return ResetRequest(**fields | changes)


def one_time_code(**changes: Any) -> OneTimeCode:
    """Return a valid one-time code of a holder."""
    fields: dict[str, Any] = {
        "holder_id": token.new_id(),
        "purpose": "signup",
        "expires_at": clock.now(),
    }
    return OneTimeCode(**fields | changes)


def mail_count(**changes: Any) -> MailCount:
    """Return a valid count of e-mails."""
    fields: dict[str, Any] = {
        "email": "ada@example.com",
        "purpose": "signup",
        "requester": "",
        "sends_since": clock.now(),
        "sent_at": clock.now(),
    }
    return MailCount(**fields | changes)


def two_sign_ups_with_one_token() -> list[SQLModel]:
    owner = user()
    return [owner, signup(user_id=owner.id), signup(user_id=owner.id)]


def a_sign_up_in_capitals() -> list[SQLModel]:
    owner = user()
    return [owner, signup(user_id=owner.id, email="Ada@example.com")]


def login_with_no_sign_up() -> list[SQLModel]:
    owner, later = user(), clock.now() + timedelta(days=1)
    login = UserSession(user_id=owner.id, signup_id=token.new_id(), expires_at=later)
    return [owner, login]


# Each constraint, and rows whose last one violates it.
SIGNUP_CASES: dict[str, Callable[[], list[SQLModel]]] = {
    "fk_user_sessions_signup_id": login_with_no_sign_up,
    "fk_signups_user_id": lambda: [signup()],
    "ck_signups_email_is_lower_case": a_sign_up_in_capitals,
    "uq_signups_token_digest": two_sign_ups_with_one_token,
    "ck_reset_requests_email_is_lower_case": lambda: [
        reset_request(email="Ada@example.com")
    ],
    "uq_reset_requests_token_digest": lambda: [reset_request(), reset_request()],
    "ck_one_time_codes_known_purpose": lambda: [one_time_code(purpose="other")],
    "ck_one_time_codes_at_most_five_tries": lambda: [one_time_code(tries=6)],
    "ck_mail_counts_email_is_lower_case": lambda: [mail_count(email="Ada@example.com")],
    "uq_mail_counts_email": lambda: [mail_count(), mail_count()],
}

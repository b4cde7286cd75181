"""The database enforces every constraint of the models, and the error names it.

Each constraint needs a case here; a test fails if one is missing.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import CheckConstraint, ForeignKeyConstraint, UniqueConstraint
from sqlalchemy.dialects.postgresql import ExcludeConstraint
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, SQLModel, select

from backend.core import clock, token
from backend.models import (
    DemoBooking,
    EmailChange,
    EmailCode,
    IdempotencyKey,
    LoginChallenge,
    OutboxEmail,
    PasswordReset,
    RecoveryCode,
    SecurityEvent,
    TrustedDevice,
    TwoFa,
    User,
    UserSession,
)
from tests.core.demo_rows import DEMO_CASES, booking
from tests.core.document_rows import DOCUMENT_CASES
from tests.core.signup_rows import SIGNUP_CASES
from tests.support.each import each
from tests.support.modules import told


def user(**changes: Any) -> User:
    """Return a valid account."""
    return User(**{"email": "ada@example.com", "password_hash": "x"} | changes)


def login(**changes: Any) -> UserSession:
    """Return a valid login session whose user does not exist."""
    fields: dict[str, Any] = {
        "user_id": token.new_id(),
        "expires_at": clock.now() + timedelta(days=1),
    }
    return UserSession(**fields | changes)


def code(**changes: Any) -> EmailCode:
    """Return a valid code."""
    now = clock.now()
    times = {"expires_at": now, "sent_at": now, "sends_since": now}
    return EmailCode(
        **{"email": "ada@example.com", "purpose": "signup"} | times | changes
    )


def email(**changes: Any) -> OutboxEmail:
    """Return a valid e-mail of the outbox."""
    parts = {"recipient": "ada@example.com", "subject": "s", "text": "t", "html": "h"}
    return OutboxEmail(**parts | changes)


def change(**changes: Any) -> EmailChange:
    """Return a valid change of address whose user does not exist."""
    fields: dict[str, Any] = {
        "user_id": token.new_id(),
        "old_email": "ada@example.com",
        "new_email": "ada.king@example.com",
        "undo_digest": b"digest",
        "undo_expires_at": clock.now(),
    }
    return EmailChange(**fields | changes)


def event(**changes: Any) -> SecurityEvent:
    """Return a valid entry of the security log."""
    return SecurityEvent(**{"kind": "logged_in"} | changes)


def kept_reply(**changes: Any) -> IdempotencyKey:
    """Return a valid stored reply."""
    parts: dict[str, Any] = {
        "digest": b"d",
        "fingerprint": b"f",
        "status": 200,
        "reply": b"r",
    }
    return IdempotencyKey(**parts | changes)


def ticket(**changes: Any) -> PasswordReset:
    """Return a valid reset ticket whose user does not exist."""
    fields: dict[str, Any] = {
        "digest": b"d",
        "user_id": token.new_id(),
        "expires_at": clock.now(),
    }
    return PasswordReset(**fields | changes)


def factor(**changes: Any) -> TwoFa:
    """Return a valid second factor whose user does not exist."""
    fields: dict[str, Any] = {"user_id": token.new_id(), "secret": "s"}
    return TwoFa(**fields | changes)


def challenge(**changes: Any) -> LoginChallenge:
    """Return a valid pending login whose user does not exist."""
    fields: dict[str, Any] = {"user_id": token.new_id(), "expires_at": clock.now()}
    return LoginChallenge(**fields | changes)


def device(**changes: Any) -> TrustedDevice:
    """Return a valid trusted device whose user does not exist."""
    fields: dict[str, Any] = {
        "user_id": token.new_id(),
        "digest": b"d",
        "device": "",
        "address": "",
        "expires_at": clock.now(),
    }
    return TrustedDevice(**fields | changes)


def of_a_user(row: Callable[..., SQLModel], **changes: Any) -> list[SQLModel]:
    """Return an account and a row that belongs to it."""
    owner = user()
    return [owner, row(user_id=owner.id, **changes)]


def login_from_no_device() -> list[SQLModel]:
    owner = user()
    return [owner, login(user_id=owner.id, trusted_device_id=token.new_id())]


def two_changes_with_one_token() -> list[SQLModel]:
    owner = user()
    return [owner, change(user_id=owner.id), change(user_id=owner.id)]


def login_that_ends_before_it_begins() -> list[SQLModel]:
    owner = user()
    return [owner, login(user_id=owner.id, created_at=clock.now() + timedelta(days=2))]


# Each constraint, and rows whose last one violates it.
CASES: dict[str, Callable[[], list[SQLModel]]] = {
    "uq_users_email": lambda: [user(), user()],
    "ck_users_email_is_lower_case": lambda: [user(email="Ada@example.com")],
    "ck_users_deletion_can_be_undone": lambda: [user(delete_at=clock.now())],
    "uq_users_undo_delete_digest": lambda: [
        user(delete_at=clock.now(), undo_delete_digest=b"d"),
        user(email="bob@example.com", delete_at=clock.now(), undo_delete_digest=b"d"),
    ],
    "fk_user_sessions_user_id": lambda: [login()],
    "ck_user_sessions_expires_after_creation": login_that_ends_before_it_begins,
    "uq_email_codes_email": lambda: [code(), code()],
    "ck_email_codes_known_purpose": lambda: [code(purpose="other")],
    "ck_email_codes_email_is_lower_case": lambda: [code(email="Ada@example.com")],
    "ck_email_codes_at_most_five_tries": lambda: [code(tries=6)],
    "fk_outbox_emails_user_id": lambda: [email(user_id=token.new_id())],
    "ck_outbox_emails_known_status": lambda: [email(status="lost")],
    "ck_outbox_emails_known_priority": lambda: [email(priority=2)],
    "fk_email_changes_user_id": lambda: [change()],
    "uq_email_changes_undo_digest": two_changes_with_one_token,
    "fk_security_events_user_id": lambda: [event(user_id=token.new_id())],
    "fk_security_events_actor_id": lambda: [event(actor_id=token.new_id())],
    "fk_user_sessions_trusted_device_id": login_from_no_device,
    "fk_password_resets_user_id": lambda: [ticket()],
    "fk_two_factors_user_id": lambda: [factor()],
    "ck_two_factors_at_most_ten_failures": lambda: of_a_user(factor, failures=11),
    "fk_recovery_codes_user_id": lambda: [
        RecoveryCode(user_id=token.new_id(), digest=b"d")
    ],
    "fk_login_challenges_user_id": lambda: [challenge()],
    "ck_login_challenges_at_most_five_tries": lambda: of_a_user(challenge, tries=6),
    "fk_trusted_devices_user_id": lambda: [device()],
    "uq_trusted_devices_digest": lambda: [*of_a_user(device), device()],
    "fk_idempotency_keys_user_id": lambda: [kept_reply(user_id=token.new_id())],
    **DOCUMENT_CASES,
    **SIGNUP_CASES,
    "ck_outbox_emails_pending_has_content": lambda: [email(html=None)],
    "ck_outbox_emails_attachment_is_whole": lambda: [email(attachment_name="a.ics")],
    **DEMO_CASES,
    **told("CONSTRAINTS"),
}


@each("constraint", CASES)
def test_a_row_that_violates_a_constraint_is_refused(
    db: Session, constraint: str
) -> None:
    db.rollback()  # the rows of the constraint before
    *valid, invalid = CASES[constraint]()
    for row in valid:
        db.add(row)
        db.flush()
    db.add(invalid)

    with pytest.raises(IntegrityError) as refused:
        db.flush()

    assert constraint in str(refused.value.orig)


def test_every_constraint_has_a_case() -> None:
    kinds = (
        CheckConstraint,
        ExcludeConstraint,
        ForeignKeyConstraint,
        UniqueConstraint,
    )
    constraints = {
        str(constraint.name)
        for table in SQLModel.metadata.tables.values()
        for constraint in table.constraints
        if isinstance(constraint, kinds)
    }

    assert (
        constraints - set(CASES) == set()
    ), "add rows that violate these to CONSTRAINTS of tests/<module>/contract.py"
    assert set(CASES) - constraints == set(), "no table has these constraints"


def test_negative_tries_are_refused(db: Session) -> None:
    db.add(code(tries=-1))

    with pytest.raises(IntegrityError, match="ck_email_codes_at_most_five_tries"):
        db.flush()


def test_deleting_an_account_deletes_its_sessions_and_mails(db: Session) -> None:
    owner = user()
    db.add(owner)
    db.flush()
    db.add_all([login(user_id=owner.id), email(user_id=owner.id)])
    db.add(email(recipient="bob@example.com"))
    db.commit()

    db.delete(owner)
    db.commit()

    assert db.exec(select(UserSession.id)).all() == []
    assert db.exec(select(OutboxEmail.recipient)).all() == ["bob@example.com"]


@pytest.mark.parametrize("status", ["cancelled", "declined"])
def test_the_time_of_a_cancelled_booking_can_be_booked_again(
    db: Session, status: str
) -> None:
    db.add_all([booking(status=status), booking()])

    db.commit()

    assert len(db.exec(select(DemoBooking.id)).all()) == 2

"""Hooks for schemathesis: who calls, unused limits, and values for formats."""

import os
import re
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pyotp
import schemathesis
from hypothesis import strategies as st
from redis import Redis
from sqlalchemy import delete
from sqlmodel import Session

from backend.core import auth, clock
from backend.core.config import settings
from backend.core.database import new_engine
from backend.core.spelling import timezones
from backend.core.token import new_id
from backend.models import IdempotencyKey, LoginChallenge, TwoFa, User, UserSession
from backend.modules.two_fa.lib import encrypt
from tests.fuzz import links

ROLE = os.environ["FUZZ_AS"]  # nobody, user or admin
_engine = new_engine(pool_size=2, application_name="fuzz")
_redis = Redis.from_url(settings.REDIS_URL.get_secret_value())
_EMOJI = re.compile(r"\\p\{(Cn|Extended_Pictographic|Emoji_Modifier)\}")
# The bcrypt hash of "correct-horse-battery", the password in the examples.
_HASH = "$2b$04$W2LI8rKEQuopkDHjgLrt8uqwVb1kt6HJv9knsRLFeJMi0/FnNeyye"

# Rules that the schema cannot express: mail can be sent to the domain, the zone exists,
# the password has 8 to 72 bytes.
_labels = st.from_regex(r"\A[a-z][a-z0-9]{0,9}\Z")
schemathesis.openapi.format(
    "email",
    st.builds("{}@{}.com".format, _labels, st.sampled_from(["example", "acme"])),
)
schemathesis.openapi.format("iana-time-zone", st.sampled_from(sorted(timezones())))
schemathesis.openapi.format(
    "password",
    st.text(
        st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=8
    ).filter(lambda text: len(text.encode()) <= 72),
)

schemathesis.serializer.alias(
    "application/offset+octet-stream", "application/octet-stream"
)


def _shorten_patterns(part: Any) -> None:
    if isinstance(part, dict):
        if isinstance(part.get("pattern"), str):
            part["pattern"] = _EMOJI.sub("", part["pattern"]).replace(
                r"\p{Co}", "\ue000\U0001fae9"
            )
        part = list(part.values())
    if isinstance(part, list):
        for each in part:
            _shorten_patterns(each)


@schemathesis.hook
def before_load_schema(context: Any, raw_schema: dict[str, Any]) -> None:
    """Add links between operations, and allow any content type for downloads.

    Of emoji and of characters for private use, patterns allow only two here, because
    schemathesis does not know their names.
    """
    links.add_to(raw_schema)
    _shorten_patterns(raw_schema)
    for methods in raw_schema["paths"].values():
        for operation in methods.values():
            for response in operation["responses"].values():
                content = response.get("content", {})
                if "application/octet-stream" in content:
                    content["*/*"] = content["application/octet-stream"]


@schemathesis.hook
def filter_headers(context: Any, headers: dict[str, Any] | None) -> bool:
    """Drop headers with blanks around the value, because HTTP removes the blanks.

    A Python pattern that ends in `$` can generate a newline at the end.
    """
    return all(value == str(value).strip() for value in (headers or {}).values())


@schemathesis.hook
def before_call(context: Any, case: Any, kwargs: dict[str, Any]) -> None:
    """Reset the limits and delete used keys, so that requests get past them.

    Every second uploaded file becomes a valid one, so that later operations have a document.
    """
    if "/documents" in case.path and isinstance(kwargs.get("files"), list):
        kwargs["files"] = [_text_file(*part) for part in kwargs["files"]]
    _redis.flushdb()
    with Session(_engine) as db:
        db.execute(delete(IdempotencyKey))
        db.commit()


@schemathesis.auth(refresh_interval=None)
class Caller:
    """An account of the role; replaced as soon as its token does not work any more."""

    def __init__(self) -> None:
        self._user_id = self._session_id = new_id()

    def get(self, case: Any, context: Any) -> str | None:
        """Return a token of the type that the operation accepts."""
        if ROLE == "nobody":
            return None
        with Session(_engine, expire_on_commit=False) as db:
            if {"PendingTwoFa": []} in case.operation.definition.raw.get(
                "security", []
            ):
                token = _pending_token(db)
            else:
                if not self._is_welcome(db):
                    self._user_id = _new_user(db)
                    self._session_id = _new_session(db, self._user_id)
                named = auth.AccessToken(self._user_id, self._session_id)
                token = auth.encode(named, expires_at=_later())
            db.commit()
        return token

    def set(self, case: Any, data: str | None, context: Any) -> None:
        """Add the token to the request."""
        if data:
            case.headers["Authorization"] = f"Bearer {data}"

    def _is_welcome(self, db: Session) -> bool:
        user = db.get(User, self._user_id)
        session = db.get(UserSession, self._session_id)
        return bool(
            user
            and user.is_active
            and user.is_admin == (ROLE == "admin")
            and session
            and session.ended_at is None
        )


def _text_file(name: str, part: Any) -> tuple[str, Any]:
    """Return a part of a form; every second file becomes a text that fits its name."""
    content = part[1] if isinstance(part, tuple) else part
    if name != "file" or not content or len(content) % 2:
        return name, part
    return name, ("note.txt", str(content))


def _later() -> datetime:
    return clock.now() + timedelta(hours=1)


def _new_user(db: Session) -> UUID:
    user = User(
        email=f"{new_id()}@example.com",
        password_hash=_HASH,
        is_admin=ROLE == "admin",
        email_verified_at=clock.now(),
    )
    db.add(user)
    db.flush()
    return user.id


def _new_session(db: Session, user_id: UUID) -> UUID:
    session = UserSession(user_id=user_id, expires_at=_later(), proved_at=clock.now())
    db.add(session)
    db.flush()
    return session.id


def _pending_token(db: Session) -> str:
    """Return the token of a login that waits for its second factor."""
    user_id = _new_user(db)
    challenge = LoginChallenge(user_id=user_id, expires_at=_later())
    secret = encrypt(pyotp.random_base32())
    db.add(TwoFa(user_id=user_id, secret=secret, enabled_at=clock.now()))
    db.add(challenge)
    db.flush()
    named = auth.AccessToken(user_id, challenge.id)
    return auth.encode(named, expires_at=_later(), type_="pending_2fa")

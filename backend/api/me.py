"""The dependency of GET users/me: the caller with the state of account and session.

It is the most requested route, so one query reads everything.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from fastapi import Depends
from sqlalchemy import bindparam, case, func, null
from sqlmodel import col, select

from backend.api.deps import (
    USER_OF_API_TOKEN,
    USER_OF_LIVE_SESSION,
    AccessTokenDep,
    SessionDep,
    row_of,
)
from backend.core.compiled import Compiled
from backend.core.in_thread import in_thread
from backend.models import (
    ApiToken,
    EmailChange,
    OneTimeCode,
    RecoveryCode,
    TwoFa,
    User,
    UserSession,
)

_TWO_FA = (
    select(col(TwoFa.user_id))
    .where(col(TwoFa.user_id) == col(User.id), col(TwoFa.enabled_at).is_not(None))
    .exists()
)
_CODES_LEFT = (
    select(func.count())
    .select_from(RecoveryCode)
    .where(col(RecoveryCode.user_id) == col(User.id))
    .where(col(RecoveryCode.used_at).is_(None))
    .scalar_subquery()
)
# The change waits while its code is valid. Whether the code has a digest must not count:
# it has none if the new address is taken, and the owner of another account must not be
# told that.
_NEW_EMAIL = (
    select(col(EmailChange.new_email))
    .join(OneTimeCode, col(OneTimeCode.holder_id) == col(EmailChange.id))
    .where(
        col(EmailChange.user_id) == col(User.id),
        col(EmailChange.confirmed_at).is_(None),
        col(EmailChange.closed_at).is_(None),
        col(EmailChange.undone_at).is_(None),
        col(OneTimeCode.expires_at) > bindparam("now"),
    )
    .limit(1)
    .scalar_subquery()
)
_STATE = (
    _TWO_FA.label("two_fa_enabled"),
    # Only a few accounts have codes to count.
    case((_TWO_FA, _CODES_LEFT), else_=null()).label("recovery_codes_left"),
    _NEW_EMAIL.label("new_email"),
)
_STATEMENT = Compiled(
    USER_OF_LIVE_SESSION.add_columns(
        col(UserSession.expires_at).label("session_expires_at"),
        col(UserSession.proved_at).label("proved_at"),
        *_STATE,
    )
)
_OF_API_TOKEN = Compiled(
    USER_OF_API_TOKEN.add_columns(
        col(ApiToken.expires_at).label("session_expires_at"),
        null().label("proved_at"),
        *_STATE,
    )
)


@dataclass(frozen=True, slots=True)
class Me:
    """The caller's account, and what the caller's app shows or asks because of it."""

    user: User
    # None for an API token that does not expire.
    session_expires_at: datetime | None
    # The last check of the password (and of the second factor, if on), or None.
    proved_at: datetime | None
    two_fa_enabled: bool
    # None without a second factor.
    recovery_codes_left: int | None
    # The address of a change that waits for its code.
    new_email: str | None


@in_thread
def _me(session: SessionDep, token: AccessTokenDep) -> Me:
    """Return the caller, verified or not."""
    row = row_of(session, token, _STATEMENT, _OF_API_TOKEN)
    return Me(
        row[0],
        row.session_expires_at,
        row.proved_at,
        row.two_fa_enabled,
        row.recovery_codes_left,
        row.new_email,
    )


MeDep = Annotated[Me, Depends(_me)]

"""Access tokens: JWTs that each name a session (RFC 7519, RFC 8725)."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import jwt

from backend.core import clock
from backend.core.config import settings
from backend.core.exceptions import InvalidToken

_TYPE = "access"
_ISSUER = settings.APP_PUBLIC_URL
_AUDIENCE = settings.APP_PUBLIC_URL + settings.API_PREFIX
_KEY = settings.JWT_SECRET_KEY.get_secret_value()
_jwt = jwt.PyJWT(options={"enforce_minimum_key_length": True})


@dataclass(frozen=True, slots=True)
class AccessToken:
    """What a valid token says: whose it is, and which session it stands for."""

    user_id: UUID
    session_id: UUID


def encode(token: AccessToken, *, expires_at: datetime) -> str:
    """Return the signed token; its session, not the token, decides if it still holds."""
    claims = {
        "sub": str(token.user_id),
        "sid": str(token.session_id),
        "type": _TYPE,
        "iat": clock.now(),
        "exp": expires_at,
        "iss": _ISSUER,
        "aud": _AUDIENCE,
    }
    return _jwt.encode(claims, _KEY, algorithm=settings.JWT_ALGORITHM)


def decode(token: str) -> AccessToken:
    """Check signature, algorithm, type and all claims, or raise InvalidToken."""
    try:
        claims = _jwt.decode(
            token,
            _KEY,
            algorithms=[settings.JWT_ALGORITHM],
            issuer=_ISSUER,
            audience=_AUDIENCE,
            options={
                "require": ["sub", "sid", "type", "iat", "exp", "iss", "aud"],
                # By our own clock, below.
                "verify_exp": False,
                "verify_iat": False,
            },
        )
        if claims["type"] != _TYPE or claims["exp"] <= clock.now().timestamp():
            raise InvalidToken
        return AccessToken(UUID(claims["sub"]), UUID(claims["sid"]))
    except (jwt.PyJWTError, ValueError, TypeError, AttributeError) as error:
        raise InvalidToken from error

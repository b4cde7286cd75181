"""Tokens: JWTs of two types that are never taken for each other (RFC 7519, RFC 8725).

An access token names a session. A pending one names a login that waits for its second
factor, and opens nothing else.
"""

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Literal
from uuid import UUID

import jwt
from jwt.algorithms import HMACAlgorithm
from jwt.utils import base64url_encode

from backend.core import clock
from backend.core.config import settings
from backend.core.exceptions import InvalidToken, SecondFactorRequired

Type = Literal["access", "pending_2fa"]

_ISSUER = settings.APP_PUBLIC_URL
_AUDIENCE = settings.APP_PUBLIC_URL + settings.API_PREFIX


class _PreparedOnce(HMACAlgorithm):
    """HMAC that looks for a PEM, DER or JWK in its key once, not for each token."""

    prepare_key = cache(HMACAlgorithm.prepare_key)


_SECRET = settings.JWT_SECRET_KEY.get_secret_value().encode()
_KEY = jwt.PyJWK({"kty": "oct", "k": base64url_encode(_SECRET).decode()}, "HS256")
_KEY.Algorithm = _PreparedOnce(HMACAlgorithm.SHA256)
_jwt = jwt.PyJWT(options={"enforce_minimum_key_length": True})


@dataclass(frozen=True, slots=True)
class AccessToken:
    """What a valid token says: whose it is, and which session (or login) it names."""

    user_id: UUID
    session_id: UUID


def encode(token: AccessToken, *, expires_at: datetime, type_: Type = "access") -> str:
    """Return the signed token; its session, not the token, decides if it still holds."""
    claims = {
        "sub": str(token.user_id),
        "sid": str(token.session_id),
        "type": type_,
        "iat": clock.now(),
        "exp": expires_at,
        "iss": _ISSUER,
        "aud": _AUDIENCE,
    }
    return _jwt.encode(claims, _KEY, algorithm=settings.JWT_ALGORITHM)


def decode(token: str, *, type_: Type = "access") -> AccessToken:
    """Check signature, algorithm, type and all claims.

    Raises:
        InvalidToken: something is wrong with it.
        SecondFactorRequired: it is a pending one where an access token is wanted.
    """
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
        if claims["exp"] <= clock.now().timestamp():
            raise InvalidToken
        if (type_, claims["type"]) == ("access", "pending_2fa"):
            raise SecondFactorRequired
        if claims["type"] != type_:
            raise InvalidToken
        return AccessToken(UUID(claims["sub"]), UUID(claims["sid"]))
    except (jwt.PyJWTError, ValueError, TypeError, AttributeError) as error:
        raise InvalidToken from error

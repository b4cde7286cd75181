"""Tokens: JWTs of two types that are never taken for each other (RFC 7519, RFC 8725).

An access token names a session. A pending one names a login that waits for its second
factor, and opens nothing else. The first key of JWT_SECRET_KEY signs and its id is in the
header; a token without an id, as release 1.0.0 made them, is tried with each key.
"""

import hashlib
import hmac
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any, Literal
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


def _key(secret: bytes) -> jwt.PyJWK:
    key_id = hmac.digest(secret, b"key id", hashlib.sha256)[:8]
    jwk = {
        "kty": "oct",
        "k": base64url_encode(secret).decode(),
        "kid": base64url_encode(key_id).decode(),
    }
    key = jwt.PyJWK(jwk, "HS256")
    key.Algorithm = _PreparedOnce(HMACAlgorithm.SHA256)
    return key


_KEYS = [_key(key.get_secret_value().encode()) for key in settings.JWT_SECRET_KEY]
_HEADERS = {"kid": _KEYS[0].key_id}
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
    return _jwt.encode(
        claims, _KEYS[0], algorithm=settings.JWT_ALGORITHM, headers=_HEADERS
    )


def decode(token: str, *, type_: Type = "access") -> AccessToken:
    """Check signature, algorithm, type and all claims.

    Raises:
        InvalidToken: something is wrong with it.
        SecondFactorRequired: it is a pending one where an access token is wanted.
    """
    try:
        claims = _claims(token)
        if claims["exp"] <= clock.now().timestamp():
            raise InvalidToken
        if (type_, claims["type"]) == ("access", "pending_2fa"):
            raise SecondFactorRequired
        if claims["type"] != type_:
            raise InvalidToken
        return AccessToken(UUID(claims["sub"]), UUID(claims["sid"]))
    except (jwt.PyJWTError, ValueError, TypeError, AttributeError) as error:
        raise InvalidToken from error


def _claims(token: str) -> dict[str, Any]:
    """Return the claims of a token that one of the keys signed."""
    *keys, last = _KEYS if len(_KEYS) == 1 else _keys_of(token)
    for key in keys:
        with suppress(jwt.InvalidSignatureError):
            return _verified(token, key)
    return _verified(token, last)


def _keys_of(token: str) -> list[jwt.PyJWK]:
    """Return the key that a token names, or all if it names none."""
    header = jwt.get_unverified_header(token)
    if "kid" not in header:
        return _KEYS
    named = [key for key in _KEYS if key.key_id == header["kid"]]
    if not named:
        raise InvalidToken
    return named


def _verified(token: str, key: jwt.PyJWK) -> dict[str, Any]:
    return _jwt.decode(
        token,
        key,
        algorithms=[settings.JWT_ALGORITHM],
        issuer=_ISSUER,
        audience=_AUDIENCE,
        options={
            "require": ["sub", "sid", "type", "iat", "exp", "iss", "aud"],
            # By our own clock, in `decode`.
            "verify_exp": False,
            "verify_iat": False,
        },
    )

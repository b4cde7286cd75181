"""Signs and checks tokens: JWTs of two types (RFC 7519, RFC 8725).

An access token names a login session. A pending token names a login that still needs
its second factor; it is accepted for nothing else. One type is never accepted for the
other.

The first key of JWT_SECRET_KEY signs, and the header names it (`kid`). A token without
`kid`, as release 1.0.0 made them, is tried with every key.
"""

import hashlib
import hmac
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from backend.core import clock
from backend.core.config import settings
from backend.core.exceptions import InvalidToken, SecondFactorRequired
from backend.core.loading import without

# PyJWT needs cryptography for signatures with public keys, which these tokens lack.
with without("cryptography"):
    import jwt
    from jwt.utils import base64url_encode

Type = Literal["access", "pending_2fa"]

_ISSUER = settings.APP_PUBLIC_URL
_AUDIENCE = settings.APP_PUBLIC_URL + settings.API_PREFIX


def _key_id(key: bytes) -> str:
    """Return a name for a key that reveals nothing about it."""
    digest = hmac.digest(key, b"key id", hashlib.sha256)
    return base64url_encode(digest[:8]).decode()


# By key id, the signing key first.
_KEYS = {
    _key_id(key): key
    for key in (key.get_secret_value().encode() for key in settings.JWT_SECRET_KEY)
}
_SIGNING_KEY_ID, _SIGNING_KEY = next(iter(_KEYS.items()))
_jwt = jwt.PyJWT(options={"enforce_minimum_key_length": True})


@dataclass(frozen=True, slots=True)
class AccessToken:
    """The user and the login session (or pending login) that a valid token names.

    For an API token, `session_id` is its own id, and `api_scope` the scope that the route
    needs.
    """

    user_id: UUID
    session_id: UUID
    api_scope: str | None = None


def encode(token: AccessToken, *, expires_at: datetime, type_: Type = "access") -> str:
    """Return a signed token. It also becomes invalid when its login session ends."""
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
        claims,
        _SIGNING_KEY,
        algorithm=settings.JWT_ALGORITHM,
        headers={"kid": _SIGNING_KEY_ID},
    )


def decode(token: str, *, type_: Type = "access") -> AccessToken:
    """Return what a token names, after checking its signature, algorithm and claims.

    Raises:
        InvalidToken: the token fails one of these checks.
        SecondFactorRequired: a pending token was sent where an access token is needed.
    """
    signed = _signed(token)
    if signed.expires_at <= clock.now().timestamp():
        raise InvalidToken
    if (type_, signed.type) == ("access", "pending_2fa"):
        raise SecondFactorRequired
    if signed.type != type_:
        raise InvalidToken
    return signed.token


@dataclass(frozen=True, slots=True)
class _Signed:
    """The claims of a token with a valid signature; it may be expired."""

    token: AccessToken
    type: str
    expires_at: float


# What was found in tokens that were checked, by their SHA-256. A check takes a tenth of the
# CPU time of GET users/me, and its result never changes: the keys stay as long as the
# process, and `decode` compares the time for every request. Refused tokens are not kept.
_checked: dict[bytes, _Signed] = {}
_MAX_CHECKED = 4096


def _signed(token: str) -> _Signed:
    digest = hashlib.sha256(token.encode(errors="surrogatepass")).digest()
    known = _checked.get(digest)
    if known is not None:
        return known
    try:
        claims = _claims(token)
        named = AccessToken(UUID(claims["sub"]), UUID(claims["sid"]))
        found = _Signed(named, claims["type"], claims["exp"] + 0.0)
    except (jwt.PyJWTError, ValueError, TypeError, AttributeError) as error:
        raise InvalidToken from error
    if len(_checked) >= _MAX_CHECKED:
        _checked.clear()
    _checked[digest] = found
    return found


def _claims(token: str) -> dict[str, Any]:
    """Return the claims of a token that one of the keys signed."""
    *keys, last = _candidate_keys(token)
    for key in keys:
        with suppress(jwt.InvalidSignatureError):
            return _verified(token, key)
    return _verified(token, last)


def _candidate_keys(token: str) -> list[bytes]:
    """Return the key that a token names, or all keys if it names none."""
    # A single key needs no name, so the header is not parsed a second time.
    if len(_KEYS) == 1:
        return [_SIGNING_KEY]
    header = jwt.get_unverified_header(token)
    if "kid" not in header:
        return list(_KEYS.values())
    if header["kid"] not in _KEYS:
        raise InvalidToken
    return [_KEYS[header["kid"]]]


def _verified(token: str, key: bytes) -> dict[str, Any]:
    return _jwt.decode(
        token,
        key,
        algorithms=[settings.JWT_ALGORITHM],
        issuer=_ISSUER,
        audience=_AUDIENCE,
        options={
            "require": ["sub", "sid", "type", "iat", "exp", "iss", "aud"],
            # `decode` checks the time by the service's own clock.
            "verify_exp": False,
            "verify_iat": False,
        },
    )

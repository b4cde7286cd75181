"""Verifies ID tokens (OpenID Connect Core, section 3.1.3.7), by the library joserfc.

The library is imported at the first use: most processes see few ID tokens.
"""

import math
import re
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from backend.core import clock, token
from backend.core.spelling import canonical_email, is_visible, no_controls
from backend.modules.oidc.lib import Person

if TYPE_CHECKING:
    from joserfc.jwk import Key, KeySet

# The key types of the algorithms. All are asymmetric, so a public key is never taken for
# a shared secret (RFC 8725, section 2.1).
_KEY_TYPES = {
    **dict.fromkeys(("RS256", "RS384", "RS512", "PS256", "PS384", "PS512"), "RSA"),
    **dict.fromkeys(("ES256", "ES384", "ES512"), "EC"),
    "Ed25519": "OKP",
}
# The claims about a person that an ID token may lack and the userinfo endpoint has.
ABOUT_PEOPLE = ("email", "email_verified", "name")
_PUBLIC = ("kty", "kid", "use", "alg", "n", "e", "crv", "x", "y")
_RSA_BITS = 2048
_LONGEST_RSA_BITS = 8192
_SKEW = 60.0
# An ID token is made when its code is exchanged.
_OLDEST = 600.0
# What the library raises for keys and tokens with unforeseen parts.
_UNREADABLE = (ValueError, TypeError, LookupError, ArithmeticError, RecursionError)
_BEARER = re.compile(r"[A-Za-z0-9._~+/=-]{1,8192}")


class InvalidIdToken(Exception):
    """The ID token or the answer of the provider proves nobody. Says which rule."""


class UnknownKey(InvalidIdToken):
    """The ID token is signed with a key that is not among the keys."""


def verify(
    id_token: str,
    keys: Sequence[Any],
    *,
    issuer: str,
    client_id: str,
    nonce: str,
) -> dict[str, Any]:
    """Return the claims of an ID token; `keys` are JSON web keys as they were received.

    Raises:
        UnknownKey: none of the keys has the id that the token names.
        InvalidIdToken: signature, issuer, audience, nonce or times are not right.
    """
    claims = _signed_claims(id_token, keys)
    if claims.get("iss") != issuer:
        raise InvalidIdToken("wrong issuer")
    audience = claims.get("aud")
    audiences = audience if isinstance(audience, list) else [audience]
    party = claims.get("azp")
    if client_id not in audiences or party not in (None, client_id):
        raise InvalidIdToken("made for another client")
    if len(audiences) > 1 and party is None:
        raise InvalidIdToken("several audiences without azp")
    given = claims.get("nonce")
    if not isinstance(given, str) or not token.same_digest(
        given.encode(errors="replace"), nonce.encode()
    ):
        raise InvalidIdToken("wrong nonce")
    now = clock.now().timestamp()
    if _seconds(claims, "exp") <= now - _SKEW:
        raise InvalidIdToken("expired")
    if not now - _OLDEST <= _seconds(claims, "iat") <= now + _SKEW:
        raise InvalidIdToken("made at another time")
    if "nbf" in claims and _seconds(claims, "nbf") > now + _SKEW:
        raise InvalidIdToken("not valid yet")
    subject = claims.get("sub")
    # A text that is printable has no NUL, which Postgres could not store.
    if not isinstance(subject, str) or not subject.isprintable():
        raise InvalidIdToken("no subject")
    if not 1 <= len(subject) <= 255:
        raise InvalidIdToken("no subject")
    return claims


def person(claims: dict[str, Any]) -> Person:
    """Return the person that verified claims name."""
    email = _email(claims.get("email"))
    is_verified = claims.get("email_verified") in (True, "true")
    proved = claims.get("auth_time")
    return Person(
        issuer=claims["iss"],
        subject=claims["sub"],
        email=email,
        email_verified=email is not None and is_verified,
        full_name=_name(claims.get("name")),
        authenticated_at=(
            None
            if proved is None
            else datetime.fromtimestamp(_seconds(claims, "auth_time"), UTC)
        ),
    )


def is_bearer(access_token: object) -> bool:
    """Return whether an access token can be sent in a header."""
    return isinstance(access_token, str) and bool(_BEARER.fullmatch(access_token))


def _signed_claims(id_token: str, keys: Sequence[Any]) -> dict[str, Any]:
    from cryptography.exceptions import UnsupportedAlgorithm
    from joserfc import jwt
    from joserfc.errors import JoseError
    from joserfc.jws import JWSRegistry

    def find(signed: Any) -> "Key | KeySet":
        return _key(signed.headers(), keys)

    # Header parameters that nobody knows are ignored, unless `crit` names them.
    registry = JWSRegistry(algorithms=list(_KEY_TYPES), strict_check_header=False)
    try:
        return jwt.decode(id_token, find, registry=registry).claims
    except (JoseError, UnsupportedAlgorithm, *_UNREADABLE) as error:
        raise InvalidIdToken(f"not signed ({type(error).__name__})") from error


def _key(header: dict[str, Any], keys: Sequence[Any]) -> "Key":
    """Return the one key that a token's header can mean."""
    from joserfc.jwk import import_key

    if header.get("typ", "JWT") not in ("JWT", "jwt"):
        raise InvalidIdToken("another type of token")
    algorithm, key_id = header.get("alg"), header.get("kid")
    found = [
        key
        for key in keys
        if isinstance(key, dict)
        and key.get("kty") == _KEY_TYPES.get(str(algorithm))
        and key.get("use", "sig") == "sig"
        and key.get("alg", algorithm) == algorithm
        and (key_id is None or key.get("kid") == key_id)
    ]
    if not found:
        raise UnknownKey("signed with an unknown key")
    if len(found) > 1:
        raise InvalidIdToken("several keys could have signed it")
    public = {name: found[0][name] for name in _PUBLIC if name in found[0]}
    bits = len(str(public.get("n", ""))) * 6
    # The modulus is base64url: six bits a character, and at most four bits too many.
    if public["kty"] == "RSA" and not _RSA_BITS <= bits <= _LONGEST_RSA_BITS + 6:
        raise InvalidIdToken("a key of the wrong size")
    return import_key(public)


def _seconds(claims: dict[str, Any], name: str) -> float:
    """Return a NumericDate of this millennium (RFC 7519, section 2)."""
    value = claims.get(name)
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise InvalidIdToken(f"no {name}")
    if not math.isfinite(value) or not 0 <= value < 32_503_680_000:
        raise InvalidIdToken(f"no {name}")
    return float(value)


def _email(value: object) -> str | None:
    """Return the canonical form of an address, or None if it is none."""
    if not isinstance(value, str) or len(value) > 254:
        return None
    try:
        return canonical_email(value)
    except ValueError:
        return None


def _name(value: object) -> str | None:
    """Return a name that a profile can have, or None."""
    if not isinstance(value, str) or not 1 <= len(value.strip()) <= 200:
        return None
    try:
        name = no_controls(value.strip())
    except ValueError:
        return None
    return name if is_visible(name) else None

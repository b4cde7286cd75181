"""Codes and secrets as values: no database, no clock of its own."""

import base64
import re
from datetime import datetime
from uuid import UUID

import pyotp
import segno
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from pyotp.exceptions import OTPVerificationError

from backend.core import token
from backend.core.config import settings
from backend.core.typed_codes import bare

_STEP_SECONDS = 30
_SKEW_STEPS = 1
_LOOK_ALIKES = str.maketrans({"O": "0", "I": "1", "L": "1"})


def _key(secret: str) -> Fernet:
    derive = HKDF(SHA256(), length=32, salt=None, info=b"two-factor secrets")
    return Fernet(base64.urlsafe_b64encode(derive.derive(secret.encode())))


_all_keys = [_key(k.get_secret_value()) for k in settings.TWO_FA_ENCRYPTION_KEYS]
_keys = MultiFernet(_all_keys)


def encrypt(secret: str) -> str:
    """Return the secret as it is stored, under the first of the keys."""
    return _keys.encrypt(secret.encode()).decode()


def decrypt(stored: str) -> str:
    """Return the secret, whichever of the keys it is stored under."""
    return _keys.decrypt(stored.encode()).decode()


def is_under_first_key(stored: str) -> bool:
    """Tell whether the secret is stored under the first of the keys."""
    try:
        _all_keys[0].decrypt(stored.encode())
    except InvalidToken:
        return False
    return True


def reencrypt(stored: str) -> str:
    """Return what is stored under any of the keys, now under the first.

    Raises:
        ValueError: none of the keys fits.
    """
    try:
        return _keys.rotate(stored.encode()).decode()
    except InvalidToken as error:
        raise ValueError(
            "A secret was stored under a key that is not in TWO_FA_ENCRYPTION_KEYS."
        ) from error


def provisioning_uri(secret: str, email: str) -> str:
    """Return the otpauth URI that authenticator apps read."""
    return pyotp.TOTP(secret).provisioning_uri(
        name=email, issuer_name=settings.APP_NAME
    )


def qr_svg(uri: str) -> str:
    """Return the URI as a QR code: an SVG element."""
    return segno.make(uri, error="m").svg_inline(scale=4)


def matching_step(secret: str, code: str, now: datetime) -> int | None:
    """Return the time step whose code this is, one step of skew allowed."""
    try:
        return pyotp.TOTP(secret, interval=_STEP_SECONDS).verify_and_get_timecode(
            code, for_time=now, valid_window=_SKEW_STEPS
        )
    except OTPVerificationError:
        return None


def is_totp(code: str) -> bool:
    """Tell whether this is a code of an app rather than a recovery code."""
    return re.fullmatch(r"[0-9]{6}", code) is not None


def recovery_digest(user_id: UUID, code: str) -> bytes:
    """Return what a recovery code is stored as."""
    return token.keyed_digest(*_recovery_parts(user_id, code))


def recovery_digests(user_id: UUID, code: str) -> tuple[bytes, ...]:
    """Return what a recovery code may be stored as, however it was typed."""
    return token.keyed_digests(*_recovery_parts(user_id, code))


def _recovery_parts(user_id: UUID, code: str) -> tuple[str, ...]:
    return "recovery", str(user_id), bare(code).upper().translate(_LOOK_ALIKES)

"""Pure functions for secrets, codes of the app and recovery codes."""

import re
from datetime import datetime
from functools import cache
from uuid import UUID

import pyotp
from pyotp.exceptions import OTPVerificationError

from backend.core import token
from backend.core.config import settings
from backend.core.encryption import Cipher, Undecryptable, derived_key
from backend.core.typed_codes import bare

_STEP_SECONDS = 30
_SKEW_STEPS = 1
_PURPOSE = b"two-factor secrets"
_LOOK_ALIKES = str.maketrans({"O": "0", "I": "1", "L": "1"})


@cache
def _cipher() -> Cipher:
    secrets = (key.get_secret_value() for key in settings.TWO_FA_ENCRYPTION_KEYS)
    return Cipher(derived_key(secret, _PURPOSE) for secret in secrets)


def encrypt(secret: str) -> str:
    """Return the secret, encrypted with the first key, as it is stored."""
    return _cipher().encrypt(secret.encode()).decode()


def decrypt(stored: str) -> str:
    """Return the stored secret, decrypted with whichever key fits."""
    return _cipher().decrypt(stored.encode()).decode()


def is_under_first_key(stored: str) -> bool:
    """Return whether the stored secret is encrypted with the first key."""
    return _cipher().is_under_first_key(stored.encode())


def reencrypt(stored: str) -> str:
    """Return the stored secret, encrypted with the first key instead of another one.

    Raises:
        ValueError: no key fits.
    """
    try:
        return encrypt(decrypt(stored))
    except Undecryptable as error:
        raise ValueError(
            "A secret needs a key that TWO_FA_ENCRYPTION_KEYS lacks."
        ) from error


def provisioning_uri(secret: str, email: str) -> str:
    """Return the otpauth URI that authenticator apps read."""
    return pyotp.TOTP(secret).provisioning_uri(
        name=email, issuer_name=settings.APP_NAME
    )


def qr_svg(uri: str) -> str:
    """Return the URI as a QR code, an SVG element."""
    import segno  # only a second factor that is set up needs it

    return segno.make(uri, error="m").svg_inline(scale=4)


def matching_step(secret: str, code: str, now: datetime) -> int | None:
    """Return the time step that the code belongs to, or None if the code is wrong.

    The step before and the step after `now` are accepted too.
    """
    try:
        return pyotp.TOTP(secret, interval=_STEP_SECONDS).verify_and_get_timecode(
            code, for_time=now, valid_window=_SKEW_STEPS
        )
    except OTPVerificationError:
        return None


def is_totp(code: str) -> bool:
    """Return whether this is a code of an app, not a recovery code."""
    return re.fullmatch(r"[0-9]{6}", code) is not None


def recovery_digest(user_id: UUID, code: str) -> bytes:
    """Return the digest under which a new recovery code is stored."""
    return token.keyed_digest(*_recovery_parts(user_id, code))


def recovery_digests(user_id: UUID, code: str) -> tuple[bytes, ...]:
    """Return the digests that an entered recovery code may be stored under.

    Case, separators and look-alike characters do not matter.
    """
    return token.keyed_digests(*_recovery_parts(user_id, code))


def _recovery_parts(user_id: UUID, code: str) -> tuple[str, ...]:
    return "recovery", str(user_id), bare(code).upper().translate(_LOOK_ALIKES)

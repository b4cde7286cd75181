"""Device tokens: they show that a login comes from a device that logged in before.

A known device has its own budget of failed logins (OWASP's device cookies), so
strangers who guess passwords cannot lock the owner out. The signature covers the
account's e-mail, so the token is valid for one account only and can be checked without
a database. The token also contains a mark of the password, so it is stale once the
password changes.

A known device is not a trusted device: only a trusted device needs no second factor.
"""

import base64
import hashlib
from dataclasses import dataclass
from datetime import timedelta

from backend.core import clock, token

LIFETIME = timedelta(days=365)
_KIND = "device"


@dataclass(frozen=True, slots=True)
class KnownDevice:
    """The content of a valid device token."""

    id: str
    expires_at: int  # seconds since 1970
    mark: str

    def is_stale(self, password_hash: str | None) -> bool:
        """Return whether the password was changed or the account deleted since."""
        return password_hash is None or self.mark != _mark(password_hash)


def new(email: str, password_hash: str) -> str:
    """Return the token of a new device."""
    expires_at = int((clock.now() + LIFETIME).timestamp())
    payload = f"{_KIND}.{token.new_id().hex}.{expires_at}.{_mark(password_hash)}"
    return f"{payload}.{_base64(token.keyed_digest(*_parts(payload, email)))}"


def read(device_token: str | None, email: str) -> KnownDevice | None:
    """Return the device of a valid token of the account with this e-mail, else None."""
    payload, _, signature = (device_token or "").rpartition(".")
    valid = [_base64(d).encode() for d in token.keyed_digests(*_parts(payload, email))]
    if not token.is_one_of(signature.encode(), valid):
        return None
    _, device_id, expires_at, mark = payload.split(".")
    if int(expires_at) <= clock.now().timestamp():
        return None
    return KnownDevice(device_id, int(expires_at), mark)


def renewed(device_token: str | None, email: str, password_hash: str) -> str:
    """Return the same token, or a new one if it is invalid, stale or half expired."""
    device = read(device_token, email)
    soon = (clock.now() + LIFETIME / 2).timestamp()
    if not device_token or device is None or device.expires_at <= soon:
        return new(email, password_hash)
    return new(email, password_hash) if device.is_stale(password_hash) else device_token


def _mark(password_hash: str) -> str:
    # The hash contains a random salt, so the mark reveals nothing about the password.
    return _base64(hashlib.sha256(password_hash.encode()).digest()[:12])


def _parts(payload: str, email: str) -> tuple[str, str, str]:
    return "known-device", payload, email


def _base64(digest: bytes) -> str:
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")

"""Device tokens: a login is recognised as made on a device that logged in before.

The device cookies of OWASP: a login on a known device has a budget of failures of its
own, so strangers who guess passwords do not keep the owner out. The token is signed
together with the account's e-mail, so no other account's token counts, and no database
is needed to check it. It carries a mark of the password that it was given out for: once
the password has changed, the token is stale.

A known device is not a trusted one: only a trusted device needs no second factor.
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
    """What a genuine device token says."""

    id: str
    expires_at: int  # seconds since 1970
    mark: str

    def is_stale(self, password_hash: str | None) -> bool:
        """Tell whether the password has changed since, or the account has gone."""
        return password_hash is None or self.mark != _mark(password_hash)


def new(email: str, password_hash: str) -> str:
    """Return the token of a new device."""
    expires_at = int((clock.now() + LIFETIME).timestamp())
    said = f"{_KIND}.{token.new_id().hex}.{expires_at}.{_mark(password_hash)}"
    return f"{said}.{_text(token.keyed_digest(*_parts(said, email)))}"


def read(device_token: str | None, email: str) -> KnownDevice | None:
    """Return the device that the account of this e-mail gave the token out for."""
    said, _, signature = (device_token or "").rpartition(".")
    genuine = [_text(d).encode() for d in token.keyed_digests(*_parts(said, email))]
    if not token.is_one_of(signature.encode(), genuine):
        return None
    _, device_id, expires_at, mark = said.split(".")
    if int(expires_at) <= clock.now().timestamp():
        return None
    return KnownDevice(device_id, int(expires_at), mark)


def renewed(device_token: str | None, email: str, password_hash: str) -> str:
    """Return the token itself while it is good, and a new one when it is not."""
    device = read(device_token, email)
    soon = (clock.now() + LIFETIME / 2).timestamp()
    if not device_token or device is None or device.expires_at <= soon:
        return new(email, password_hash)
    return new(email, password_hash) if device.is_stale(password_hash) else device_token


def _mark(password_hash: str) -> str:
    # The salt in it is as random as a key: the mark tells nothing about the password.
    return _text(hashlib.sha256(password_hash.encode()).digest()[:12])


def _parts(said: str, email: str) -> tuple[str, str, str]:
    return "known-device", said, email


def _text(digest: bytes) -> str:
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")

"""An authenticator in Python: makes passkeys and answers challenges (WebAuthn level 3)."""

import hashlib
import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass, field
from os import urandom
from typing import Any

import cbor2
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

from backend.modules.passkey.ceremonies import ORIGIN, RP_ID

# Flags of the authenticator data (section 6.1).
PRESENT, VERIFIED, SYNCABLE, SYNCED, ATTESTED = 1, 4, 8, 16, 64


def encoded(value: bytes) -> str:
    """Return base64url without padding."""
    return urlsafe_b64encode(value).rstrip(b"=").decode()


def decoded(text: str) -> bytes:
    """Return the bytes of base64url without padding."""
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


@dataclass
class Authenticator:
    """One passkey (ES256), which a test can also misuse: each field can be changed."""

    origin: str = ORIGIN
    rp_id: str = RP_ID
    flags: int = PRESENT | VERIFIED
    count: int = 0
    credential_id: bytes = field(default_factory=lambda: urandom(16))
    user_handle: str = ""
    key: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(ec.SECP256R1())
    )

    def create(self, options: dict[str, Any]) -> dict[str, Any]:
        """Make the passkey; return what the browser would send."""
        self.user_handle = options["user"]["id"]
        numbers = self.key.public_key().public_numbers()
        # COSE (RFC 9053): key type EC2, algorithm ES256, curve P-256, x, y.
        x, y = (each.to_bytes(32, "big") for each in (numbers.x, numbers.y))
        key = cbor2.dumps({1: 2, 3: -7, -1: 1, -2: x, -3: y})
        size = len(self.credential_id).to_bytes(2, "big")
        attested = bytes(16) + size + self.credential_id + key
        data = self._data(self.flags | ATTESTED) + attested
        statement = {"fmt": "none", "attStmt": {}, "authData": data}
        return self._sent(
            {
                "clientDataJSON": self._client_data("webauthn.create", options),
                "attestationObject": encoded(cbor2.dumps(statement)),
                "transports": ["internal"],
                # Browsers send more than is asked for.
                "publicKeyAlgorithm": -7,
            }
        )

    def get(self, options: dict[str, Any]) -> dict[str, Any]:
        """Answer a challenge; return what the browser would send."""
        client_data = self._client_data("webauthn.get", options)
        data = self._data(self.flags)
        signed = data + hashlib.sha256(decoded(client_data)).digest()
        signature = self.key.sign(signed, ec.ECDSA(hashes.SHA256()))
        return self._sent(
            {
                "clientDataJSON": client_data,
                "authenticatorData": encoded(data),
                "signature": encoded(signature),
                "userHandle": self.user_handle,
            }
        )

    def _data(self, flags: int) -> bytes:
        hashed = hashlib.sha256(self.rp_id.encode()).digest()
        return hashed + bytes([flags]) + self.count.to_bytes(4, "big")

    def _client_data(self, kind: str, options: dict[str, Any]) -> str:
        data = {"type": kind, "challenge": options["challenge"], "origin": self.origin}
        return encoded(json.dumps(data).encode())

    def _sent(self, response: dict[str, Any]) -> dict[str, Any]:
        own_id = encoded(self.credential_id)
        return {
            "id": own_id,
            "rawId": own_id,
            "type": "public-key",
            "authenticatorAttachment": "platform",
            "clientExtensionResults": {},
            "response": response,
        }

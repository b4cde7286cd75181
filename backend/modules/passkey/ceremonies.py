"""The ceremonies of WebAuthn level 3, by the library `webauthn`.

The library is imported at the first use: it loads all attestation formats and OpenSSL,
and most processes see few passkeys.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from backend.core import links
from backend.core.config import settings
from backend.models import Passkey, User
from backend.modules.passkey.exceptions import InvalidPasskey

Options = dict[str, Any]
Credential = Mapping[str, Any]

_URL = urlsplit(settings.APP_PUBLIC_URL)
# The web app's host and origin: an answer for another one is refused.
RP_ID = _URL.hostname or ""
ORIGIN = f"{_URL.scheme}://{_URL.netloc}"


@dataclass(frozen=True, slots=True)
class NewCredential:
    """What a browser has made: the id, the public key (COSE), the counter."""

    credential_id: bytes
    public_key: bytes
    sign_count: int
    is_synced: bool


def creation_options(
    user: User, challenge: str, existing: Iterable[Passkey]
) -> Options:
    """Return the options of `navigator.credentials.create` (PublicKeyCredential JSON).

    The passkey is discoverable and asks for PIN or biometry, so it replaces the password
    and the second factor. No attestation: the make of a device is nobody's business.
    """
    import webauthn
    from webauthn.helpers import structs

    options = webauthn.generate_registration_options(
        rp_id=RP_ID,
        rp_name=settings.APP_NAME,
        user_id=user.id.bytes,
        user_name=user.email,
        user_display_name=user.full_name or user.email,
        challenge=challenge.encode(),
        authenticator_selection=structs.AuthenticatorSelectionCriteria(
            resident_key=structs.ResidentKeyRequirement.REQUIRED,
            user_verification=structs.UserVerificationRequirement.REQUIRED,
        ),
        exclude_credentials=_descriptors(existing),
    )
    return _as_json(options)


def request_options(challenge: str, allowed: Iterable[Passkey] = ()) -> Options:
    """Return the options of `navigator.credentials.get`; no `allowed`: any passkey."""
    import webauthn
    from webauthn.helpers import structs

    options = webauthn.generate_authentication_options(
        rp_id=RP_ID,
        challenge=challenge.encode(),
        allow_credentials=_descriptors(allowed),
        user_verification=structs.UserVerificationRequirement.REQUIRED,
    )
    return _as_json(options)


def verify_new(credential: Credential, challenge: str) -> NewCredential:
    """Return what `create` made, or raise InvalidPasskey."""
    import webauthn
    from webauthn.helpers.structs import CredentialDeviceType

    try:
        made = webauthn.verify_registration_response(
            credential=dict(credential),
            expected_challenge=challenge.encode(),
            expected_rp_id=RP_ID,
            expected_origin=ORIGIN,
            require_user_verification=True,
        )
    # The library parses CBOR, keys and certificates of the caller's; each of them has
    # errors of its own.
    except Exception:  # noqa: BLE001
        raise InvalidPasskey from None
    return NewCredential(
        made.credential_id,
        made.credential_public_key,
        made.sign_count,
        made.credential_device_type is CredentialDeviceType.MULTI_DEVICE,
    )


def verify_answer(credential: Credential, challenge: str, passkey: Passkey) -> int:
    """Return the counter of an answer of `get`, or raise InvalidPasskey.

    The caller compares the counter: a copied key must be told from a wrong one.
    """
    import webauthn

    try:
        answer = webauthn.verify_authentication_response(
            credential=dict(credential),
            expected_challenge=challenge.encode(),
            expected_rp_id=RP_ID,
            expected_origin=ORIGIN,
            credential_public_key=passkey.public_key,
            credential_current_sign_count=0,
            require_user_verification=True,
        )
    except Exception:  # noqa: BLE001, as above
        raise InvalidPasskey from None
    return answer.new_sign_count


def challenge_of(credential: Credential) -> str:
    """Return the challenge that an answer is for, which `verify` compares again.

    Raises:
        InvalidPasskey: the answer cannot be read.
    """
    try:
        client_data = json.loads(
            links.decoded(credential["response"]["clientDataJSON"])
        )
        return links.decoded(client_data["challenge"]).decode("ascii")
    except (ValueError, KeyError, TypeError, RecursionError):
        raise InvalidPasskey from None


def _descriptors(passkeys: Iterable[Passkey]) -> list[Any]:
    from webauthn.helpers import structs

    known = {transport.value for transport in structs.AuthenticatorTransport}
    return [
        structs.PublicKeyCredentialDescriptor(
            id=each.credential_id,
            transports=[
                structs.AuthenticatorTransport(name)
                for name in each.transports.split()
                if name in known
            ],
        )
        for each in passkeys
    ]


def _as_json(options: Any) -> Options:
    from webauthn import options_to_json

    read: Options = json.loads(options_to_json(options))
    return read

# The names are those of the standard.
# ruff: noqa: N815
"""The bodies of requests and replies about passkeys.

The names in credentials are those of WebAuthn level 3, section 5.1: what
`PublicKeyCredential.toJSON()` makes is sent as it is. All binary values are base64url.
"""

from datetime import datetime
from typing import Annotated, Any, Literal, Self
from uuid import UUID

from pydantic import ConfigDict, Field, StringConstraints

from backend.core import links
from backend.core.validation import Line, ReplyModel, RequestModel
from backend.models import Passkey

_ID = "q83vEjRWeJCrze8SNFZ4kA"
_CREATED = {
    "clientDataJSON": "eyJ0eXBlIjoid2ViYXV0aG4uY3JlYXRlIn0",
    "attestationObject": "o2NmbXRkbm9uZQ",
    "transports": ["internal", "hybrid"],
}
_ANSWER = {
    "clientDataJSON": "eyJ0eXBlIjoid2ViYXV0aG4uZ2V0In0",
    "authenticatorData": "SZYN5YgOjGh0NBcPZHZgW4_krrmihjLHmVzz",
    "signature": "MEUCIQDx7k2m",
    "userHandle": "ZVTdpIhcTq-xpmgJ5wWdVA",
}
_NEW = {"id": _ID, "rawId": _ID, "type": "public-key", "response": _CREATED}
_ANSWERED = {"id": _ID, "rawId": _ID, "type": "public-key", "response": _ANSWER}
# The bytes of an id are at most 1,023 (section 4); four characters hold three bytes.
# {1,16384} instead of + would take a megabyte of memory in each field.
_BASE64URL = r"^[A-Za-z0-9_-]+$"
_Id = Annotated[str, StringConstraints(max_length=1364, pattern=_BASE64URL)]
_Binary = Annotated[str, StringConstraints(max_length=16384, pattern=_BASE64URL)]
_Transport = Annotated[str, StringConstraints(pattern=r"^[a-z-]{1,20}$")]


class _Browsers(RequestModel):
    # Browsers add fields with each version of the standard.
    model_config = ConfigDict(extra="ignore")


class AttestationRequest(_Browsers):
    """What an authenticator answers when it has made a passkey."""

    clientDataJSON: _Binary = Field(examples=["eyJ0eXBlIjoid2ViYXV0aG4uY3JlYXRlIn0"])
    attestationObject: _Binary = Field(examples=["o2NmbXRkbm9uZQ"])
    transports: list[_Transport] = Field(
        default_factory=list, max_length=10, examples=[["internal", "hybrid"]]
    )


class AssertionRequest(_Browsers):
    """What an authenticator answers when a passkey is used."""

    clientDataJSON: _Binary = Field(examples=["eyJ0eXBlIjoid2ViYXV0aG4uZ2V0In0"])
    authenticatorData: _Binary = Field(
        examples=["SZYN5YgOjGh0NBcPZHZgW4_krrmihjLHmVzz"]
    )
    signature: _Binary = Field(examples=["MEUCIQDx7k2m"])
    userHandle: _Id | None = Field(default=None, examples=["ZVTdpIhcTq-xpmgJ5wWdVA"])


class _Credential(_Browsers):
    id: _Id = Field(examples=[_ID])
    rawId: _Id = Field(examples=[_ID])
    type: Literal["public-key"] = Field(default="public-key", examples=["public-key"])


class NewCredentialRequest(_Credential):
    """`toJSON()` of what `navigator.credentials.create` returns."""

    response: AttestationRequest = Field(examples=[_CREATED])


class CredentialAnswerRequest(_Credential):
    """`toJSON()` of what `navigator.credentials.get` returns."""

    response: AssertionRequest = Field(examples=[_ANSWER])


class AddPasskeyRequest(RequestModel):
    """A passkey that the browser has made, and a name to know it by."""

    name: Line = Field(examples=["Ada's phone"])
    credential: NewCredentialRequest = Field(examples=[_NEW])


class RenamePasskeyRequest(RequestModel):
    """A name to know the passkey by."""

    name: Line = Field(examples=["Ada's laptop"])


class PasskeyLoginRequest(RequestModel):
    """The answer of a passkey to `login/options`."""

    credential: CredentialAnswerRequest = Field(examples=[_ANSWERED])


class PasskeyFactorRequest(RequestModel):
    """The answer of a passkey to `factor/options`."""

    credential: CredentialAnswerRequest = Field(examples=[_ANSWERED])
    trust_device: bool = Field(default=False, examples=[False])


class PasskeyOptions(ReplyModel):
    """Options for `navigator.credentials`, in the JSON of WebAuthn level 3.

    Give them to `PublicKeyCredential.parseCreationOptionsFromJSON` or
    `parseRequestOptionsFromJSON`. An answer is taken once, until `expires_at`.
    """

    options: dict[str, Any] = Field(
        examples=[{"challenge": "NzE4…", "rpId": "app.example.com"}]
    )
    expires_at: datetime


class PasskeyPublic(ReplyModel):
    """A passkey of the account. `is_synced`: it is on several devices of its owner."""

    id: UUID
    name: str = Field(examples=["Ada's phone"])
    credential_id: str = Field(
        examples=[_ID], description="For the browser's signal methods."
    )
    is_synced: bool
    created_at: datetime
    last_used_at: datetime | None

    @classmethod
    def of(cls, passkey: Passkey) -> Self:
        """Return the passkey as its owner may see it."""
        return cls(
            id=passkey.id,
            name=passkey.name,
            credential_id=links.encoded(passkey.credential_id),
            is_synced=passkey.is_synced,
            created_at=passkey.created_at,
            last_used_at=passkey.last_used_at,
        )


class PasskeyList(ReplyModel):
    """All passkeys of the account, the oldest first."""

    items: list[PasskeyPublic]
    next_cursor: str | None = None

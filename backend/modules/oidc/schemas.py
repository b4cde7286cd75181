"""The bodies of requests and replies about logins at other providers."""

from datetime import datetime
from typing import Annotated, Self
from uuid import UUID

from pydantic import Field, StringConstraints

from backend.core.config import settings
from backend.core.links import Link
from backend.core.validation import FactorCode, Line, ReplyModel, RequestModel
from backend.models import OidcIdentity
from backend.modules.oidc.lib import Arrival, name_of, provider_of
from backend.modules.session.schemas import Auth
from backend.modules.session.session import Login

_TOKEN = "acme..0b9e6c1d5f3a4e7f8a2b.1827187200.q1XvT2aB0cD3eF4gH5iJ6kL7mN8oP9qR0sT1uV2wX3y"  # noqa: S105
_STATE = "q1XvT2aB0cD3eF4gH5iJ6kL7mN8oP9qR0sT1uV2wX3y"
_LINK = "gAAAAABnRZ0kq1XvT2aB0cD3eF4gH5iJ6kL7mN8oP9qR"
# Not {1,300} in a pattern: each count takes memory.
_FlowToken = Annotated[
    str, StringConstraints(max_length=300, pattern=r"^[A-Za-z0-9._-]+$")
]
_State = Annotated[str, StringConstraints(max_length=100, pattern=r"^[A-Za-z0-9_-]+$")]
# RFC 6749, appendix A.11: a code is visible ASCII and blanks.
_Code = Annotated[str, StringConstraints(max_length=4096, pattern=r"^[\x20-\x7e]+$")]
_Issuer = Annotated[str, StringConstraints(max_length=500, pattern=r"^[\x21-\x7e]+$")]
LinkToken = Annotated[
    str,
    StringConstraints(max_length=8192, pattern=r"^[A-Za-z0-9_=-]+$"),
    Field(
        description="The `link_token` of `POST users/oidc/complete`.", examples=[_LINK]
    ),
]


class ProviderRequest(RequestModel):
    """The provider at which to log in."""

    provider: Annotated[
        str, StringConstraints(max_length=32, pattern=r"^[a-z0-9-]+$")
    ] = Field(description="An id of `GET users/oidc/providers`.", examples=["google"])


class ProviderAnswerRequest(RequestModel):
    """What the provider sent to the page at `/oidc`, and the token of the flow."""

    flow_token: _FlowToken = Field(
        description="The `flow_token` that this browser has stored.", examples=[_TOKEN]
    )
    state: _State = Field(examples=[_STATE])
    code: _Code = Field(examples=["SplxlOBeZQQYbYS6WxSbIA"])
    iss: _Issuer | None = Field(
        default=None,
        description="Required if the provider sent it (RFC 9207).",
        examples=["https://accounts.example.com"],
    )


class ProviderLoginRequest(ProviderAnswerRequest):
    """The answer of a provider to a login."""

    device_token: Line | None = Field(
        default=None,
        description="The newest `device_token` that this device received.",
        examples=["device.5f2b….1827187200.q1XvT2aB0cD3eF4g.H5iJ6kL7mN8oP9…"],
    )


class ProviderProofRequest(ProviderAnswerRequest):
    """The answer of a provider, and a code if two-factor is on."""

    factor_code: FactorCode | None = Field(default=None, examples=["492039"])


class LinkRequest(RequestModel):
    """A login at a provider that is linked to no account yet."""

    link_token: LinkToken


class ProviderPublic(ReplyModel):
    """A provider at which people can log in."""

    id: str = Field(examples=["google"])
    name: str = Field(examples=["Google"])


class ProviderList(ReplyModel):
    """All providers, in the order of the settings."""

    items: list[ProviderPublic]
    next_cursor: str | None = None


class ProviderFlow(ReplyModel):
    """A login at a provider that has begun.

    Store `flow_token` in this browser, and nowhere else, and go to `authorization_url`.
    The provider sends the browser back to `/oidc` of the web app, with `code`, `state`
    and maybe `iss` in the query, or with `error`. It works once, until `expires_at`.
    """

    authorization_url: str = Field(
        examples=["https://accounts.example.com/authorize?response_type=code&…"]
    )
    flow_token: str = Field(examples=[_TOKEN])
    expires_at: datetime

    @classmethod
    def of(cls, url: str, link: Link) -> Self:
        """Return the reply to the beginning of a flow."""
        return cls(
            authorization_url=url, flow_token=link.token, expires_at=link.expires_at
        )


class NewIdentity(ReplyModel):
    """A person at a provider who is linked to no account here.

    With `link_token`, they can sign up (`POST users/oidc/sign-up`), or log in to their
    account in another way and link it (`POST users/oidc/link`). It works once.
    """

    provider_name: str = Field(examples=["Google"])
    link_token: str = Field(examples=[_LINK])
    expires_at: datetime
    email: str | None = Field(examples=["ada@example.com"])
    full_name: str | None = Field(examples=["Ada Lovelace"])
    can_sign_up: bool = Field(
        description="Whether sign-up is on and the provider has verified the address. It "
        "does not say whether an account has the address."
    )

    @classmethod
    def of(cls, arrival: Arrival) -> Self:
        """Return the reply to a login of an unknown person."""
        person = arrival.person
        return cls(
            provider_name=name_of(person.issuer),
            link_token=arrival.link_token,
            expires_at=arrival.expires_at,
            email=person.email,
            full_name=person.full_name,
            can_sign_up=settings.ENABLE_SIGNUP and person.email_verified,
        )


class ProviderLogin(ReplyModel):
    """The result of a login at a provider: one of the two is not null."""

    auth: Auth | None = Field(description="The login, if the person has an account.")
    new_identity: NewIdentity | None = Field(
        description="The person, if they are linked to no account."
    )

    @classmethod
    def of(cls, result: Login | Arrival) -> Self:
        """Return the reply to a login at a provider."""
        if isinstance(result, Login):
            return cls(auth=Auth.of(result), new_identity=None)
        return cls(auth=None, new_identity=NewIdentity.of(result))


class IdentityPublic(ReplyModel):
    """A person at a provider who can log in to the account."""

    id: UUID
    provider_id: str | None = Field(
        description="Null if the provider is no longer in the settings.",
        examples=["google"],
    )
    provider_name: str = Field(examples=["Google"])
    email: str | None = Field(
        description="The address there, when it was last used.",
        examples=["ada@example.com"],
    )
    linked_at: datetime
    last_used_at: datetime | None

    @classmethod
    def of(cls, identity: OidcIdentity) -> Self:
        """Return the identity as its owner may see it."""
        provider = provider_of(identity.issuer)
        return cls(
            id=identity.id,
            provider_id=provider.id if provider else None,
            provider_name=name_of(identity.issuer),
            email=identity.email,
            linked_at=identity.created_at,
            last_used_at=identity.last_used_at,
        )


class IdentityList(ReplyModel):
    """All linked identities of the account, the oldest first."""

    items: list[IdentityPublic]
    next_cursor: str | None = None

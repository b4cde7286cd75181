"""Values about logins at other providers."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from backend.core.config import settings
from backend.core.config.oidc import OidcProvider

# An account's linked identities.
AT_MOST = 10
# Each provider must know it exactly. A page of the web app, which reads the answer.
REDIRECT_URI = f"{settings.APP_PUBLIC_URL}/oidc"


@dataclass(frozen=True, slots=True)
class Person:
    """A person at a provider, as an ID token states it.

    `email` is canonical; None if there is none that is valid. `authenticated_at` is when
    the person last proved who they are there; None if the provider does not say.
    """

    issuer: str
    subject: str
    email: str | None
    email_verified: bool
    full_name: str | None
    authenticated_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Flow:
    """A login at a provider that was begun here.

    `nonce` and `verifier` (PKCE) are secrets of this flow, `state` is not.
    """

    id: UUID
    provider_id: str
    begun_at: datetime
    state: str
    nonce: str
    verifier: str


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer of a provider to a flow. It has no person if it proves none."""

    flow: Flow
    person: Person | None


@dataclass(frozen=True, slots=True)
class Arrival:
    """A person who is linked to no account yet, and a token to link or sign up with."""

    person: Person
    link_token: str
    expires_at: datetime


def provider_of(issuer: str) -> OidcProvider | None:
    """Return the configured provider with this issuer, or None."""
    found = (each for each in settings.OIDC_PROVIDERS if each.issuer == issuer)
    return next(found, None)


def name_of(issuer: str) -> str:
    """Return the name of the provider with this issuer; the issuer if it is removed."""
    provider = provider_of(issuer)
    return provider.name if provider else issuer

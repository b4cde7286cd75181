"""Signs people up whose address a provider has verified."""

from sqlmodel import Session

from backend.core.client import Client
from backend.core.config import settings
from backend.core.password import unusable_hash
from backend.modules.oidc.exceptions import ProviderEmailUnverified
from backend.modules.oidc.oidc import oidc_service
from backend.modules.session.session import Login, session_service
from backend.modules.user.exceptions import EmailTaken, SignupDisabled
from backend.modules.user.signups.signups import signup_service

_TAKEN = (
    "An account has this e-mail address. Log in to it, and then link the provider in "
    "your settings."
)


class OidcSignupService:
    """Makes accounts of people who came from a provider."""

    def create(
        self,
        session: Session,
        client: Client,
        *,
        link_token: str,
        full_name: str | None,
        locale: str,
    ) -> Login:
        """Make a verified account without a password, link the person, and log in.

        Sign-ups for the address that nobody verified are deleted, and their sessions end.

        Raises:
            SignupDisabled: the operator has switched sign-up off.
            InvalidLinkToken: the token is wrong, used or expired.
            ProviderEmailUnverified: the provider does not vouch for an address.
            EmailTaken: an account has the address. The token stays usable, so that its
                owner can log in and link the person.
            IdentityExists: an account has this person already.
        """
        if not settings.ENABLE_SIGNUP:
            raise SignupDisabled
        person = oidc_service.arrival(link_token)
        if person.email is None or not person.email_verified:
            raise ProviderEmailUnverified
        if signup_service.is_taken(session, person.email):
            raise EmailTaken(_TAKEN)
        user = signup_service.verify_invited(
            session,
            email=person.email,
            password_hash=unusable_hash(),
            full_name=full_name,
            locale=locale,
        )
        if user is None:  # it was disabled meanwhile
            raise EmailTaken(_TAKEN)
        oidc_service.spend_arrival(session, link_token)
        login = session_service.open_for(session, user, client, kind="signed_up")
        oidc_service.link(session, user, client, person)
        return login


oidc_signup_service = OidcSignupService()

"""The route that signs up with a login at another provider: call, commit, reply."""

from fastapi import Depends, status
from pydantic import Field

from backend.api.deps import ClientDep, LocaleDep, SessionDep
from backend.core.callers import by_address
from backend.core.rate_limit import rate_limit
from backend.core.routing import Router, raises
from backend.core.validation import Line, RequestModel
from backend.modules.oidc.exceptions import (
    IdentityExists,
    InvalidLinkToken,
    ProviderEmailUnverified,
)
from backend.modules.oidc.schemas import LinkToken
from backend.modules.session.schemas import Auth
from backend.modules.user.exceptions import EmailTaken, SignupDisabled
from backend.modules.user.oidc_signups.oidc_signups import oidc_signup_service

router = Router()


class ProviderSignupRequest(RequestModel):
    """A person at a provider who wants an account, and their name."""

    link_token: LinkToken
    full_name: Line | None = Field(default=None, examples=["Ada Lovelace"])


@router.post(
    "/oidc/sign-up",
    status_code=status.HTTP_201_CREATED,
    dependencies=[Depends(rate_limit(10, hours=1, identify=by_address))],
)
@raises(
    *(SignupDisabled, InvalidLinkToken, ProviderEmailUnverified),
    *(EmailTaken, IdentityExists),
)
def sign_up_with_provider(
    data: ProviderSignupRequest,
    client: ClientDep,
    locale: LocaleDep,
    session: SessionDep,
) -> Auth:
    """Make an account with the address that a provider has verified, and log in.

    The account has no password until `POST forgot-password/request` gives it one. After
    409 `email_taken`, log in to that account in another way, and link the person with
    the same `link_token`.
    """
    login = oidc_signup_service.create(
        session,
        client,
        link_token=data.link_token,
        full_name=data.full_name,
        locale=locale,
    )
    session.commit()
    return Auth.of(login)

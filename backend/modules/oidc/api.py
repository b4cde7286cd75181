"""The routes of logins at other providers."""

from collections.abc import Coroutine
from typing import Any, TypeVar
from uuid import UUID

from fastapi import Depends, Request, status

from backend.api.deps import (
    AccessTokenDep,
    ClientDep,
    CurrentUserDep,
    FreshUserDep,
    SessionDep,
)
from backend.core.callers import by_address
from backend.core.config import settings
from backend.core.database import RequestSession
from backend.core.rate_limit import rate_limit
from backend.core.routing import Router, raises
from backend.core.threads import with_slot_lent
from backend.modules.oidc import flows
from backend.modules.oidc.exceptions import (
    IdentityExists,
    IdentityNotFound,
    InvalidFlow,
    InvalidLinkToken,
    NotReauthenticated,
    ProviderLoginFailed,
    ProviderNotFound,
    ProviderUnavailable,
    TooManyIdentities,
)
from backend.modules.oidc.flows import Purpose
from backend.modules.oidc.lib import Answer
from backend.modules.oidc.oidc import oidc_service
from backend.modules.oidc.providers import Providers
from backend.modules.oidc.schemas import (
    IdentityList,
    IdentityPublic,
    LinkRequest,
    ProviderAnswerRequest,
    ProviderFlow,
    ProviderList,
    ProviderLogin,
    ProviderLoginRequest,
    ProviderProofRequest,
    ProviderPublic,
    ProviderRequest,
)
from backend.modules.session.exceptions import DeletionPending
from backend.modules.two_fa.exceptions import CodeRequired, TwoFaPaused, WrongCode

router = Router()

T = TypeVar("T")
# Each begins with a call of the provider, so no address may cause many of them.
_BEGINNING = [Depends(rate_limit(30, minutes=5, identify=by_address))]
_ANSWERING = [Depends(rate_limit(20, minutes=5, identify=by_address))]


async def _flow(
    request: Request, purpose: Purpose, provider: str, bound_to: UUID | None = None
) -> ProviderFlow:
    providers: Providers = request.app.state.providers
    found = providers.get(provider)
    flow, link = flows.begin(purpose, provider, bound_to)
    again = purpose == "oidc-reauthenticate"
    return ProviderFlow.of(await found.authorization_url(flow, again=again), link)


async def _answer(
    request: Request,
    purpose: Purpose,
    data: ProviderAnswerRequest,
    bound_to: UUID | None = None,
) -> Answer:
    """Ask the provider who logged in."""
    flow = flows.resume(purpose, data.flow_token, state=data.state, bound_to=bound_to)
    providers: Providers = request.app.state.providers
    provider = providers.get(flow.provider_id)
    person = await provider.person(flow, code=data.code, issuer=data.iss)
    return Answer(flow, person)


def _later(session: RequestSession, work: Coroutine[Any, Any, T]) -> T:
    """Ask a provider, with neither a slot nor a connection held meanwhile.

    The caller's rights were checked before, so nobody without them makes it work.
    """
    session.release()
    return with_slot_lent(work)


@router.get(
    "/providers",
    dependencies=[
        Depends(rate_limit(120, minutes=1, identify=by_address, fails_open=True))
    ],
)
async def list_providers() -> ProviderList:
    """List the providers at which people can log in. It needs no token."""
    items = [ProviderPublic(id=p.id, name=p.name) for p in settings.OIDC_PROVIDERS]
    return ProviderList(items=items)


@router.post("/begin", dependencies=_BEGINNING)
@raises(ProviderNotFound, ProviderUnavailable)
def begin_login(
    data: ProviderRequest, session: SessionDep, request: Request
) -> ProviderFlow:
    """Begin a login at a provider, which `POST users/oidc/complete` completes."""
    reply = _later(session, _flow(request, "oidc-login", data.provider))
    session.commit()
    return reply


@router.post("/complete", dependencies=_ANSWERING)
@raises(
    *(InvalidFlow, ProviderNotFound, ProviderUnavailable),
    *(ProviderLoginFailed, DeletionPending),
)
def complete_login(
    data: ProviderLoginRequest,
    client: ClientDep,
    session: SessionDep,
    request: Request,
) -> ProviderLogin:
    """Log in with the answer of a provider, or learn that nobody is linked to it.

    As after a password, the login is pending if the account has a second factor and the
    device is not trusted. An e-mail address never links a person to an account: a person
    who is linked to none gets a `link_token`.
    """
    answer = _later(session, _answer(request, "oidc-login", data))
    outcome = oidc_service.log_in(
        session, client, answer, device_token=data.device_token
    )
    session.commit()
    return ProviderLogin.of(outcome.value)


@router.post("/link/begin", dependencies=_BEGINNING)
@raises(ProviderNotFound, ProviderUnavailable)
def begin_link(
    data: ProviderRequest,
    _: FreshUserDep,
    token: AccessTokenDep,
    session: SessionDep,
    request: Request,
) -> ProviderFlow:
    """Begin to link a login at a provider to this account.

    The password must have been checked recently (`POST users/reauthenticate`). Complete
    it in the same login session, with `POST users/oidc/link/complete`.
    """
    begun = _flow(request, "oidc-link", data.provider, token.session_id)
    reply = _later(session, begun)
    session.commit()
    return reply


@router.post(
    "/link/complete", status_code=status.HTTP_201_CREATED, dependencies=_ANSWERING
)
@raises(
    *(InvalidFlow, ProviderNotFound, ProviderUnavailable),
    *(ProviderLoginFailed, IdentityExists, TooManyIdentities),
)
def complete_link(
    data: ProviderAnswerRequest,
    _: CurrentUserDep,
    token: AccessTokenDep,
    client: ClientDep,
    session: SessionDep,
    request: Request,
) -> IdentityPublic:
    """Link the person that the provider named. An account has 10 at most.

    The owner gets an e-mail.
    """
    asked = _answer(request, "oidc-link", data, token.session_id)
    answer = _later(session, asked)
    outcome = oidc_service.link_answer(session, token, client, answer)
    session.commit()
    return IdentityPublic.of(outcome.value)


@router.post("/link", status_code=status.HTTP_201_CREATED, dependencies=_ANSWERING)
@raises(InvalidLinkToken, IdentityExists, TooManyIdentities)
def link(
    data: LinkRequest,
    _: FreshUserDep,
    token: AccessTokenDep,
    client: ClientDep,
    session: SessionDep,
) -> IdentityPublic:
    """Link the person of a `link_token`, right after a login in another way.

    The password must have been checked recently. An account has 10 at most. The owner
    gets an e-mail.
    """
    linked = oidc_service.link_arrival(
        session, token, client, link_token=data.link_token
    )
    reply = IdentityPublic.of(linked)
    session.commit()
    return reply


@router.post("/reauthenticate/begin", dependencies=_BEGINNING)
@raises(ProviderNotFound, ProviderUnavailable)
def begin_reauthentication(
    data: ProviderRequest,
    _: CurrentUserDep,
    token: AccessTokenDep,
    session: SessionDep,
    request: Request,
) -> ProviderFlow:
    """Begin to prove again, at a linked provider, who one is.

    The provider asks for its password again. Not all can do that.
    """
    begun = _flow(request, "oidc-reauthenticate", data.provider, token.session_id)
    reply = _later(session, begun)
    session.commit()
    return reply


@router.post(
    "/reauthenticate/complete",
    status_code=status.HTTP_204_NO_CONTENT,
    dependencies=[Depends(rate_limit(5, minutes=5, failures_only=True)), *_ANSWERING],
)
@raises(
    *(InvalidFlow, ProviderNotFound, ProviderUnavailable, ProviderLoginFailed),
    *(NotReauthenticated, CodeRequired, WrongCode, TwoFaPaused),
)
def complete_reauthentication(
    data: ProviderProofRequest,
    user: CurrentUserDep,
    token: AccessTokenDep,
    client: ClientDep,
    session: SessionDep,
    request: Request,
) -> None:
    """Prove with a linked provider what `POST users/reauthenticate` wants a password for.

    If the account has a second factor, `factor_code` is required. A provider's answer
    works once: ask for the code before sending it.
    """
    asked = _answer(request, "oidc-reauthenticate", data, token.session_id)
    answer = _later(session, asked)
    outcome = oidc_service.reauthenticate(
        session, user, token, client, answer, code=data.factor_code
    )
    session.commit()
    return outcome.value


@router.get("")
def list_identities(user: CurrentUserDep, session: SessionDep) -> IdentityList:
    """List the logins at providers that are linked to the account."""
    found = oidc_service.all_of(session, user.id)
    return IdentityList(items=[IdentityPublic.of(identity) for identity in found])


@router.delete("/{identity_id:uuid}", status_code=status.HTTP_204_NO_CONTENT)
@raises(IdentityNotFound)
def unlink(
    identity_id: UUID,
    _: FreshUserDep,
    token: AccessTokenDep,
    client: ClientDep,
    session: SessionDep,
) -> None:
    """Unlink a login at a provider. It no longer logs in, and the owner gets an e-mail.

    It is never the last way in: `POST forgot-password/request` gives a password.
    """
    oidc_service.unlink(session, token, client, identity_id)
    session.commit()

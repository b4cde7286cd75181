"""The routes of passkeys."""

from uuid import UUID

from fastapi import Depends, status

from backend.api.deps import (
    AccessTokenDep,
    ClientDep,
    CurrentUserDep,
    FreshUserDep,
    PendingTokenDep,
    SessionDep,
)
from backend.core.callers import by_address
from backend.core.rate_limit import rate_limit
from backend.core.routing import Router, raises
from backend.modules.passkey.exceptions import (
    InvalidPasskey,
    PasskeyExists,
    PasskeyNotFound,
    TooManyPasskeys,
    UnknownPasskey,
)
from backend.modules.passkey.passkey import passkey_service
from backend.modules.passkey.schemas import (
    AddPasskeyRequest,
    PasskeyFactorRequest,
    PasskeyList,
    PasskeyLoginRequest,
    PasskeyOptions,
    PasskeyPublic,
    RenamePasskeyRequest,
)
from backend.modules.session.exceptions import DeletionPending
from backend.modules.session.schemas import Auth

router = Router()

_ANSWERING = [Depends(rate_limit(20, minutes=5, identify=by_address))]


@router.get("")
def list_passkeys(user: CurrentUserDep, session: SessionDep) -> PasskeyList:
    """List the passkeys of the account."""
    found = passkey_service.all_of(session, user.id)
    return PasskeyList(items=[PasskeyPublic.of(passkey) for passkey in found])


@router.get("/options", dependencies=[Depends(rate_limit(20, minutes=10))])
@raises(TooManyPasskeys)
def get_creation_options(
    user: FreshUserDep, token: AccessTokenDep, session: SessionDep
) -> PasskeyOptions:
    """Return options for `navigator.credentials.create`. They work for five minutes.

    The password must have been checked recently (`POST users/reauthenticate`).
    """
    options, expires_at = passkey_service.creation_options(session, user, token)
    return PasskeyOptions(options=options, expires_at=expires_at)


@router.post(
    "",
    status_code=status.HTTP_201_CREATED,
    dependencies=[Depends(rate_limit(20, minutes=10))],
)
@raises(InvalidPasskey, PasskeyExists, TooManyPasskeys)
def add_passkey(
    data: AddPasskeyRequest,
    user: FreshUserDep,
    token: AccessTokenDep,
    client: ClientDep,
    session: SessionDep,
) -> PasskeyPublic:
    """Add a passkey that the browser has made with the options of `options`.

    An account has 20 at most. The owner gets an e-mail.
    """
    added = passkey_service.add(
        session,
        user,
        token,
        client,
        name=data.name,
        credential=data.credential.model_dump(),
    )
    reply = PasskeyPublic.of(added)
    session.commit()
    return reply


@router.patch("/{passkey_id:uuid}")
@raises(PasskeyNotFound)
def rename_passkey(
    passkey_id: UUID,
    data: RenamePasskeyRequest,
    user: CurrentUserDep,
    session: SessionDep,
) -> PasskeyPublic:
    """Change the name of a passkey."""
    renamed = passkey_service.rename(session, user.id, passkey_id, name=data.name)
    reply = PasskeyPublic.of(renamed)
    session.commit()
    return reply


@router.delete("/{passkey_id:uuid}", status_code=status.HTTP_204_NO_CONTENT)
@raises(PasskeyNotFound)
def remove_passkey(
    passkey_id: UUID,
    _: FreshUserDep,
    token: AccessTokenDep,
    client: ClientDep,
    session: SessionDep,
) -> None:
    """Remove a passkey. It no longer logs in, and the owner gets an e-mail."""
    passkey_service.remove(session, token, client, passkey_id)
    session.commit()


@router.get(
    "/login/options",
    dependencies=[Depends(rate_limit(60, minutes=5, identify=by_address))],
)
def get_login_options() -> PasskeyOptions:
    """Return options for `navigator.credentials.get` that any passkey can answer.

    They name no account, so the browser offers the passkeys that it has.
    """
    options, expires_at = passkey_service.login_options()
    return PasskeyOptions(options=options, expires_at=expires_at)


@router.post("/login", dependencies=_ANSWERING)
@raises(InvalidPasskey, UnknownPasskey, DeletionPending)
def log_in(data: PasskeyLoginRequest, client: ClientDep, session: SessionDep) -> Auth:
    """Log in with a passkey and nothing else.

    A passkey asks for PIN or biometry, so it counts as password and second factor.
    After `unknown_passkey`, tell the browser by `signalUnknownCredential`.
    """
    outcome = passkey_service.log_in(
        session, client, credential=data.credential.model_dump()
    )
    session.commit()
    return Auth.of(outcome.value)


@router.get("/factor/options", dependencies=_ANSWERING)
@raises(PasskeyNotFound)
def get_factor_options(token: PendingTokenDep, session: SessionDep) -> PasskeyOptions:
    """Return options for a passkey in place of the code of a pending login.

    Send the token of the pending login as bearer token.
    """
    options, expires_at = passkey_service.factor_options(session, token)
    return PasskeyOptions(options=options, expires_at=expires_at)


@router.post("/factor", dependencies=_ANSWERING)
@raises(InvalidPasskey, UnknownPasskey)
def answer_factor(
    data: PasskeyFactorRequest,
    token: PendingTokenDep,
    client: ClientDep,
    session: SessionDep,
) -> Auth:
    """Complete a pending login with a passkey of its account; 5 attempts.

    With `trust_device`, later logins from this device need no second factor for a
    while, if they send the `device_token` of the reply.
    """
    outcome = passkey_service.answer(
        session,
        token,
        client,
        credential=data.credential.model_dump(),
        trust_device=data.trust_device,
    )
    session.commit()
    return Auth.of(outcome.value)

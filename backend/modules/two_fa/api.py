"""The routes of the second factor."""

from datetime import datetime
from uuid import UUID

from fastapi import Depends, status
from pydantic import Field

from backend.api.deps import (
    AccessTokenDep,
    ClientDep,
    CurrentUserDep,
    PendingTokenDep,
    SessionDep,
)
from backend.core.callers import by_address
from backend.core.rate_limit import rate_limit
from backend.core.routing import Router, raises
from backend.core.validation import FactorCode, Password, ReplyModel, RequestModel
from backend.modules.session.exceptions import TrustedDeviceNotFound, WrongPassword
from backend.modules.session.schemas import Auth
from backend.modules.session.trusted_devices.trusted_devices import (
    trusted_device_service,
)
from backend.modules.two_fa.exceptions import (
    TwoFaEnabled,
    TwoFaNotEnabled,
    TwoFaNotSetUp,
    TwoFaPaused,
    WrongCode,
)
from backend.modules.two_fa.two_fa import two_fa_service

router = Router()


class SetupRequest(RequestModel):
    """The password of the account."""

    password: Password = Field(examples=["correct-horse-battery"])


class EnableRequest(RequestModel):
    """The first code of the authenticator app."""

    code: FactorCode = Field(examples=["492039"])


class VerifyRequest(RequestModel):
    """A code of the authenticator app or a recovery code."""

    code: FactorCode = Field(examples=["492039"])
    trust_device: bool = Field(default=False, examples=[False])


class ConfirmRequest(RequestModel):
    """The password, and a code of the authenticator app or a recovery code."""

    password: Password = Field(examples=["correct-horse-battery"])
    code: FactorCode = Field(examples=["J7QK-2M9X-D4TB-WZ81"])


class TwoFaStatus(ReplyModel):
    """Whether the second factor is on."""

    enabled: bool
    enabled_at: datetime | None
    recovery_codes_left: int = Field(examples=[10])


class TwoFaSetup(ReplyModel):
    """A secret for an authenticator app: as text, link and QR code. Shown only once."""

    secret: str = Field(examples=["JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"])
    otpauth_uri: str = Field(
        examples=["otpauth://totp/Sample:ada@example.com?secret=…"]
    )
    qr_svg: str = Field(examples=["<svg>…</svg>"])


class NewRecoveryCodes(ReplyModel):
    """Each code replaces a code of the app once. Shown only once."""

    recovery_codes: list[str] = Field(examples=[["J7QK-2M9X-D4TB-WZ81"]])


class TrustedDevicePublic(ReplyModel):
    """A device that needs no second factor until `expires_at`."""

    id: UUID
    device: str = Field(examples=["Firefox on Ubuntu"])
    address: str = Field(examples=["192.0.2.7"])
    created_at: datetime
    last_used_at: datetime
    expires_at: datetime


class TrustedDeviceList(ReplyModel):
    """All trusted devices, most recently used first."""

    items: list[TrustedDevicePublic]
    next_cursor: str | None = None


@router.get("/status")
def get_status(user: CurrentUserDep, session: SessionDep) -> TwoFaStatus:
    """Return whether the second factor is on, and how many recovery codes are left."""
    found = two_fa_service.status(session, user)
    return TwoFaStatus(
        enabled=found.enabled_at is not None,
        enabled_at=found.enabled_at,
        recovery_codes_left=found.recovery_codes_left,
    )


@router.post(
    "/setup", dependencies=[Depends(rate_limit(5, minutes=5, failures_only=True))]
)
@raises(WrongPassword, TwoFaEnabled)
def setup(
    data: SetupRequest,
    user: CurrentUserDep,
    token: AccessTokenDep,
    client: ClientDep,
    session: SessionDep,
) -> TwoFaSetup:
    """Create a secret for an authenticator app.

    Send the app's first code to `enable` within 15 minutes to switch the second factor
    on. Another setup replaces the secret.
    """
    outcome = two_fa_service.setup(
        session, user, token, client, password=data.password.get_secret_value()
    )
    session.commit()
    return TwoFaSetup.model_validate(outcome.value)


@router.post("/enable", dependencies=[Depends(rate_limit(20, minutes=10))])
@raises(WrongCode, TwoFaNotSetUp)
def enable(
    data: EnableRequest,
    user: CurrentUserDep,
    token: AccessTokenDep,
    client: ClientDep,
    session: SessionDep,
) -> NewRecoveryCodes:
    """Switch the second factor on with the app's first code; 5 attempts.

    Returns ten recovery codes and ends all other login sessions.
    """
    outcome = two_fa_service.enable(session, user, token, client, code=data.code)
    session.commit()
    return NewRecoveryCodes(recovery_codes=list(outcome.value))


@router.post(
    "/verify", dependencies=[Depends(rate_limit(20, minutes=5, identify=by_address))]
)
@raises(WrongCode, TwoFaPaused)
def verify(
    data: VerifyRequest, token: PendingTokenDep, client: ClientDep, session: SessionDep
) -> Auth:
    """Complete a login with a code of the authenticator app or a recovery code.

    Send the token of the pending login as bearer token; it is valid for 5 minutes and 5
    attempts. Each code works once. After ten wrong codes, all codes are rejected for 15
    minutes. Each further pause is twice as long, up to one day. Setting a new password
    with `forgot-password` ends a pause.

    With `trust_device`, later logins from this device need no code for a while, if they
    send the `device_token` of the reply.
    """
    outcome = two_fa_service.verify(
        session, token, client, code=data.code, trust_device=data.trust_device
    )
    session.commit()
    return Auth.of(outcome.value)


@router.post(
    "/disable",
    status_code=status.HTTP_204_NO_CONTENT,
    dependencies=[Depends(rate_limit(5, minutes=5, failures_only=True))],
)
@raises(WrongPassword, WrongCode, TwoFaPaused, TwoFaNotEnabled)
def disable(
    data: ConfirmRequest,
    user: CurrentUserDep,
    token: AccessTokenDep,
    client: ClientDep,
    session: SessionDep,
) -> None:
    """Switch the second factor off.

    Ends all other login sessions and removes all trusted devices.
    """
    outcome = two_fa_service.disable(
        session,
        user,
        token,
        client,
        password=data.password.get_secret_value(),
        code=data.code,
    )
    session.commit()
    return outcome.value


@router.post(
    "/regenerate-codes",
    dependencies=[Depends(rate_limit(5, minutes=5, failures_only=True))],
)
@raises(WrongPassword, WrongCode, TwoFaPaused, TwoFaNotEnabled)
def regenerate_codes(
    data: ConfirmRequest,
    user: CurrentUserDep,
    token: AccessTokenDep,
    client: ClientDep,
    session: SessionDep,
) -> NewRecoveryCodes:
    """Replace all recovery codes with ten new ones. Ends all other login sessions."""
    outcome = two_fa_service.regenerate_codes(
        session,
        user,
        token,
        client,
        password=data.password.get_secret_value(),
        code=data.code,
    )
    session.commit()
    return NewRecoveryCodes(recovery_codes=list(outcome.value))


@router.get("/trusted-devices")
def list_trusted_devices(
    user: CurrentUserDep, session: SessionDep
) -> TrustedDeviceList:
    """List the trusted devices: they need no second factor for a while."""
    found = trusted_device_service.all_of(session, user.id)
    items = [TrustedDevicePublic.model_validate(device) for device in found]
    return TrustedDeviceList(items=items)


@router.delete(
    "/trusted-devices/{device_id:uuid}", status_code=status.HTTP_204_NO_CONTENT
)
@raises(TrustedDeviceNotFound)
def distrust_device(
    device_id: UUID,
    _: CurrentUserDep,
    token: AccessTokenDep,
    client: ClientDep,
    session: SessionDep,
) -> None:
    """Remove a trusted device; it needs the second factor again."""
    two_fa_service.distrust(session, token, client, device_id)
    session.commit()

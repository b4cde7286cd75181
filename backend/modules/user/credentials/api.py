"""The routes that change password and address: call, commit, reply."""

from fastapi import Depends, status
from pydantic import Field

from backend.api.deps import AccessTokenDep, ClientDep, CurrentUserDep, SessionDep
from backend.core.callers import by_address
from backend.core.rate_limit import rate_limit
from backend.core.routing import Router, raises
from backend.core.validation import (
    Code,
    Email,
    FactorCode,
    Line,
    NewPassword,
    Password,
    RequestModel,
)
from backend.modules.session.exceptions import WrongPassword
from backend.modules.session.schemas import Auth, UserPublic
from backend.modules.two_fa.exceptions import CodeRequired, TwoFaPaused, WrongCode
from backend.modules.user.credentials.credentials import credential_service
from backend.modules.user.credentials.undo import undo_service
from backend.modules.user.exceptions import (
    BreachedPassword,
    EmailTaken,
    InvalidCode,
    InvalidUndoToken,
    SameEmail,
    SamePassword,
    WeakPassword,
)
from backend.modules.user.schemas import Accepted, UndoneEmailChange

router = Router()


class ChangePasswordRequest(RequestModel):
    """The current and the new password, and a code if two-factor is on."""

    current_password: Password = Field(examples=["correct-horse-battery"])
    code: FactorCode | None = Field(default=None, examples=["492039"])
    new_password: NewPassword = Field(examples=["a-quiet-orchard-at-dusk"])


class ChangeEmailRequest(RequestModel):
    """The new address, the password, and a code if two-factor is on."""

    new_email: Email = Field(examples=["ada.king@example.com"])
    password: Password = Field(examples=["correct-horse-battery"])
    code: FactorCode | None = Field(default=None, examples=["492039"])


class ReauthenticateRequest(RequestModel):
    """The password, and a code if two-factor is on."""

    password: Password = Field(examples=["correct-horse-battery"])
    code: FactorCode | None = Field(default=None, examples=["492039"])


class VerifyEmailRequest(RequestModel):
    """The code that was sent to the new address."""

    code: Code = Field(examples=["482913"])


class UndoEmailChangeRequest(RequestModel):
    """The token that was sent to the old address."""

    token: Line = Field(examples=["f3Yh0p0Zl1q7Xn2mWb8kQeT5uVdRcAsJ9iOg4HtLyKM"])


@router.post(
    "/change-password",
    dependencies=[Depends(rate_limit(5, minutes=5, failures_only=True))],
)
@raises(
    *(WrongPassword, SamePassword, WeakPassword, BreachedPassword),
    *(CodeRequired, WrongCode, TwoFaPaused),
)
def change_password(
    data: ChangePasswordRequest,
    user: CurrentUserDep,
    token: AccessTokenDep,
    client: ClientDep,
    session: SessionDep,
) -> Auth:
    """Set a new password and end all login sessions. Continue with the new token.

    Also cancels a change of address that is not confirmed yet. If the account has a
    second factor, `code` is required.
    """
    outcome = credential_service.change_password(
        session,
        user,
        token,
        client,
        current=data.current_password.get_secret_value(),
        code=data.code,
        new=data.new_password.get_secret_value(),
    )
    session.commit()
    return Auth.of(outcome.value)


@router.post(
    "/reauthenticate",
    status_code=status.HTTP_204_NO_CONTENT,
    dependencies=[Depends(rate_limit(5, minutes=5, failures_only=True))],
)
@raises(WrongPassword, CodeRequired, WrongCode, TwoFaPaused)
def reauthenticate(
    data: ReauthenticateRequest,
    user: CurrentUserDep,
    token: AccessTokenDep,
    client: ClientDep,
    session: SessionDep,
) -> None:
    """Confirm the password again in this login session, as some routes require.

    Those routes answer 403 `reauthentication_required` if the password, and the second
    factor if there is one, were last given too long ago. A login on a trusted device
    does not count as giving it. If the account has a second factor, `code` is required.
    """
    outcome = credential_service.reauthenticate(
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
    "/change-email",
    status_code=status.HTTP_202_ACCEPTED,
    dependencies=[
        Depends(rate_limit(20, hours=1)),
        Depends(rate_limit(5, minutes=5, failures_only=True)),
    ],
)
@raises(WrongPassword, SameEmail, CodeRequired, WrongCode, TwoFaPaused)
def change_email(
    data: ChangeEmailRequest,
    user: CurrentUserDep,
    token: AccessTokenDep,
    client: ClientDep,
    session: SessionDep,
) -> Accepted:
    """Send a code to the new address, and a link to undo the change to the old one.

    The reply is the same for a free and a taken address. If the account has a second
    factor, `code` is required.
    """
    outcome = credential_service.request_email_change(
        session,
        user,
        token,
        client,
        new_email=data.new_email,
        password=data.password.get_secret_value(),
        code=data.code,
    )
    session.commit()
    if outcome.error:
        raise outcome.error
    return Accepted()


@router.post("/verify-email", dependencies=[Depends(rate_limit(20, minutes=10))])
@raises(InvalidCode, EmailTaken)
def verify_email(
    data: VerifyEmailRequest,
    user: CurrentUserDep,
    token: AccessTokenDep,
    client: ClientDep,
    session: SessionDep,
) -> UserPublic:
    """Confirm the new address with its code, valid for 10 minutes and 5 attempts."""
    verification = credential_service.verify_email(
        session, user, token, client, code=data.code
    )
    session.commit()
    return UserPublic.model_validate(verification.value)


@router.post(
    "/undo-email-change",
    dependencies=[Depends(rate_limit(20, hours=1, identify=by_address))],
)
@raises(InvalidUndoToken, EmailTaken)
def undo_email_change(
    data: UndoEmailChangeRequest, client: ClientDep, session: SessionDep
) -> UndoneEmailChange:
    """Restore the old address with the token that was sent to it.

    Ends all login sessions, and also undoes later changes of address. The token works
    for a week, even if the change was not confirmed. The password stops working, and a
    code for a new one is sent to the old address: send this code to
    `POST forgot-password/verify` with the `request_token` of this reply.
    """
    undone = undo_service.undo_email_change(session, client, undo_token=data.token)
    session.commit()
    return UndoneEmailChange.model_validate(undone)

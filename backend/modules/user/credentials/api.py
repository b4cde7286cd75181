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
    """The present password and the new one, and a code if a second factor is on."""

    current_password: Password = Field(examples=["correct-horse-battery"])
    code: FactorCode | None = Field(default=None, examples=["492039"])
    new_password: NewPassword = Field(examples=["a-quiet-orchard-at-dusk"])


class ChangeEmailRequest(RequestModel):
    """The new address, the password, and a code if a second factor is on."""

    new_email: Email = Field(examples=["ada.king@example.com"])
    password: Password = Field(examples=["correct-horse-battery"])
    code: FactorCode | None = Field(default=None, examples=["492039"])


class ReauthenticateRequest(RequestModel):
    """The password, and a code if a second factor is on."""

    password: Password = Field(examples=["correct-horse-battery"])
    code: FactorCode | None = Field(default=None, examples=["492039"])


class VerifyEmailRequest(RequestModel):
    """The code from the e-mail to the new address."""

    code: Code = Field(examples=["482913"])


class UndoEmailChangeRequest(RequestModel):
    """The token from the e-mail to the old address."""

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
    """Set a new password. Ends all logins; this device goes on with the new token.

    Also ends a change of address that waits for its code. With a second factor, `code`
    is required.
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
    """Prove again that this login is its owner's, for routes that ask for it.

    Those answer 403 `reauthentication_required` when the password, and the second factor
    if one is on, were last given too long ago. A login on a trusted device gave no
    second factor. With a second factor, `code` is required.
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
    """Mail a code to the new address, and to the old one a way to stop the change.

    The answer is the same whether the new address is free or taken. With a second
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
    """Confirm the new address with the code mailed to it: 10 minutes, 5 tries."""
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
    """Restore the old address with the token mailed to it; ends all logins.

    Works for a week, whether the change was confirmed or not, and undoes later changes
    too. The password no longer works: a code for a new one is mailed to the address.
    Send it to `POST forgot-password/verify` with the `request_token` of this reply.
    """
    undone = undo_service.undo_email_change(session, client, undo_token=data.token)
    session.commit()
    return UndoneEmailChange.model_validate(undone)

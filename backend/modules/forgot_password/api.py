"""The routes for resetting a forgotten password."""

from datetime import datetime

from fastapi import Depends, status
from pydantic import Field

from backend.api.deps import ClientDep, SessionDep
from backend.core.callers import by_address
from backend.core.rate_limit import rate_limit
from backend.core.routing import Router, raises
from backend.core.validation import (
    Code,
    Email,
    Line,
    NewPassword,
    ReplyModel,
    RequestModel,
)
from backend.modules.forgot_password.exceptions import InvalidResetToken
from backend.modules.forgot_password.forgot_password import forgot_password_service
from backend.modules.user.exceptions import BreachedPassword, InvalidCode, WeakPassword
from backend.modules.user.reset_codes.reset_codes import reset_code_service
from backend.modules.user.schemas import Accepted

router = Router()


class ForgotPasswordRequest(RequestModel):
    """The address of the account."""

    email: Email = Field(examples=["ada@example.com"])


class VerifyResetRequest(RequestModel):
    """The code from the e-mail."""

    email: Email = Field(examples=["ada@example.com"])
    code: Code = Field(examples=["482913"])
    request_token: Line | None = Field(
        default=None,
        description="The `request_token` that `request` returned.",
        examples=["q1XvT2aB0cD3eF4gH5iJ6kL7mN8oP9qR0sT1uV2wX3y"],
    )


class ResetPasswordRequest(RequestModel):
    """The ticket that `verify` returned, and the new password."""

    reset_token: Line = Field(examples=["f3Yh0p0Zl1q7Xn2mWb8kQeT5uVdRcAsJ9iOg4HtLyKM"])
    new_password: NewPassword = Field(examples=["a-quiet-orchard-at-dusk"])


class ResetAccepted(Accepted):
    """The same reply for every address; the token names this request."""

    request_token: str = Field(
        description="Keep it and send it together with the e-mailed code.",
        examples=["q1XvT2aB0cD3eF4gH5iJ6kL7mN8oP9qR0sT1uV2wX3y"],
    )


class ResetTicket(ReplyModel):
    """A ticket that sets one new password before it expires."""

    reset_token: str = Field(examples=["f3Yh0p0Zl1q7Xn2mWb8kQeT5uVdRcAsJ9iOg4HtLyKM"])
    expires_at: datetime


@router.post(
    "/request",
    status_code=status.HTTP_202_ACCEPTED,
    dependencies=[Depends(rate_limit(20, hours=1, identify=by_address))],
)
def request(
    data: ForgotPasswordRequest, client: ClientDep, session: SessionDep
) -> ResetAccepted:
    """E-mail a code if an account has this address; the reply is always the same.

    A caller can trigger one e-mail a minute and five a day to an address.
    """
    request_token = reset_code_service.request(session, client, email=data.email)
    session.commit()
    return ResetAccepted(request_token=request_token)


@router.post(
    "/verify", dependencies=[Depends(rate_limit(20, minutes=10, identify=by_address))]
)
@raises(InvalidCode)
def verify(
    data: VerifyResetRequest, client: ClientDep, session: SessionDep
) -> ResetTicket:
    """Exchange the code for a ticket to set a new password.

    A code is valid for 10 minutes and 5 attempts. Send the `request_token` too. Without
    it, only the code of the newest request from the same network address is accepted.
    """
    outcome = forgot_password_service.verify(
        session,
        client,
        email=data.email,
        code=data.code,
        request_token=data.request_token,
    )
    session.commit()
    return ResetTicket.model_validate(outcome.value)


@router.post(
    "/reset",
    status_code=status.HTTP_204_NO_CONTENT,
    dependencies=[Depends(rate_limit(20, minutes=10, identify=by_address))],
)
@raises(InvalidResetToken, WeakPassword, BreachedPassword)
def reset(data: ResetPasswordRequest, client: ClientDep, session: SessionDep) -> None:
    """Set a new password. Ends all login sessions and API tokens: log in again.

    The second factor stays on.
    """
    forgot_password_service.reset(
        session,
        client,
        reset_token=data.reset_token,
        new=data.new_password.get_secret_value(),
    )
    session.commit()

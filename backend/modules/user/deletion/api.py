"""The routes that delete an account or undo that: call, commit, reply."""

from datetime import datetime

from fastapi import Depends, status
from pydantic import Field

from backend.api.deps import (
    AccessTokenDep,
    ClientDep,
    CurrentUserDep,
    SessionDep,
)
from backend.core.callers import by_address
from backend.core.rate_limit import rate_limit
from backend.core.routing import Router, raises
from backend.core.validation import (
    FactorCode,
    Line,
    Password,
    ReplyModel,
    RequestModel,
)
from backend.modules.session.exceptions import WrongPassword
from backend.modules.two_fa.exceptions import (
    CodeRequired,
    TwoFaPaused,
    WrongCode,
)
from backend.modules.user.deletion.deletion import deletion_service
from backend.modules.user.exceptions import InvalidUndoToken, LastAdmin

router = Router()


class DeleteAccountRequest(RequestModel):
    """The password, and a code if two-factor is on."""

    password: Password = Field(examples=["correct-horse-battery"])
    code: FactorCode | None = Field(default=None, examples=["492039"])


class UndoDeleteAccountRequest(RequestModel):
    """The token from the deletion e-mail."""

    token: Line = Field(examples=["f3Yh0p0Zl1q7Xn2mWb8kQeT5uVdRcAsJ9iOg4HtLyKM"])


class AccountDeletion(ReplyModel):
    """The time when the account and everything stored about it will be deleted."""

    delete_at: datetime


@router.post(
    "/delete-account",
    status_code=status.HTTP_202_ACCEPTED,
    dependencies=[Depends(rate_limit(5, minutes=5, failures_only=True))],
)
@raises(WrongPassword, LastAdmin, CodeRequired, WrongCode, TwoFaPaused)
def delete_account(
    data: DeleteAccountRequest,
    user: CurrentUserDep,
    token: AccessTokenDep,
    client: ClientDep,
    session: SessionDep,
) -> AccountDeletion:
    """Delete the account after a grace period. Login sessions and API tokens end now.

    Until `delete_at`, the link in the deletion e-mail undoes it. Then everything is
    permanently deleted: profile, sessions, documents, e-mails and the security log.
    """
    outcome = deletion_service.request(
        session,
        user,
        token,
        client,
        password=data.password.get_secret_value(),
        code=data.code,
    )
    session.commit()
    return AccountDeletion(delete_at=outcome.value)


@router.post(
    "/undo-delete-account",
    status_code=status.HTTP_204_NO_CONTENT,
    dependencies=[Depends(rate_limit(20, hours=1, identify=by_address))],
)
@raises(InvalidUndoToken)
def undo_delete_account(
    data: UndoDeleteAccountRequest, client: ClientDep, session: SessionDep
) -> None:
    """Cancel the deletion of the account with the token from the deletion e-mail."""
    deletion_service.undo(session, client, undo_token=data.token)
    session.commit()

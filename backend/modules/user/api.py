"""The routes of accounts: call, commit, reply."""

from datetime import datetime
from typing import Literal, Self
from uuid import UUID

from fastapi import APIRouter, Depends, status
from pydantic import Field

from backend.api.deps import (
    AccessTokenDep,
    CurrentUserAllowUnverifiedDep,
    CurrentUserDep,
    SessionDep,
)
from backend.core.rate_limit import by_email, rate_limit
from backend.core.routing import Route, raises
from backend.core.validation import (
    Code,
    Email,
    Line,
    NewPassword,
    Password,
    ReplyModel,
    RequestModel,
)
from backend.modules.user.exceptions import (
    InvalidCode,
    InvalidCredentials,
    WeakPassword,
)
from backend.modules.user.user import Login, user_service

router = APIRouter(route_class=Route)


class SignupRequest(RequestModel):
    """A new account."""

    email: Email = Field(examples=["ada@example.com"])
    password: NewPassword = Field(examples=["correct-horse-battery"])
    full_name: Line | None = Field(default=None, examples=["Ada Lovelace"])


class EmailRequest(RequestModel):
    """An e-mail address."""

    email: Email = Field(examples=["ada@example.com"])


class VerifySignupRequest(RequestModel):
    """The code from the e-mail."""

    email: Email = Field(examples=["ada@example.com"])
    code: Code = Field(examples=["482913"])


class LoginRequest(RequestModel):
    """E-mail and password."""

    email: Email = Field(examples=["ada@example.com"])
    password: Password = Field(examples=["correct-horse-battery"])


class ProfileUpdateRequest(RequestModel):
    """What users may change about themselves."""

    full_name: Line | None = Field(examples=["Ada King"])


class Accepted(ReplyModel):
    """The same answer whether the address has an account or not."""

    detail: str = Field(
        default="If this address can be used, an e-mail is on its way to it."
    )


class UserPublic(ReplyModel):
    """A user as users see themselves."""

    id: UUID
    email: str = Field(examples=["ada@example.com"])
    full_name: str | None = Field(examples=["Ada Lovelace"])
    is_verified: bool
    is_admin: bool
    created_at: datetime


class Auth(ReplyModel):
    """A login: send `access_token` as a bearer token until `expires_at`."""

    access_token: str
    token_type: Literal["bearer"] = "bearer"  # noqa: S105
    expires_at: datetime
    pending_2fa: bool = False
    user: UserPublic

    @classmethod
    def of(cls, login: Login) -> Self:
        """Return the reply to a login."""
        return cls(
            access_token=login.access_token,
            expires_at=login.expires_at,
            user=UserPublic.model_validate(login.user),
        )


@router.post(
    "/signup",
    status_code=status.HTTP_202_ACCEPTED,
    dependencies=[Depends(rate_limit(10, hours=1))],
)
@raises(WeakPassword)
def signup(data: SignupRequest, session: SessionDep) -> Accepted:
    """Create an account and mail a code to its address.

    The answer is the same for a new and a taken address; the owner of a taken one
    is told by mail. One e-mail a minute and ten a day go to one address.
    """
    user_service.signup(
        session,
        email=data.email,
        secret=data.password.get_secret_value(),
        full_name=data.full_name,
    )
    session.commit()
    return Accepted()


@router.post("/verify-signup", dependencies=[Depends(rate_limit(20, minutes=10))])
@raises(InvalidCode)
def verify_signup(data: VerifySignupRequest, session: SessionDep) -> Auth:
    """Confirm the address with the code from the e-mail, and log in.

    A code lives for 10 minutes and 5 tries. Sessions opened before are ended.
    """
    verification = user_service.verify_signup(session, email=data.email, code=data.code)
    session.commit()
    return Auth.of(verification.login)


@router.post(
    "/resend-code",
    status_code=status.HTTP_202_ACCEPTED,
    dependencies=[Depends(rate_limit(20, hours=1))],
)
def resend_code(data: EmailRequest, session: SessionDep) -> Accepted:
    """Mail a new code, which ends the old one; at most one a minute, ten a day."""
    user_service.resend_code(session, email=data.email)
    session.commit()
    return Accepted()


@router.post(
    "/login",
    dependencies=[
        Depends(rate_limit(10, minutes=1)),
        Depends(rate_limit(5, minutes=5, identify=by_email, failures_only=True)),
    ],
)
@raises(InvalidCredentials)
def login(data: LoginRequest, session: SessionDep) -> Auth:
    """Log in with e-mail and password.

    Works before the address is verified; `user.is_verified` tells, and most routes
    then answer 403 `email_not_verified`.
    """
    opened = user_service.login(
        session, email=data.email, secret=data.password.get_secret_value()
    )
    session.commit()
    return Auth.of(opened)


@router.post("/logout", status_code=status.HTTP_204_NO_CONTENT)
def logout(
    _: CurrentUserAllowUnverifiedDep, token: AccessTokenDep, session: SessionDep
) -> None:
    """End the session of this token; it is refused from then on."""
    user_service.logout(session, token)
    session.commit()


@router.get("/me")
def get_me(user: CurrentUserAllowUnverifiedDep) -> UserPublic:
    """Return the user whom the token belongs to, verified or not."""
    return UserPublic.model_validate(user)


@router.patch("/me")
def update_me(
    data: ProfileUpdateRequest, user: CurrentUserDep, session: SessionDep
) -> UserPublic:
    """Change the profile."""
    user_service.update(session, user, full_name=data.full_name)
    session.commit()
    return UserPublic.model_validate(user)

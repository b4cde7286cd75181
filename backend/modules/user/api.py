"""The routes of accounts: call, commit, reply."""

from collections.abc import AsyncIterator
from typing import Annotated, cast

from fastapi import Depends, Request, status
from pydantic import Field

from backend.api.deps import (
    TOKEN_IS_OPTIONAL,
    AccessTokenDep,
    ClientDep,
    CurrentUserDep,
    LocaleDep,
    OptionalAccessTokenDep,
    SessionDep,
)
from backend.api.idempotency import IdempotencyDep
from backend.api.me import MeDep
from backend.core.callers import by_address, by_known_device, forget_device
from backend.core.rate_limit import rate_limit
from backend.core.routing import Router, api_scope, raises
from backend.core.validation import (
    Code,
    Email,
    Line,
    Locale,
    NewPassword,
    Password,
    RequestModel,
    Timezone,
    omissible,
)
from backend.modules.session.exceptions import DeletionPending
from backend.modules.session.schemas import Auth, UserPublic
from backend.modules.user.admin.api import router as admin
from backend.modules.user.credentials.api import router as credentials
from backend.modules.user.deletion.api import router as deletion
from backend.modules.user.exceptions import (
    BreachedPassword,
    InvalidCode,
    InvalidCredentials,
    SignupDisabled,
    SignupTokenRequired,
    StaleDevice,
    WeakPassword,
)
from backend.modules.user.export.api import router as export
from backend.modules.user.oidc_signups.api import router as oidc_signups
from backend.modules.user.overview.api import router as overview
from backend.modules.user.schemas import Accepted, MyAccount, SignupAccepted
from backend.modules.user.signups.signups import signup_service
from backend.modules.user.user import ProfileChanges, user_service

router = Router()


class SignupRequest(RequestModel):
    """The data of a new account."""

    email: Email = Field(examples=["ada@example.com"])
    password: NewPassword = Field(examples=["correct-horse-battery"])
    full_name: Line | None = Field(default=None, examples=["Ada Lovelace"])


# Optional: a login session that was opened with the sign-up identifies it as well.
SignupToken = Annotated[
    Line | None,
    Field(
        description="The `signup_token` of the reply to the sign-up.",
        examples=["q1XvT2aB0cD3eF4gH5iJ6kL7mN8oP9qR0sT1uV2wX3y"],
    ),
]


class ResendCodeRequest(RequestModel):
    """The sign-up that needs a new code."""

    signup_token: SignupToken = None


class VerifySignupRequest(RequestModel):
    """The code from the e-mail, and the sign-up that it belongs to."""

    code: Code = Field(examples=["482913"])
    signup_token: SignupToken = None


class LoginRequest(RequestModel):
    """E-mail and password."""

    email: Email = Field(examples=["ada@example.com"])
    password: Password = Field(examples=["correct-horse-battery"])
    device_token: Line | None = Field(
        default=None,
        description="The newest `device_token` that this device received.",
        examples=["device.5f2b….1827187200.q1XvT2aB0cD3eF4g.H5iJ6kL7mN8oP9…"],
    )


class ProfileUpdateRequest(RequestModel):
    """The fields that users can change. Omitted fields keep their value."""

    full_name: Line | None = Field(default=None, examples=["Ada King"])
    timezone: Timezone = omissible(examples=["Europe/London"])
    locale: Locale = omissible(examples=["en-GB"])


@router.post(
    "/signup",
    status_code=status.HTTP_202_ACCEPTED,
    dependencies=[Depends(rate_limit(10, hours=1, identify=by_address))],
)
@raises(WeakPassword, BreachedPassword, SignupDisabled)
def signup(
    data: SignupRequest,
    client: ClientDep,
    locale: LocaleDep,
    session: SessionDep,
    once: IdempotencyDep,
) -> SignupAccepted:
    """Sign up, and send a code to the address.

    The code only verifies this sign-up, together with its `signup_token`. The password
    of the verified sign-up becomes the account's. The reply is the same for a new and a
    taken address; the owner of a taken address gets an e-mail. A caller can cause one
    e-mail a minute and five a day to an address.

    The e-mails are in the language that `Accept-Language` prefers, among en and de. It
    becomes the account's `locale`.
    """
    signup_token = signup_service.create(
        session,
        client,
        email=data.email,
        password=data.password.get_secret_value(),
        full_name=data.full_name,
        locale=locale,
    )
    reply = once.keep(SignupAccepted(signup_token=signup_token))
    session.commit()
    return reply


@router.post(
    "/verify-signup",
    dependencies=[Depends(rate_limit(20, minutes=10, identify=by_address))],
    openapi_extra=TOKEN_IS_OPTIONAL,
)
@raises(InvalidCode, SignupTokenRequired)
def verify_signup(
    data: VerifySignupRequest,
    token: OptionalAccessTokenDep,
    client: ClientDep,
    session: SessionDep,
) -> Auth:
    """Confirm the address with the code from the e-mail, and log in.

    Send the `signup_token`, or the access token of a login with this sign-up's
    password. A code is valid for 10 minutes and 5 attempts. All earlier sessions end,
    and other sign-ups for this address are deleted.
    """
    attempt = signup_service.verify(
        session,
        client,
        signup_token=data.signup_token,
        access=token,
        code=data.code,
    )
    session.commit()
    return Auth.of(attempt.value)


@router.post(
    "/resend-code",
    status_code=status.HTTP_202_ACCEPTED,
    dependencies=[Depends(rate_limit(20, hours=1, identify=by_address))],
    openapi_extra=TOKEN_IS_OPTIONAL,
)
@raises(SignupTokenRequired)
def resend_code(
    data: ResendCodeRequest,
    token: OptionalAccessTokenDep,
    client: ClientDep,
    session: SessionDep,
) -> Accepted:
    """Send a new code for a sign-up. It replaces the old code.

    Send the `signup_token`, or the access token of a login with this sign-up's
    password. A caller can cause one e-mail a minute and five a day to an address.
    """
    signup_service.resend_code(
        session, client, signup_token=data.signup_token, access=token
    )
    session.commit()
    return Accepted()


async def _forget_stale_device(request: Request) -> AsyncIterator[None]:
    try:
        yield
    except StaleDevice as error:
        await forget_device(request, error.device)
        raise


@router.post(
    "/login",
    dependencies=[
        Depends(rate_limit(10, minutes=1, identify=by_address)),
        Depends(rate_limit(5, minutes=5, identify=by_known_device, failures_only=True)),
        Depends(_forget_stale_device),
    ],
)
@raises(InvalidCredentials, DeletionPending)
def login(data: LoginRequest, client: ClientDep, session: SessionDep) -> Auth:
    """Log in with e-mail and password.

    Users can log in before the address is verified: `user.is_verified` is false then,
    and most routes answer 403 `email_not_verified`. If the account has a second factor,
    the reply has `pending_2fa: true`, and `POST two-fa/verify` must complete the login
    within 5 minutes. The `device_token` of a trusted device makes that unnecessary.

    Store the `device_token` of the reply and send it with the next login. Failed logins
    from unknown devices then do not limit this device. A wrong token is ignored.
    """
    attempt = user_service.login(
        session,
        client,
        email=data.email,
        password=data.password.get_secret_value(),
        device_token=data.device_token,
    )
    session.commit()
    return Auth.of(attempt.value)


@router.get("/me")
@api_scope("account:read")
def get_me(me: MeDep, token: AccessTokenDep, session: SessionDep) -> MyAccount:
    """Return the user of this token, verified or not, and the state of the session."""
    verified = me.user.is_verified
    signup = None if verified else signup_service.of_session(session, token)
    return MyAccount.of_me(me, signup)


@router.patch("/me")
@api_scope("account:write")
def update_me(
    data: ProfileUpdateRequest, user: CurrentUserDep, session: SessionDep
) -> UserPublic:
    """Change the profile. Omitted fields keep their value."""
    changes = cast(ProfileChanges, data.model_dump(exclude_unset=True))
    user_service.update(session, user, changes)
    session.commit()
    return UserPublic.model_validate(user)


# Routes are matched in this order, so the most requested ones are above.
for topic in (credentials, deletion, export, oidc_signups, admin, overview):
    router.include_router(topic)

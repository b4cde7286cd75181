"""The routes of API tokens. None of them takes an API token."""

from datetime import timedelta
from uuid import UUID

from fastapi import Depends, status

from backend.api.deps import (
    AccessTokenDep,
    ClientDep,
    CurrentUserDep,
    FreshUserDep,
    SessionDep,
)
from backend.core.exceptions import AdminRequired
from backend.core.rate_limit import rate_limit
from backend.core.routing import Router, raises
from backend.modules.api_token.api_token import api_token_service
from backend.modules.api_token.exceptions import ApiTokenNotFound, TooManyApiTokens
from backend.modules.api_token.schemas import (
    ApiTokenCreated,
    ApiTokenList,
    ApiTokenPublic,
    CreateApiTokenRequest,
    RenameApiTokenRequest,
)
from backend.modules.session.exceptions import WrongPassword

router = Router()


@router.get("")
def list_api_tokens(user: CurrentUserDep, session: SessionDep) -> ApiTokenList:
    """List the API tokens of the account that work, without their text."""
    found = api_token_service.all_of(session, user.id)
    return ApiTokenList(items=[ApiTokenPublic.of(token) for token in found])


@router.post(
    "",
    status_code=status.HTTP_201_CREATED,
    dependencies=[Depends(rate_limit(20, minutes=10))],
)
@raises(AdminRequired, TooManyApiTokens, WrongPassword)
def create_api_token(
    data: CreateApiTokenRequest,
    user: FreshUserDep,
    access: AccessTokenDep,
    client: ClientDep,
    session: SessionDep,
) -> ApiTokenCreated:
    """Make an API token. `token` is shown only in this reply; the owner gets an e-mail.

    The password must have been checked recently (`POST users/reauthenticate`). An
    account has 20 tokens at most. Each operation names the scope that it needs, and many
    take no API token.
    """
    days = data.expires_in_days
    new = api_token_service.create(
        session,
        user,
        access,
        client,
        name=data.name,
        scopes=data.scopes,
        lifetime=timedelta(days=days) if days else None,
    )
    reply = ApiTokenCreated.created(new.stored, new.text)
    session.commit()
    return reply


@router.patch("/{token_id:uuid}")
@raises(ApiTokenNotFound)
def rename_api_token(
    token_id: UUID,
    data: RenameApiTokenRequest,
    user: CurrentUserDep,
    session: SessionDep,
) -> ApiTokenPublic:
    """Change the name of an API token."""
    renamed = api_token_service.rename(session, user.id, token_id, name=data.name)
    reply = ApiTokenPublic.of(renamed)
    session.commit()
    return reply


@router.delete("/{token_id:uuid}", status_code=status.HTTP_204_NO_CONTENT)
@raises(ApiTokenNotFound)
def revoke_api_token(
    token_id: UUID,
    _: CurrentUserDep,
    access: AccessTokenDep,
    client: ClientDep,
    session: SessionDep,
) -> None:
    """Revoke an API token. It is rejected from then on."""
    api_token_service.revoke(session, access, client, token_id)
    session.commit()

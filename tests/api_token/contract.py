"""Facts about API tokens for the shared tests: see tests/support/modules.py."""

from datetime import timedelta
from typing import Any

from sqlmodel import SQLModel

from backend.core import clock, token
from backend.models import ApiToken, User
from tests.api_token.steps import made
from tests.support.examples import Sent, World, by_user

CREATED = {"APITokens-create_api_token"}


def _renaming(world: World) -> Sent:
    account = world.user()
    token_id = made(world.client, account, "documents:read")["id"]
    return Sent(account.headers, {"token_id": token_id})


EXAMPLES = {
    "APITokens-create_api_token": by_user,
    "APITokens-rename_api_token": _renaming,
}


def _token(**changes: Any) -> ApiToken:
    fields: dict[str, Any] = {
        "user_id": token.new_id(),
        "digest": b"digest",
        "name": "Backup",
        "scopes": "documents:read",
    }
    return ApiToken(**fields | changes)


def _of_a_user(**changes: Any) -> list[SQLModel]:
    owner = User(email="ada@example.com", password_hash="x")
    return [owner, _token(user_id=owner.id, **changes)]


def _twice() -> list[SQLModel]:
    owner = User(email="ada@example.com", password_hash="x")
    return [owner, *(_token(user_id=owner.id) for _ in range(2))]


CONSTRAINTS = {
    "fk_api_tokens_user_id": lambda: [_token()],
    "uq_api_tokens_digest": _twice,
    "ck_api_tokens_has_scopes": lambda: _of_a_user(scopes=""),
    "ck_api_tokens_expires_after_creation": lambda: _of_a_user(
        expires_at=clock.now() - timedelta(days=1)
    ),
}

"""The bodies of requests and replies about API tokens."""

from datetime import datetime
from typing import Annotated, Self
from uuid import UUID

from pydantic import Field

from backend.core.validation import Line, ReplyModel, RequestModel, one_of
from backend.models import ApiToken
from backend.modules.api_token.lib import Scope

_TEXT = "sample_pat_3kTn0VbXq7mJzR1wLc9YhFd2PsGa8E0vYx4M"


class CreateApiTokenRequest(RequestModel):
    """A name to know the token by, what it may do, and for how long."""

    name: Line = Field(examples=["Nightly backup"])
    scopes: set[Scope] = Field(
        min_length=1,
        examples=[["documents:read", "documents:write"]],
        description="`write` does not include `read`. Only administrators may give "
        "`admin:read` and `bookings:read`.",
    )
    expires_in_days: int | None = Field(
        default=90,
        ge=1,
        le=366,
        examples=[90],
        description="Null for a token that works until it is revoked.",
    )


class RenameApiTokenRequest(RequestModel):
    """A name to know the token by."""

    name: Line = Field(examples=["Weekly backup"])


class ApiTokenPublic(ReplyModel):
    """An API token of the account. `last_used_at` may be two minutes behind."""

    id: UUID
    name: str = Field(examples=["Nightly backup"])
    scopes: list[Annotated[str, one_of(Scope)]] = Field(
        examples=[["documents:read", "documents:write"]]
    )
    created_at: datetime
    last_used_at: datetime | None
    expires_at: datetime | None

    @classmethod
    def of(cls, token: ApiToken) -> Self:
        """Return the token as its owner may see it, without its text."""
        return cls(**_fields(token))


class ApiTokenCreated(ApiTokenPublic):
    """A new API token with its text, which is never shown again."""

    token: str = Field(examples=[_TEXT], description="Send it as bearer token.")

    @classmethod
    def created(cls, token: ApiToken, text: str) -> Self:
        """Return the token with its text."""
        return cls(**_fields(token), token=text)


class ApiTokenList(ReplyModel):
    """All API tokens of the account that work, the oldest first."""

    items: list[ApiTokenPublic]
    next_cursor: str | None = None


def _fields(token: ApiToken) -> dict[str, object]:
    return token.model_dump(exclude={"scopes"}) | {"scopes": token.scopes.split()}

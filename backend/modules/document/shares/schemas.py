"""Request and reply models of the routes for shares."""

from datetime import datetime
from typing import Self
from uuid import UUID

from pydantic import Field

from backend.core.config import settings
from backend.core.validation import (
    Line,
    NewPassword,
    Password,
    ReplyModel,
    RequestModel,
)
from backend.modules.document.downloads.links import VIEWABLE
from backend.modules.document.shares.lib import ListedShare, ShareState
from backend.modules.document.shares.shares import Opened

_EXAMPLE = "q2VdW7p0Zl1q7Xn2mWb8kQeT5uVdRcAsJ9iOg4HtLyK"


class ShareRequest(RequestModel):
    """The lifetime, password and download limit of a new share."""

    expires_in_hours: int = Field(default=168, ge=1, le=8760, examples=[48])
    password: NewPassword | None = Field(default=None, examples=["a good password"])
    max_downloads: int | None = Field(default=None, ge=1, le=1_000_000, examples=[10])


class OpenShareRequest(RequestModel):
    """The token of a share, and its password if it has one."""

    token: Line = Field(examples=[_EXAMPLE])
    password: Password | None = Field(default=None, examples=["a good password"])


class SharePublic(ReplyModel):
    """A share as the owner of the document sees it.

    An `active` share can be used. The others cannot: `expired`, `revoked`, `used_up`
    (it has no downloads left), or `suspended` (its document is in the trash).
    """

    id: UUID
    document_id: UUID
    document_title: str = Field(examples=["Contract with the landlord"])
    state: ShareState
    has_password: bool
    downloads: int = Field(examples=[3])
    max_downloads: int | None = Field(examples=[10])
    expires_at: datetime
    revoked_at: datetime | None
    created_at: datetime

    @classmethod
    def of(cls, listed: ListedShare, **more: str) -> Self:
        """Return the reply for a share."""
        fields = {
            "document_title": listed.title,
            "state": listed.state,
            "has_password": listed.share.password_hash is not None,
        }
        return cls.model_validate(listed.share.model_dump() | fields | more)


class ShareCreated(SharePublic):
    """A new share with its token, which no other reply shows again.

    `url` is a page of the app. The token is in its fragment, which a browser sends to no
    server, so it is in no log and in no Referer.
    """

    token: str = Field(examples=[_EXAMPLE])
    url: str = Field(examples=[f"https://app.example.com/shared#{_EXAMPLE}"])

    @classmethod
    def created(cls, listed: ListedShare, token: str) -> Self:
        """Return the reply for a new share."""
        return cls.of(
            listed, token=token, url=f"{settings.APP_PUBLIC_URL}/shared#{token}"
        )


class ShareList(ReplyModel):
    """A page of shares, newest first."""

    items: list[SharePublic]
    next_cursor: str | None


class SharedFile(ReplyModel):
    """The current file of a shared document. `is_viewable`: a view link works."""

    title: str = Field(examples=["Contract with the landlord"])
    name: str = Field(examples=["contract.pdf"])
    media_type: str = Field(examples=["application/pdf"])
    size: int = Field(description="Bytes.", examples=[48213])
    is_viewable: bool


class SharedDocument(ReplyModel):
    """A share, as anyone with the token sees it.

    `owner_name` is the full name of the owner, if there is one. `file` is null if the
    share has a password and none was sent.
    """

    owner_name: str | None = Field(examples=["Ada Lovelace"])
    needs_password: bool
    expires_at: datetime
    file: SharedFile | None

    @classmethod
    def of(cls, opened: Opened) -> Self:
        """Return the reply for an opened share."""
        document = opened.document
        file = SharedFile(
            title=document.title,
            name=document.name,
            media_type=document.media_type,
            size=document.size,
            is_viewable=document.media_type in VIEWABLE,
        )
        return cls(
            owner_name=opened.owner_name,
            needs_password=opened.share.password_hash is not None,
            expires_at=opened.share.expires_at,
            file=file if opened.is_unlocked else None,
        )

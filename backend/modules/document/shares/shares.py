"""The service for shares: links to a document for people without an account.

The token is shown once; only its digest is stored. Each download needs a link that
works for minutes, in which the download may be resumed. A download is counted when
its link is created.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlmodel import Session

from backend.core import auth, clock, token
from backend.core.client import Client
from backend.core.database import RequestSession
from backend.core.exceptions import LinkNotFound
from backend.core.links import Link
from backend.core.pagination import Page, Position
from backend.core.password import hash_password, verify_password
from backend.models import Document, DocumentShare
from backend.modules.document.document import document_service
from backend.modules.document.downloads.downloads import StoredFile, stored_file
from backend.modules.document.downloads.links import Kind, check_viewable, read, sign
from backend.modules.document.exceptions import (
    ShareNotFound,
    WrongSharePassword,
)
from backend.modules.document.shares.db import share_db
from backend.modules.document.shares.lib import ListedShare, ShareState
from backend.modules.session.security_log.security_log import security_log_service


@dataclass(frozen=True, slots=True)
class NewShare:
    """A share and its token, which cannot be shown again."""

    listed: ListedShare
    token: str


@dataclass(frozen=True, slots=True)
class Opened:
    """A share, its document, and the full name of the owner.

    Unless `is_unlocked`, the share has a password and none was sent: nobody may see the
    document.
    """

    share: DocumentShare
    document: Document
    owner_name: str | None
    is_unlocked: bool


class ShareService:
    """Creates, lists, opens and revokes shares of documents."""

    def create(
        self,
        session: RequestSession,
        document_id: UUID,
        access: auth.AccessToken,
        client: Client,
        *,
        lifetime: timedelta,
        password: str | None,
        max_downloads: int | None,
    ) -> NewShare:
        """Share a document of the user, or raise DocumentNotFound."""
        owner_id = access.user_id
        title = document_service.title(session, document_id, owner_id=owner_id)
        hashed = None
        if password is not None:
            session.release()
            hashed = hash_password(password)
            title = document_service.title(session, document_id, owner_id=owner_id)
        secret_token = token.new_token()
        share = DocumentShare(
            document_id=document_id,
            token_digest=token.token_digest(secret_token),
            password_hash=hashed,
            max_downloads=max_downloads,
            expires_at=clock.now() + lifetime,
        )
        share_db.add(session, share)
        security_log_service.record_own(session, "share_created", access, client)
        return NewShare(ListedShare(share, title, "active"), secret_token)

    def page(
        self,
        session: Session,
        document_id: UUID,
        *,
        owner_id: UUID,
        cursor: str | None,
        limit: int,
    ) -> Page[ListedShare]:
        """Return shares of a document, newest first.

        Raises:
            DocumentNotFound: the user has no such document.
            InvalidCursor: the cursor is not from this list.
        """
        after = Position.decode(cursor)
        document_service.title(session, document_id, owner_id=owner_id)
        found = share_db.page(
            session,
            owner_id,
            document_id=document_id,
            now=clock.now(),
            after=after,
            limit=limit + 1,
        )
        return Page.of(found, limit, _position)

    def page_of_owner(
        self,
        session: Session,
        owner_id: UUID,
        *,
        state: ShareState | None,
        cursor: str | None,
        limit: int,
    ) -> Page[ListedShare]:
        """Return shares of all documents of a user, newest first.

        With a state, only shares in this state are returned.

        Raises:
            InvalidCursor: the cursor is not from this list.
        """
        found = share_db.page(
            session,
            owner_id,
            state=state,
            now=clock.now(),
            after=Position.decode(cursor),
            limit=limit + 1,
        )
        return Page.of(found, limit, _position)

    def active(self, session: Session, ids: Sequence[UUID]) -> Counter[UUID]:
        """Return how many shares of each of these documents can be used now."""
        return Counter(share_db.active(session, ids, now=clock.now()))

    def revoke(
        self,
        session: Session,
        document_id: UUID,
        share_id: UUID,
        access: auth.AccessToken,
        client: Client,
    ) -> None:
        """Revoke a share and the download links created from it, at once.

        Raises:
            DocumentNotFound: the user has no such document.
            ShareNotFound: the document has no such share that is not revoked.
        """
        document_service.title(session, document_id, owner_id=access.user_id)
        now = clock.now()
        if not share_db.revoke(session, share_id, document_id=document_id, now=now):
            raise ShareNotFound
        security_log_service.record_own(session, "share_revoked", access, client)

    def look(
        self, session: RequestSession, secret_token: str, *, password: str | None
    ) -> Opened:
        """Return the share with this token; unlocked if it needs no other password.

        Raises:
            LinkNotFound: the share is unknown, expired, revoked or used up.
            WrongSharePassword: its password is not the one that was sent.
        """
        share, document, owner_name = self._find(session, secret_token)
        is_unlocked = share.password_hash is None
        if not is_unlocked and password is not None:
            _check_password(session, share, password)
            is_unlocked = True
        return Opened(share, document, owner_name, is_unlocked)

    def open_link(
        self,
        session: RequestSession,
        secret_token: str,
        *,
        password: str | None,
        inline: bool = False,
    ) -> Link:
        """Count one download and return the link for it, or to show the file inline.

        Raises:
            LinkNotFound: the share is unknown, expired, revoked or used up.
            WrongSharePassword: its password is missing or wrong.
            NotViewable: browsers must not show files of this type.
        """
        share, document, _ = self._find(session, secret_token)
        if share.password_hash is not None:
            _check_password(session, share, password)
        if inline:
            check_viewable(document.media_type)
        if not share_db.count_download(session, share.id):
            raise LinkNotFound
        kind: Kind = "share-view" if inline else "share"
        return sign(kind, share.id, document.id, document.version)

    def linked_file(self, session: Session, link: str) -> StoredFile:
        """Return the file of a link from `open_link`, or raise LinkNotFound."""
        share_id, _, number = read(link, "share", "share-view")
        version = share_db.version(session, share_id, number, now=clock.now())
        if version is None:
            raise LinkNotFound
        return stored_file(version)

    def _find(
        self, session: Session, secret_token: str
    ) -> tuple[DocumentShare, Document, str | None]:
        digests = token.token_digests(secret_token)
        found = share_db.by_digests(session, digests, now=clock.now())
        if found is None:
            raise LinkNotFound
        return found


def _check_password(
    session: RequestSession, share: DocumentShare, password: str | None
) -> None:
    session.release()
    if password is None or not verify_password(
        password, share.password_hash, lane="others"
    ):
        raise WrongSharePassword


def _position(listed: ListedShare) -> Position:
    return Position(listed.share.created_at, listed.share.id)


share_service = ShareService()

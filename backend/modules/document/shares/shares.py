"""Shares: links to a document for people without an account.

The token is shown once, and only its digest is stored. One download is one link of
some minutes, within which it may be resumed; the cap is counted when it is given out.
"""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlmodel import Session

from backend.core import auth, clock, token
from backend.core.client import Client
from backend.core.database import RequestSession
from backend.core.pagination import Page, Position
from backend.core.password import hash_password, verify_password
from backend.models import Document, DocumentShare
from backend.modules.document.document import document_service
from backend.modules.document.downloads.downloads import StoredFile, stored_file
from backend.modules.document.downloads.links import Link, read, sign
from backend.modules.document.exceptions import (
    LinkNotFound,
    ShareNotFound,
    WrongSharePassword,
)
from backend.modules.document.shares.db import share_db
from backend.modules.session.security_log.security_log import security_log_service


@dataclass(frozen=True, slots=True)
class NewShare:
    """A share and its token, which nobody can show again."""

    share: DocumentShare
    token: str


class ShareService:
    """Shares of documents: created, listed, opened, and revoked."""

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
        """Share a document of the user's, or raise DocumentNotFound."""
        owner_id = access.user_id
        document_service.get(session, document_id, owner_id=owner_id)
        hashed = None
        if password is not None:
            session.release()
            hashed = hash_password(password)
            document_service.get(session, document_id, owner_id=owner_id)
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
        return NewShare(share, secret_token)

    def page(
        self,
        session: Session,
        document_id: UUID,
        *,
        owner_id: UUID,
        cursor: str | None,
        limit: int,
    ) -> Page[DocumentShare]:
        """Return shares of a document, the newest first.

        Raises:
            DocumentNotFound: the user has no such document.
            InvalidCursor: the cursor is not one of this list.
        """
        after = Position.decode(cursor)
        document_service.get(session, document_id, owner_id=owner_id)
        found = share_db.page(session, document_id, after=after, limit=limit + 1)
        return Page.of(found, limit, lambda share: Position(share.created_at, share.id))

    def revoke(
        self,
        session: Session,
        document_id: UUID,
        share_id: UUID,
        access: auth.AccessToken,
        client: Client,
    ) -> None:
        """End a share at once, and the links that were given out for it.

        Raises:
            DocumentNotFound: the user has no such document.
            ShareNotFound: it has no such share that lives.
        """
        document_service.get(session, document_id, owner_id=access.user_id)
        now = clock.now()
        if not share_db.revoke(session, share_id, document_id=document_id, now=now):
            raise ShareNotFound
        security_log_service.record_own(session, "share_revoked", access, client)

    def look(
        self, session: Session, secret_token: str
    ) -> tuple[DocumentShare, Document]:
        """Return what a token shares, or raise LinkNotFound."""
        digests = token.token_digests(secret_token)
        found = share_db.by_digests(session, digests, now=clock.now())
        if found is None:
            raise LinkNotFound
        return found

    def open_link(
        self, session: RequestSession, secret_token: str, *, password: str | None
    ) -> Link:
        """Count one download and return the link for it.

        Raises:
            LinkNotFound: the share is over, used up, or never was.
            WrongSharePassword: it has a password, and this is not it.
        """
        share, document = self.look(session, secret_token)
        if share.password_hash is not None:
            session.release()
            if password is None or not verify_password(
                password, share.password_hash, lane="others"
            ):
                raise WrongSharePassword
        if not share_db.count_download(session, share.id):
            raise LinkNotFound
        return sign("share", share.id, document.id, document.version)

    def linked_file(self, session: Session, link: str) -> StoredFile:
        """Return the file that a link of `open_link` stands for, or raise LinkNotFound."""
        share_id, _, number = read(link, "share")
        version = share_db.version(session, share_id, number, now=clock.now())
        if version is None:
            raise LinkNotFound
        return stored_file(version)


share_service = ShareService()

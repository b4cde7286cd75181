"""Queries on resumable uploads and their parts. Flushes, never commits."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, func, select, update
from sqlmodel import Session, col

from backend.models import Upload, UploadPart
from backend.modules.upload.lib import Lease, Part


class UploadDB:
    """The tables of uploads and parts. An expired upload counts as not there."""

    def add(self, session: Session, upload: Upload) -> None:
        """Insert an upload."""
        session.add(upload)
        session.flush()

    def get(
        self,
        session: Session,
        upload_id: UUID,
        *,
        owner_id: UUID,
        now: datetime,
        lock: bool = False,
    ) -> Upload | None:
        """Return an upload of this owner, locked on request."""
        statement = select(Upload).where(
            col(Upload.id) == upload_id,
            col(Upload.user_id) == owner_id,
            col(Upload.expires_at) > now,
        )
        if lock:
            statement = statement.with_for_update()
        return session.execute(statement).scalars().first()

    def open_of(
        self, session: Session, owner_id: UUID, *, now: datetime
    ) -> Sequence[Upload]:
        """Return the unfinished uploads of an owner, oldest first."""
        statement = (
            select(Upload)
            .where(
                col(Upload.user_id) == owner_id,
                col(Upload.expires_at) > now,
                col(Upload.document_id).is_(None),
            )
            .order_by(col(Upload.created_at), col(Upload.id))
        )
        return session.execute(statement).scalars().all()

    def usage_of(
        self, session: Session, owner_id: UUID, *, now: datetime
    ) -> tuple[int, int]:
        """Return the number of an owner's unfinished uploads, and their bytes."""
        statement = select(
            func.count(), func.coalesce(func.sum(col(Upload.size)), 0)
        ).where(
            col(Upload.user_id) == owner_id,
            col(Upload.expires_at) > now,
            col(Upload.document_id).is_(None),
        )
        count, size = session.execute(statement).one()
        return int(count), int(size)

    def advance(self, session: Session, lease: Lease, *, end: int) -> bool:
        """Move the offset to `end`; return False if a newer request took over."""
        return self._change(session, lease, received=end)

    def complete(
        self, session: Session, lease: Lease, *, document_id: UUID, until: datetime
    ) -> bool:
        """Name the document that the upload became; False as for `advance`."""
        return self._change(
            session,
            lease,
            received=lease.size,
            document_id=document_id,
            expires_at=until,
        )

    def remove(self, session: Session, upload_id: UUID) -> None:
        """Delete an upload with the rows of its parts."""
        session.execute(delete(Upload).where(col(Upload.id) == upload_id))

    def parts(self, session: Session, upload_id: UUID) -> list[Part]:
        """Return the parts of an upload in order."""
        columns = (UploadPart.start, UploadPart.size, UploadPart.storage_name)
        statement = (
            select(*map(col, columns))
            .where(col(UploadPart.upload_id) == upload_id)
            .order_by(col(UploadPart.start))
        )
        return [Part(*row) for row in session.execute(statement)]

    def names_of_owner(self, session: Session, owner_id: UUID) -> Sequence[str]:
        """Return the storage names of the parts of all uploads of an owner."""
        statement = (
            select(col(UploadPart.storage_name))
            .join(Upload, col(Upload.id) == col(UploadPart.upload_id))
            .where(col(Upload.user_id) == owner_id)
        )
        return session.execute(statement).scalars().all()

    def add_part(self, session: Session, upload_id: UUID, part: Part) -> None:
        """Insert a part."""
        session.add(
            UploadPart(
                upload_id=upload_id,
                start=part.start,
                size=part.size,
                storage_name=part.storage_name,
            )
        )
        session.flush()

    def remove_parts(self, session: Session, upload_id: UUID, *, start: int) -> None:
        """Delete the rows of the parts from an offset on."""
        session.execute(
            delete(UploadPart).where(
                col(UploadPart.upload_id) == upload_id, col(UploadPart.start) >= start
            )
        )

    def _change(
        self, session: Session, lease: Lease, **values: int | UUID | datetime
    ) -> bool:
        statement = (
            update(Upload)
            .where(
                col(Upload.id) == lease.upload_id,
                col(Upload.generation) == lease.generation,
                col(Upload.received) == lease.offset,
            )
            .values(**values)
            .returning(col(Upload.id))
            .execution_options(synchronize_session=False)
        )
        return session.execute(statement).first() is not None


upload_db = UploadDB()

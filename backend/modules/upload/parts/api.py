"""The route that receives bytes of an upload.

They arrive before the endpoint and its transaction begin, and no connection is held
meanwhile: see backend/modules/document/uploads/api.py. Each part of 8 MiB is recorded in
a transaction of its own, so that a crash loses no more.
"""

from collections.abc import AsyncIterator
from functools import partial
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Request, Response, status
from starlette.requests import ClientDisconnect

from backend.api.deps import (
    AccessTokenDep,
    CurrentUserDep,
    SessionDep,
    any_user,
    verified_user,
)
from backend.core.auth import AccessToken
from backend.core.database import RequestSession
from backend.core.exceptions import (
    AppException,
    BodyTooLarge,
    InvalidFields,
    InvalidRequest,
    StorageFull,
)
from backend.core.pace import BodyTooSlow
from backend.core.routing import Router, raises
from backend.core.threads import run_with_slot
from backend.modules.document.exceptions import (
    ContentMismatch,
    DocumentNotFound,
    TooManyUploads,
    TypeNotAllowed,
    UploadTooSlow,
)
from backend.modules.document.uploads.turns import turn
from backend.modules.upload import schemas
from backend.modules.upload.exceptions import (
    ChecksumMismatch,
    InvalidHeader,
    NotAnUpload,
    OffsetMismatch,
    ResumeLater,
    UnsupportedTusFeature,
    UnsupportedTusVersion,
    UploadExceedsQuota,
    UploadIsDuplicate,
    UploadIsInTrash,
    UploadNotFound,
)
from backend.modules.upload.headers import Checksum, integer
from backend.modules.upload.lib import CONTENT_TYPE, Lease, Part
from backend.modules.upload.parts.parts import Plan, part_service
from backend.modules.upload.parts.receiving import (
    Arrived,
    Body,
    Receiver,
)
from backend.modules.upload.parts.takeover import newest
from backend.modules.upload.reply import (
    SPEAKS_TUS,
    add_progress,
    check_version,
    invalid,
)

router = Router(api_scope="documents")

_REFUSALS = (
    InvalidRequest,
    InvalidFields,
    UnsupportedTusVersion,
    UnsupportedTusFeature,
    UploadNotFound,
    OffsetMismatch,
    NotAnUpload,
    BodyTooLarge,
    ChecksumMismatch,
    TypeNotAllowed,
    ContentMismatch,
    UploadExceedsQuota,
    ResumeLater,
    StorageFull,
)


@raises(*_REFUSALS)
async def received(
    request: Request, token: AccessTokenDep, upload_id: UUID
) -> AsyncIterator[Arrived]:
    """Receive the body of a PATCH, and compose the file if it is the upload's last.

    A part that is not recorded is deleted soon, and so is a file without a document.
    """
    lease, checksum = await run_with_slot(partial(_begun, request, token, upload_id))
    request.state.max_body_bytes = lease.size - lease.offset
    body = Body(_stream(request), checksum)
    receiver = Receiver(lease, body, partial(_save, token))
    try:
        async with newest(upload_id, lease.generation), turn(token.user_id):
            arrived = await _composed(token, receiver, await receiver.receive())
        yield arrived
    except TooManyUploads as error:
        raise ResumeLater(error.retry_after) from error
    except AppException as error:
        # Raised before the commit, or because the file became no document.
        refused = isinstance(error, TypeNotAllowed | ContentMismatch)
        await run_with_slot(partial(_dropped, receiver, refused=refused))
        raise


async def _stream(request: Request) -> AsyncIterator[bytes]:
    try:
        async for chunk in request.stream():
            if chunk:
                yield chunk
    except (ClientDisconnect, BodyTooSlow) as error:
        raise ResumeLater from error


async def _composed(
    token: AccessToken, receiver: Receiver, arrived: Arrived
) -> Arrived:
    """Compose the file if all of its bytes have arrived."""
    part = arrived.part
    if part is None or part.end < arrived.lease.size:
        return arrived
    plan = await run_with_slot(partial(_planned, token, arrived.lease, part))
    return await receiver.compose(part, plan)


async def _save(token: AccessToken, lease: Lease, part: Part) -> Lease:
    return await run_with_slot(partial(_saved, token, lease, part))


def _check_caller(session: RequestSession, token: AccessToken) -> UUID:
    return verified_user(any_user(session, token)).id


def _begun(
    request: Request, token: AccessToken, upload_id: UUID
) -> tuple[Lease, Checksum | None]:
    """Check the caller and the headers, and take the upload over.

    Like `_saved` and `_planned`, this commits before the endpoint does: what has
    arrived, and the names of files to come, must survive a crash.
    """
    with RequestSession() as session:
        owner_id = _check_caller(session, token)
        check_version(request)
        if request.headers.get("content-type") != CONTENT_TYPE:
            raise NotAnUpload
        checksum = request.headers.get("upload-checksum")
        try:
            offset = integer("Upload-Offset", request.headers.get("upload-offset"))
            promised = Checksum(checksum) if checksum is not None else None
        except InvalidHeader as error:
            raise invalid(error) from error
        lease = part_service.begin(session, upload_id, owner_id=owner_id, offset=offset)
        session.commit()
    return lease, promised


def _saved(token: AccessToken, lease: Lease, part: Part) -> Lease:
    """Record a part, and check again that the caller may upload."""
    with RequestSession() as session:
        _check_caller(session, token)
        following = part_service.store(session, lease, part)
        session.commit()
    return following


def _planned(token: AccessToken, lease: Lease, last: Part) -> Plan:
    with RequestSession() as session:
        _check_caller(session, token)
        plan = part_service.plan(session, lease, last)
        session.commit()
    return plan


def _dropped(receiver: Receiver, *, refused: bool) -> None:
    """Delete what is not recorded soon; end an upload whose content is refused."""
    with RequestSession() as session:
        lease = receiver.lease
        part_service.drop(session, lease.upload_id, receiver.unrecorded)
        if refused:
            part_service.refuse(session, lease)
        session.commit()


ArrivedDep = Annotated[Arrived, Depends(received)]


@router.patch(
    "/{upload_id:uuid}",
    status_code=status.HTTP_204_NO_CONTENT,
    dependencies=[SPEAKS_TUS],
    **schemas.APPEND,
)
@raises(
    UploadIsDuplicate,
    UploadIsInTrash,
    DocumentNotFound,
    UploadTooSlow,
)
def append_to_upload(
    arrived: ArrivedDep, user: CurrentUserDep, session: SessionDep, response: Response
) -> None:
    """Append bytes at the offset. The last bytes make the document.

    A newer request takes the upload over from an older one, which is then refused. What
    arrived before a connection broke is kept, in steps of 8 MiB if the server is killed;
    a body with `Upload-Checksum` is kept as a whole or not at all. A file that is
    refused at the end, for its content or as a duplicate, ends the upload.

    Beyond the limit this answers 503 instead of 429, as clients would give up.
    """
    outcome = part_service.record(
        session, arrived.lease, arrived.part, arrived.file, owner_id=user.id
    )
    session.commit()
    add_progress(response, outcome.value)

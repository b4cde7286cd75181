"""The routes of tus 1.0 (https://tus.io/protocols/resumable-upload), and uploads as JSON."""

from uuid import UUID

from fastapi import Depends, Request, Response, status
from pydantic import ValidationError

from backend.api.deps import CurrentUserDep, SessionDep
from backend.core.callers import by_address
from backend.core.config import settings
from backend.core.exceptions import InvalidFields
from backend.core.rate_limit import rate_limit
from backend.core.routing import Router, raises
from backend.modules.document.exceptions import (
    DocumentNotFound,
    FileTooLarge,
    TypeNotAllowed,
)
from backend.modules.upload import schemas
from backend.modules.upload.exceptions import (
    InvalidHeader,
    TooManyOpenUploads,
    UnsupportedTusFeature,
    UploadExceedsQuota,
    UploadNotFound,
)
from backend.modules.upload.headers import integer
from backend.modules.upload.lib import ALGORITHMS, EXTENSIONS, VERSION
from backend.modules.upload.metadata import described
from backend.modules.upload.parts.api import router as parts
from backend.modules.upload.reply import (
    SPEAKS_TUS,
    TusUserDep,
    add_progress,
    invalid,
    path_of,
)
from backend.modules.upload.schemas import UploadList, UploadPublic
from backend.modules.upload.upload import upload_service

router = Router(api_scope="documents")
router.include_router(parts)


@router.options(
    "",
    status_code=status.HTTP_204_NO_CONTENT,
    dependencies=[
        SPEAKS_TUS,
        Depends(rate_limit(120, minutes=1, identify=by_address, fails_open=True)),
    ],
    **schemas.CAPABILITIES,
)
async def get_capabilities(response: Response) -> None:
    """Return in headers which parts of tus 1.0 are supported."""
    response.headers["Tus-Version"] = VERSION
    response.headers["Tus-Extension"] = EXTENSIONS
    response.headers["Tus-Max-Size"] = str(settings.DOCUMENT_MAX_BYTES)
    response.headers["Tus-Checksum-Algorithm"] = ",".join(ALGORITHMS)


@router.post(
    "",
    status_code=status.HTTP_201_CREATED,
    dependencies=[SPEAKS_TUS, Depends(rate_limit(120, minutes=1))],
    **schemas.CREATE,
)
@raises(
    InvalidFields,
    UnsupportedTusFeature,
    FileTooLarge,
    TypeNotAllowed,
    UploadExceedsQuota,
    TooManyOpenUploads,
    DocumentNotFound,
)
def create_upload(
    request: Request, user: TusUserDep, session: SessionDep, response: Response
) -> UploadPublic:
    """Create a resumable upload; `PATCH` its `Location` with the bytes.

    Unfinished uploads count towards the quota. An upload expires a day after its last
    bytes. The size must be known: `Upload-Defer-Length` is refused, and so is
    `Upload-Concat`.
    """
    for name in ("Upload-Defer-Length", "Upload-Concat"):
        if name in request.headers:
            raise UnsupportedTusFeature(f"{name} is not supported.")
    header = request.headers.get("upload-metadata", "")
    try:
        length = request.headers.get("upload-length")
        size = integer("Upload-Length", length, least=1)
        fields = described(header)
    except (InvalidHeader, ValidationError) as error:
        raise invalid(error) from error
    upload = upload_service.create(
        session, user.id, size=size, header=header, fields=fields
    )
    session.commit()
    response.headers["Location"] = path_of(upload)
    add_progress(response, upload)
    return UploadPublic.of(upload)


@router.get("")
def list_uploads(user: CurrentUserDep, session: SessionDep) -> UploadList:
    """List the unfinished uploads of the user, oldest first."""
    found = upload_service.open_of(session, user.id)
    return UploadList(items=list(map(UploadPublic.of, found)))


@router.get("/{upload_id:uuid}")
@raises(UploadNotFound)
def get_upload(
    upload_id: UUID, user: CurrentUserDep, session: SessionDep
) -> UploadPublic:
    """Return an upload; for a day after its end, also the document that it became."""
    upload = upload_service.get(session, upload_id, owner_id=user.id)
    return UploadPublic.of(upload)


@router.head(
    "/{upload_id:uuid}",
    status_code=status.HTTP_204_NO_CONTENT,
    dependencies=[SPEAKS_TUS],
    **schemas.HEAD,
)
@raises(UploadNotFound)
def get_upload_offset(
    upload_id: UUID, user: TusUserDep, session: SessionDep, response: Response
) -> None:
    """Return in headers how many bytes have arrived.

    Beyond the limit this answers 503 instead of 429, as clients would begin from zero.
    """
    upload = upload_service.get(session, upload_id, owner_id=user.id)
    response.headers["Upload-Length"] = str(upload.size)
    if upload.upload_metadata:
        response.headers["Upload-Metadata"] = upload.upload_metadata
    add_progress(response, upload)


@router.delete(
    "/{upload_id:uuid}",
    status_code=status.HTTP_204_NO_CONTENT,
    dependencies=[SPEAKS_TUS],
    **schemas.DELETE,
)
@raises(UploadNotFound)
def delete_upload(upload_id: UUID, user: TusUserDep, session: SessionDep) -> None:
    """Delete an upload with the bytes that have arrived; a finished document stays."""
    upload_service.delete(session, upload_id, owner_id=user.id)
    session.commit()

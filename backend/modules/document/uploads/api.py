"""The routes that receive a file, before the endpoint and its transaction begin.

No database connection and no slot is held while a body streams in. The permission to
upload is checked in a short transaction of its own, and the endpoint starts when the
file is stored.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from typing import Annotated, Any
from uuid import UUID

from fastapi import Depends, Request, Response, status
from fastapi.exceptions import RequestValidationError
from pydantic import ValidationError
from starlette.requests import ClientDisconnect

from backend.api.conditions import IfMatchDep
from backend.api.deps import (
    AccessTokenDep,
    CurrentUserDep,
    SessionDep,
    any_user,
    verified_user,
)
from backend.api.idempotency import IdempotencyDep
from backend.core import storage
from backend.core.auth import AccessToken
from backend.core.database import RequestSession
from backend.core.exceptions import (
    AppException,
    BodyTooLarge,
    InvalidFields,
    InvalidRequest,
    Replay,
    StorageFull,
)
from backend.core.pace import BodyTooSlow
from backend.core.rate_limit import rate_limit
from backend.core.routing import Router, raises
from backend.core.threads import run_with_slot
from backend.modules.document.document import document_service
from backend.modules.document.exceptions import (
    ContentMismatch,
    DocumentChanged,
    DocumentNotFound,
    DuplicateDocument,
    DuplicateInTrash,
    FileTooLarge,
    QuotaExceeded,
    TooManyUploads,
    TypeNotAllowed,
    UploadTooSlow,
)
from backend.modules.document.schemas import (
    DocumentPublic,
    UploadFields,
    VersionFields,
    form_schema,
)
from backend.modules.document.uploads.form import FileForm, InvalidForm
from backend.modules.document.uploads.turns import turn
from backend.modules.document.uploads.uploads import (
    MAX_BODY_BYTES,
    Admission,
    Received,
    upload_service,
)

router = Router(api_scope="documents")


_REFUSALS = (
    InvalidRequest,
    InvalidFields,
    BodyTooLarge,
    FileTooLarge,
    QuotaExceeded,
    TypeNotAllowed,
    ContentMismatch,
    TooManyUploads,
    UploadTooSlow,
    StorageFull,
)


@asynccontextmanager
async def _receiving(
    request: Request, token: AccessToken, document_id: UUID | None = None
) -> AsyncIterator[Received]:
    """Check the caller, stream the file to the storage, and yield it.

    If the endpoint refuses the file, it is deleted at once. If the endpoint never
    finishes, the job "delete files" deletes it later.
    """
    length = request.headers.get("content-length", "")
    declared = int(length) if length.isdecimal() else 0
    admitted = partial(_admitted, token, declared, document_id)
    try:
        async with turn(token.user_id):
            admission = await run_with_slot(admitted)
            request.state.max_body_bytes = MAX_BODY_BYTES
            form = FileForm(request.headers.get("content-type", ""))
            file = await upload_service.receive(request.stream(), form, admission)
    except InvalidForm as error:
        raise _invalid(error.field, error.message, error.kind) from error
    except ClientDisconnect as error:
        raise InvalidRequest from error
    except BodyTooSlow as error:
        raise UploadTooSlow from error
    try:
        yield file
    except (AppException, RequestValidationError, Replay):
        # Raised before the commit, so no row refers to the file.
        await storage.get().remove(file.storage_name)
        raise


@raises(*_REFUSALS)
async def received(request: Request, token: AccessTokenDep) -> AsyncIterator[Received]:
    """Receive the file of a new document."""
    async with _receiving(request, token) as file:
        yield file


@raises(*_REFUSALS)
async def received_version(
    request: Request, token: AccessTokenDep, document_id: UUID
) -> AsyncIterator[Received]:
    """Receive the file of a new version of one of the caller's documents."""
    async with _receiving(request, token, document_id) as file:
        yield file


def _admitted(token: AccessToken, declared: int, document_id: UUID | None) -> Admission:
    """Check the caller and the declared size, and queue the coming file for deletion.

    This commits before the endpoint does: the queue entry must survive a crash.
    """
    with RequestSession() as session:
        user = verified_user(any_user(session, token))
        if document_id is not None:
            document_service.title(session, document_id, owner_id=user.id)
        admission = upload_service.admit(session, user.id, declared=declared)
        session.commit()
    return admission


def _invalid(field: str, message: str, kind: str) -> RequestValidationError:
    return RequestValidationError(
        [{"loc": ("body", field), "msg": message, "type": kind}]
    )


def _single(file: Received, name: str) -> str | None:
    """Return the value of a field that may occur once. An empty one is None."""
    values = file.fields.get(name, [])
    if len(values) > 1:
        raise _invalid(name, "must occur only once", "value_error")
    return values[0] or None if values else None


def _checked(model: type[Any], file: Received, values: dict[str, Any]) -> Any:
    unknown = dict.fromkeys(set(file.fields) - set(model.model_fields), "")
    try:
        return model.model_validate(values | unknown)
    except ValidationError as error:
        faults = error.errors(include_input=False, include_url=False)
        raise RequestValidationError(
            [{**fault, "loc": ("body", *fault["loc"])} for fault in faults]
        ) from error


ReceivedDep = Annotated[Received, Depends(received)]
ReceivedVersionDep = Annotated[Received, Depends(received_version)]


@router.post(
    "/upload",
    status_code=status.HTTP_201_CREATED,
    dependencies=[Depends(rate_limit(120, minutes=1))],
    openapi_extra=form_schema(
        UploadFields, examples={"title": "Contract", "tags": ["home", "2026"]}
    ),
)
@raises(DuplicateDocument, DuplicateInTrash)
def upload(
    file: ReceivedDep,
    user: CurrentUserDep,
    session: SessionDep,
    response: Response,
    once: IdempotencyDep,
    allow_duplicate: bool = False,
) -> DocumentPublic:
    """Store a file as a new document.

    The extension decides the media type, and the content of the file must match it. A
    file that the user already has is refused, with its document in `Location`, unless
    `allow_duplicate` is true. Without a `title`, the document is named after the file.
    """
    once.check(file.fingerprint(str(allow_duplicate)))
    # No tag contains a comma. Clients without `explode` send all tags in one part.
    parts = ",".join(file.fields.get("tags", [])).split(",")
    tags = [tag for tag in parts if tag.strip()]
    fields = _checked(
        UploadFields, file, {"title": _single(file, "title"), "tags": tags}
    )
    document = upload_service.create(
        session,
        user.id,
        file,
        title=fields.title,
        tags=fields.tags,
        allow_duplicate=allow_duplicate,
    )
    reply = once.keep(DocumentPublic.of(document))
    session.commit()
    response.headers["ETag"] = reply.etag
    return reply


@router.post(
    "/{document_id:uuid}/versions",
    status_code=status.HTTP_201_CREATED,
    dependencies=[Depends(rate_limit(120, minutes=1))],
    openapi_extra=form_schema(VersionFields, examples={"label": "Signed"}),
)
@raises(DocumentNotFound, DocumentChanged, DuplicateDocument)
def upload_version(
    document_id: UUID,
    file: ReceivedVersionDep,
    user: CurrentUserDep,
    session: SessionDep,
    response: Response,
    once: IdempotencyDep,
    if_match: IfMatchDep,
) -> DocumentPublic:
    """Store a file as the new current version of a document; older ones are kept.

    With `If-Match`, it is only stored if the document still has that `etag`.
    """
    once.check(file.fingerprint())
    fields = _checked(VersionFields, file, {"label": _single(file, "label")})
    document = upload_service.add_version(
        session, user.id, document_id, file, label=fields.label, if_match=if_match
    )
    reply = once.keep(DocumentPublic.of(document))
    session.commit()
    response.headers["ETag"] = reply.etag
    return reply

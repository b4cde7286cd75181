"""What all routes of tus 1.0 share: its version, its headers, its invalid fields."""

from collections.abc import Sequence
from typing import Annotated, Any

from fastapi import Depends, Request, Response
from fastapi.exceptions import RequestValidationError
from pydantic import ValidationError

from backend.api.deps import CurrentUserDep
from backend.core.config import settings
from backend.core.in_thread import in_thread
from backend.core.routing import raises
from backend.models import Upload, User
from backend.modules.upload.exceptions import InvalidHeader, UnsupportedTusVersion
from backend.modules.upload.headers import http_date
from backend.modules.upload.lib import VERSION


async def _speak_tus(request: Request) -> None:
    """Add Tus-Resumable to every reply, and answer the default limit with 503.

    After a 429, tus-js-client gives up a request, and begins again from zero if that
    was a HEAD.
    """
    request.state.reply_headers = [(b"tus-resumable", VERSION.encode())]
    request.state.no_429 = True


# The route's dependency, so that it runs before all others.
SPEAKS_TUS = Depends(_speak_tus)


def check_version(request: Request) -> None:
    """Raise UnsupportedTusVersion unless the request names the supported version."""
    if request.headers.get("tus-resumable") != VERSION:
        raise UnsupportedTusVersion


@in_thread
@raises(UnsupportedTusVersion)
def _tus_user(request: Request, user: CurrentUserDep) -> User:
    check_version(request)
    return user


TusUserDep = Annotated[User, Depends(_tus_user)]


def path_of(upload: Upload) -> str:
    """Return the path of an upload, for Location."""
    return f"{settings.API_PREFIX}/uploads/{upload.id}"


def add_progress(response: Response, upload: Upload) -> None:
    """Add the offset, the time of expiry and the document, if any, to a reply."""
    response.headers["Upload-Offset"] = str(upload.received)
    response.headers["Upload-Expires"] = http_date(upload.expires_at)
    if upload.document_id is not None:
        response.headers["X-Document-Id"] = str(upload.document_id)


def invalid(error: InvalidHeader | ValidationError) -> RequestValidationError:
    """Return the reply's error for an invalid header, or for fields of metadata."""
    if isinstance(error, InvalidHeader):
        faults: Sequence[Any] = [
            {"loc": (error.field,), "msg": error.message, "type": "value_error"}
        ]
    else:
        # Without the place inside a JSON list: a key could be any text. Without the
        # type: for malformed JSON it would be that of a malformed body.
        faults = [
            {
                **fault,
                "loc": ("Upload-Metadata", *fault["loc"][:1]),
                "type": "value_error",
            }
            for fault in error.errors(include_input=False, include_url=False)
        ]
    return RequestValidationError(
        [{**fault, "loc": ("header", *fault["loc"])} for fault in faults]
    )

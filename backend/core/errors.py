"""The one place where exceptions become replies, and how routes document them.

Every error has the body of `ApiError`, which is a problem of RFC 9457; a 422 also names
the fields at fault.
"""

from collections.abc import Iterable, Mapping
from typing import Any

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.openapi.constants import REF_TEMPLATE
from fastapi.responses import JSONResponse, Response
from fastapi.routing import iter_route_contexts
from pydantic.json_schema import models_json_schema
from sqlalchemy.exc import DataError, InterfaceError, InternalError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from starlette.exceptions import HTTPException
from starlette.routing import Match

from backend.core.exceptions import (
    AppException,
    InvalidFields,
    InvalidRequest,
    Replay,
    RetryLater,
    ServiceUnavailable,
)
from backend.core.validation import ReplyModel

log = structlog.get_logger()

# Of errors that are raised before any route, or by none of ours.
CODES = {
    404: "not_found",
    405: "method_not_allowed",
    408: "request_too_slow",
    413: "body_too_large",
    414: "target_too_long",
    431: "headers_too_large",
    500: "internal_error",
}
MEDIA_TYPE = "application/problem+json"
_EXAMPLE_ID = "4f7c2b1e9d5a4c7e8b3f6a1d2c9e0b57"
_EXAMPLE_FAULT = {
    "field": "email",
    "message": "must be a valid e-mail address",
    "type": "value_error",
}
_RETRY_AFTER = {
    "Retry-After": {"description": "Seconds to wait.", "schema": {"type": "integer"}}
}


class ApiError(ReplyModel):
    """What went wrong: `detail` for people, `code` for programs.

    The other members are those of RFC 9457: `title` is the same for every error of a
    `type`, `instance` is this one occurrence.
    """

    detail: str
    code: str
    request_id: str
    type: str
    title: str
    status: int
    instance: str


class FieldError(ReplyModel):
    """One field at fault: where it is, and why it was refused. Never its value."""

    field: str
    message: str
    type: str


class InvalidInput(ApiError):
    """A request that was understood and refused (422); `errors` names fields at fault."""

    errors: list[FieldError]


def _reply(
    request: Request,
    status: int,
    code: str,
    detail: str,
    headers: Mapping[str, str] | None = None,
    title: str | None = None,
    **more: Any,
) -> JSONResponse:
    request_id = request.state.request_id
    body = _body(status, code, request_id, title=title or detail, detail=detail)
    return JSONResponse(body | more, status, headers, MEDIA_TYPE)


def _body(
    status: int, code: str, request_id: str, *, title: str, detail: str
) -> dict[str, Any]:
    return {
        "detail": detail,
        "code": code,
        "request_id": request_id,
        "type": f"urn:problem-type:{code}",
        "title": title,
        "status": status,
        # Not the path: it may hold a token.
        "instance": f"urn:request:{request_id}",
    }


def internal_error(request: Request) -> JSONResponse:
    """Return the reply to an exception that nobody expected."""
    return _reply(request, 500, CODES[500], "Something went wrong on our side.")


async def _on_app_exception(
    request: Request, error: AppException, errors: Iterable[Mapping[str, str]] = ()
) -> JSONResponse:
    return reply_to(request, error, errors)


def reply_to(
    request: Request, error: AppException, errors: Iterable[Mapping[str, str]] = ()
) -> JSONResponse:
    """Return the reply to an error of ours."""
    more = {"errors": list(errors)} if error.STATUS_CODE == 422 else {}
    return _reply(
        request,
        error.STATUS_CODE,
        error.CODE,
        error.message,
        error.headers,
        title=error.MESSAGE,
        **more,
    )


async def _on_replay(_: Request, replay: Replay) -> Response:
    headers = {"Idempotency-Replayed": "true"}
    return Response(replay.body, replay.status, headers, "application/json")


async def _on_invalid_input(
    request: Request, error: RequestValidationError
) -> JSONResponse:
    faults = error.errors()
    if any(fault["type"] == "json_invalid" for fault in faults):
        return await _on_app_exception(request, InvalidRequest())
    fields = [
        {
            # The first part only says body, query or path.
            "field": ".".join(str(part) for part in fault["loc"][1:] or fault["loc"]),
            "message": _message(fault),
            "type": fault["type"],
        }
        for fault in faults
    ]
    return await _on_app_exception(request, InvalidFields(), errors=fields)


def _message(fault: Mapping[str, Any]) -> str:
    text = str(fault["msg"]).removeprefix("Value error, ")
    # What a parser found may be a piece of the input.
    return text.partition(",")[0] if fault["type"].endswith("_parsing") else text


async def _on_http_exception(request: Request, error: HTTPException) -> JSONResponse:
    if error.status_code == InvalidRequest.STATUS_CODE:
        return await _on_app_exception(request, InvalidRequest())
    code = CODES.get(error.status_code, "http_error")
    headers = error.headers
    if error.status_code == 405:
        headers = {"Allow": ", ".join(_methods_at(request))}
    return _reply(request, error.status_code, code, error.detail, headers)


def _methods_at(request: Request) -> list[str]:
    """Return the methods of a path, which routes of their own may answer.

    Starlette names those of the first alone (RFC 9110, section 10.2.1 wants all).
    """
    contexts = iter_route_contexts(request.app.routes)
    methods = [
        context.methods or ()
        for context in contexts
        if context.matches(request.scope)[0] is not Match.NONE
    ]
    return sorted({method for each in methods for method in each})


async def _on_database_away(request: Request, error: Exception) -> JSONResponse:
    log.warning("database unavailable", error=type(error).__name__)
    return await _on_app_exception(request, ServiceUnavailable(retry_after=1))


async def _on_data_error(request: Request, error: DataError) -> JSONResponse:
    log.warning("value refused by the database", error=type(error).__name__)
    return await _on_app_exception(request, InvalidRequest())


def add_handlers(app: FastAPI) -> None:
    """Register the handlers of all errors."""
    app.exception_handler(AppException)(_on_app_exception)
    app.exception_handler(Replay)(_on_replay)
    app.exception_handler(RequestValidationError)(_on_invalid_input)
    app.exception_handler(HTTPException)(_on_http_exception)
    app.exception_handler(DataError)(_on_data_error)
    for away in (OperationalError, InterfaceError, InternalError, PoolTimeout):
        app.exception_handler(away)(_on_database_away)


def responses_for(errors: Iterable[type[AppException]]) -> dict[int | str, Any]:
    """Return the OpenAPI responses of these errors, several of one status merged."""
    responses: dict[int | str, Any] = {}
    for error in dict.fromkeys(errors):
        body = InvalidInput if error.STATUS_CODE == 422 else ApiError
        # As a model FastAPI would build a validator of its own for each, some hundreds.
        schema = {"$ref": REF_TEMPLATE.format(model=body.__name__)}
        response = responses.setdefault(
            error.STATUS_CODE,
            {
                "description": "",
                "content": {MEDIA_TYPE: {"schema": schema, "examples": {}}},
            },
        )
        response["description"] += f"`{error.CODE}`: {error.MESSAGE} "
        response["content"][MEDIA_TYPE]["examples"][error.CODE] = {
            "value": _example(error)
        }
        if issubclass(error, RetryLater):
            response["headers"] = _RETRY_AFTER
    return responses


def schemas() -> dict[str, Any]:
    """Return the JSON Schemas of the bodies that `responses_for` refers to, by name."""
    _, document = models_json_schema(
        [(ApiError, "serialization"), (InvalidInput, "serialization")],
        ref_template=REF_TEMPLATE,
    )
    found: dict[str, Any] = document["$defs"]
    return found


def _example(error: type[AppException]) -> dict[str, Any]:
    status, message = error.STATUS_CODE, error.MESSAGE
    body = _body(status, error.CODE, _EXAMPLE_ID, title=message, detail=message)
    if error is InvalidFields:
        return body | {"errors": [_EXAMPLE_FAULT]}
    return body | ({"errors": []} if error.STATUS_CODE == 422 else {})

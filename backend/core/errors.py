"""Turns exceptions into replies. No other module does."""

from collections.abc import Iterable, Mapping
from typing import Any

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from fastapi.routing import iter_route_contexts
from sqlalchemy.exc import DataError, InterfaceError, InternalError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from starlette.exceptions import HTTPException
from starlette.routing import Match

from backend.core.exceptions import (
    AppException,
    InvalidFields,
    InvalidRequest,
    NotModified,
    Replay,
    ServiceUnavailable,
)
from backend.core.problem import MEDIA_TYPE, problem

log = structlog.get_logger()

# The codes of replies that are not made from an AppException.
CODES = {
    404: "not_found",
    405: "method_not_allowed",
    408: "request_too_slow",
    413: "body_too_large",
    414: "target_too_long",
    431: "headers_too_large",
    500: "internal_error",
}


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
    body = problem(status, code, request_id, title=title or detail, detail=detail)
    return JSONResponse(body | more, status, headers, MEDIA_TYPE)


def internal_error(request: Request) -> JSONResponse:
    """Return the reply to an unexpected exception."""
    return _reply(request, 500, CODES[500], "Something went wrong on our side.")


async def _on_app_exception(
    request: Request, error: AppException, errors: Iterable[Mapping[str, str]] = ()
) -> JSONResponse:
    return reply_to(request, error, errors)


def reply_to(
    request: Request, error: AppException, errors: Iterable[Mapping[str, str]] = ()
) -> JSONResponse:
    """Return the reply to an AppException."""
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


async def _on_not_modified(_: Request, found: NotModified) -> Response:
    return Response(status_code=304, headers=found.headers)


async def _on_invalid_input(
    request: Request, error: RequestValidationError
) -> JSONResponse:
    faults = error.errors()
    if any(fault["type"] == "json_invalid" for fault in faults):
        return await _on_app_exception(request, InvalidRequest())
    fields = [
        {
            "field": _field(fault),
            "message": _message(fault),
            "type": fault["type"],
        }
        for fault in faults
    ]
    return await _on_app_exception(request, InvalidFields(), errors=fields)


def _field(fault: Mapping[str, Any]) -> str:
    # The first part is only "body", "query" or "path".
    place = fault["loc"][1:] or fault["loc"]
    # An unknown name inside a field is a part of its refused value, which may be secret.
    if fault["type"] == "extra_forbidden" and len(place) > 1:
        place = place[:-1]
    return ".".join(map(str, place))


def _message(fault: Mapping[str, Any]) -> str:
    text = str(fault["msg"]).removeprefix("Value error, ")
    # After the comma, a parser's message may quote the input.
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
    """Return the methods of all routes with this path (RFC 9110, section 10.2.1).

    Starlette would name only the methods of the first route.
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
    """Register the handlers of all exceptions."""
    app.exception_handler(AppException)(_on_app_exception)
    app.exception_handler(Replay)(_on_replay)
    app.exception_handler(NotModified)(_on_not_modified)
    app.exception_handler(RequestValidationError)(_on_invalid_input)
    app.exception_handler(HTTPException)(_on_http_exception)
    app.exception_handler(DataError)(_on_data_error)
    for away in (OperationalError, InterfaceError, InternalError, PoolTimeout):
        app.exception_handler(away)(_on_database_away)

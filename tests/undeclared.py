"""Every error that a route answers in any test, held against what the route declares."""

from typing import Any

from fastapi import Request
from starlette.responses import Response

from backend.core.exceptions import AppException
from main import app

# What was raised and not declared: "POST /…: code".
undeclared: list[str] = []
_answer: Any = app.exception_handlers[AppException]


def _declared_by(request: Request) -> set[str] | None:
    """Return the codes in the documentation of the route that answers, if one does."""
    route = request.scope.get("route")
    if route is None:
        return None
    operations = app.openapi()["paths"].get(route.path_format, {})
    operation = operations.get(request.method.lower())
    if operation is None:
        return None
    return {
        code
        for response in operation["responses"].values()
        for media in response.get("content", {}).values()
        for code in media.get("examples", {})
    }


async def _note(request: Request, error: AppException) -> Response:
    declared = _declared_by(request)
    if declared is not None and error.CODE not in declared:
        undeclared.append(f"{request.method} {request.url.path}: {error.CODE}")
    reply: Response = await _answer(request, error)
    return reply


app.exception_handlers[AppException] = _note

"""Compares every error that a route returns in any test with the errors it declares."""

import json
from typing import Any

from fastapi import Request
from fastapi.exceptions import RequestValidationError
from starlette.responses import Response

from backend.core.exceptions import AppException
from main import app

# The errors that were raised but not declared: "POST /…: code".
undeclared: list[str] = []
_answers: dict[Any, Any] = {
    kind: app.exception_handlers[kind]
    for kind in (AppException, RequestValidationError)
}


def _declared_by(request: Request) -> set[str] | None:
    """Return the codes that the matched route documents, or None without a route."""
    route = request.scope.get("route")
    if route is None:
        return None
    operations = app.openapi()["paths"].get(route.path_format, {})
    operation = operations.get(request.method.lower())
    if operation is None:
        return None
    shared = app.openapi()["components"]["responses"]
    return {
        code
        for response in operation["responses"].values()
        for media in shared.get(response.get("$ref", "").rpartition("/")[2], response)
        .get("content", {})
        .values()
        for code in media.get("examples", {})
    }


def _noting(answer: Any) -> Any:
    async def note(request: Request, error: Exception) -> Response:
        reply: Response = await answer(request, error)
        code = json.loads(bytes(reply.body))["code"]
        declared = _declared_by(request)
        if declared is not None and code not in declared:
            undeclared.append(f"{request.method} {request.url.path}: {code}")
        return reply

    return note


for _kind, _answer in _answers.items():
    app.exception_handlers[_kind] = _noting(_answer)

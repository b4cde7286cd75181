"""Compares every error that a route returns in any test with the errors it declares."""

import json
from functools import cache
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


@cache
def _declared() -> dict[tuple[str, str], set[str]]:
    """Return the codes that each operation documents, by method and path.

    Once a process: the app corrects its document anew for each caller, which takes
    longer than most requests.
    """
    document = app.openapi()
    shared = document["components"]["responses"]
    return {
        (method.upper(), path): {
            code
            for response in operation["responses"].values()
            for media in shared.get(
                response.get("$ref", "").rpartition("/")[2], response
            )
            .get("content", {})
            .values()
            for code in media.get("examples", {})
        }
        for path, operations in document["paths"].items()
        for method, operation in operations.items()
    }


def _noting(answer: Any) -> Any:
    async def note(request: Request, error: Exception) -> Response:
        reply: Response = await answer(request, error)
        code = json.loads(bytes(reply.body))["code"]
        # Nothing is declared for a path that is not in the document, or has no route.
        route = request.scope.get("route")
        place = (request.method, route.path_format if route else "")
        if code not in _declared().get(place, {code}):
            undeclared.append(f"{request.method} {request.url.path}: {code}")
        return reply

    return note


for _kind, _answer in _answers.items():
    app.exception_handlers[_kind] = _noting(_answer)

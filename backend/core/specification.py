"""The OpenAPI document, where FastAPI writes what HTTP cannot mean."""

from collections.abc import Callable
from typing import Any

from fastapi import FastAPI, Request, Response
from starlette.routing import Route

from backend.core import error_docs


def correct(app: FastAPI) -> None:
    """Have the app publish a corrected document.

    A parameter can be left out, but it cannot be null: sent as text it would be the word.
    The schemas of errors are named by all routes and described by none. FastAPI adds a
    422 of its own wherever there is a parameter and we declare none.
    """
    generate = app.openapi

    def openapi() -> dict[str, Any]:
        document = generate()
        schemas = document["components"]["schemas"]
        for name in ("HTTPValidationError", "ValidationError"):
            schemas.pop(name, None)
        schemas |= error_docs.schemas()
        for operations in document["paths"].values():
            for operation in operations.values():
                for parameter in operation.get("parameters", ()):
                    _without_null(parameter["schema"])
                    if "examples" in parameter["schema"]:
                        # Swagger UI fills it in; it does not look into the schema.
                        parameter["example"] = parameter["schema"]["examples"][0]
                if "/HTTPValidationError" in str(operation["responses"].get("422")):
                    del operation["responses"]["422"]
        return document

    app.openapi = openapi  # type: ignore[method-assign]


def render_once(app: FastAPI) -> None:
    """Keep the reply of /openapi.json: FastAPI renders it for each call, on the loop."""
    for place, route in enumerate(app.routes):
        if isinstance(route, Route) and route.path == app.openapi_url:
            kept = _kept(route.endpoint)
            app.routes[place] = Route(route.path, kept, include_in_schema=False)


def _kept(render: Callable[[Request], Any]) -> Callable[[Request], Any]:
    bodies: dict[str, bytes] = {}

    async def openapi(request: Request) -> Response:
        root = request.scope.get("root_path", "")  # FastAPI writes it into the document
        if root not in bodies:
            bodies[root] = (await render(request)).body
        return Response(bodies[root], media_type="application/json")

    return openapi


def _without_null(schema: dict[str, Any]) -> None:
    choices = schema.pop("anyOf", [])
    real = [choice for choice in choices if choice != {"type": "null"}]
    schema |= real[0] if len(real) == 1 else {"anyOf": real} if real else {}

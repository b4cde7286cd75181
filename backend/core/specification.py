"""Corrects the parts of FastAPI's OpenAPI document that do not match HTTP."""

from collections.abc import Callable
from typing import Any

from fastapi import FastAPI, Request, Response
from starlette.routing import Route

from backend.core import error_docs


def correct(app: FastAPI) -> None:
    """Make the app publish a corrected document.

    - Parameters can be omitted but never null: a client would send the text "null".
    - The routes only refer to the schemas of errors, so they are added here.
    - FastAPI adds its own 422 to each route that has parameters and declares no 422.
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
                        # Swagger UI fills in this example, but not that of the schema.
                        parameter["example"] = parameter["schema"]["examples"][0]
                if "/HTTPValidationError" in str(operation["responses"].get("422")):
                    del operation["responses"]["422"]
        return document

    app.openapi = openapi  # type: ignore[method-assign]


def render_once(app: FastAPI) -> None:
    """Cache /openapi.json; FastAPI would render it on the event loop for each call."""
    for place, route in enumerate(app.routes):
        if isinstance(route, Route) and route.path == app.openapi_url:
            cached = _cached(route.endpoint)
            app.routes[place] = Route(route.path, cached, include_in_schema=False)


def _cached(render: Callable[[Request], Any]) -> Callable[[Request], Any]:
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

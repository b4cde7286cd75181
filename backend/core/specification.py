"""Corrects the parts of FastAPI's OpenAPI document that do not match HTTP."""

from typing import Any

from fastapi import FastAPI

from backend.core import error_docs, errors, limit_headers


def correct(app: FastAPI) -> None:
    """Make the app publish a corrected document.

    - Parameters can be omitted but never null: a client would send the text "null".
    - Errors that several operations return are described once.
    - Operations that take no token say so: `security: []`.
    - Replies of limited routes have the headers of backend.core.limit_headers.
    - FastAPI adds its own 422 to each route that has parameters and declares no 422.
    """
    generate = app.openapi
    corrected: dict[str, Any] = {}

    def openapi() -> dict[str, Any]:
        nonlocal corrected
        document = generate()  # cached until a route is added
        if document is corrected:
            return document
        corrected = document
        for name in ("HTTPValidationError", "ValidationError"):
            document["components"]["schemas"].pop(name, None)
        for operations in document["paths"].values():
            for operation in operations.values():
                operation.setdefault("security", [])
                for parameter in operation.get("parameters", ()):
                    _without_null(parameter["schema"])
                    if "examples" in parameter["schema"]:
                        # Swagger UI fills in this example, but not that of the schema.
                        parameter["example"] = parameter["schema"]["examples"][0]
                if "/HTTPValidationError" in str(operation["responses"].get("422")):
                    del operation["responses"]["422"]
                _add_limits(operation["responses"])
        document["components"]["headers"] = limit_headers.documented()
        error_docs.share(document, errors.CODES.values())
        return document

    app.openapi = openapi  # type: ignore[method-assign]


def _add_limits(responses: dict[str, Any]) -> None:
    if "429" not in responses:
        return
    for status, response in responses.items():
        if status == "429" or status.startswith("2"):
            references = limit_headers.references()
            response["headers"] = response.get("headers", {}) | references


def _without_null(schema: dict[str, Any]) -> None:
    choices = schema.pop("anyOf", [])
    real = [choice for choice in choices if choice != {"type": "null"}]
    schema |= real[0] if len(real) == 1 else {"anyOf": real} if real else {}

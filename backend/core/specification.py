"""The OpenAPI document, where FastAPI writes what HTTP cannot mean."""

from typing import Any

from fastapi import FastAPI


def correct(app: FastAPI) -> None:
    """Have the app publish a corrected document.

    A parameter can be left out, but it cannot be null: sent as text it would be the word.
    """
    generate = app.openapi

    def openapi() -> dict[str, Any]:
        document = generate()
        for operations in document["paths"].values():
            for operation in operations.values():
                for parameter in operation.get("parameters", ()):
                    _without_null(parameter["schema"])
        return document

    app.openapi = openapi  # type: ignore[method-assign]


def _without_null(schema: dict[str, Any]) -> None:
    choices = schema.pop("anyOf", [])
    real = [choice for choice in choices if choice != {"type": "null"}]
    schema |= real[0] if len(real) == 1 else {"anyOf": real} if real else {}

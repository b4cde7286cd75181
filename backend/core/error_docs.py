"""Builds the OpenAPI responses for the errors that a route declares."""

from collections.abc import Iterable
from typing import Any

from fastapi.openapi.constants import REF_TEMPLATE
from pydantic.json_schema import models_json_schema

from backend.core.exceptions import AppException, InvalidFields, RetryLater
from backend.core.problem import MEDIA_TYPE, ApiError, InvalidInput, problem

_EXAMPLE_ID = "4f7c2b1e9d5a4c7e8b3f6a1d2c9e0b57"
_EXAMPLE_FAULT = {
    "field": "email",
    "message": "must be a valid e-mail address",
    "type": "value_error",
}
_RETRY_AFTER = {
    "Retry-After": {"description": "Seconds to wait.", "schema": {"type": "integer"}}
}


def responses_for(errors: Iterable[type[AppException]]) -> dict[int | str, Any]:
    """Return the OpenAPI responses of these errors; errors of one status share one."""
    responses: dict[int | str, Any] = {}
    for error in dict.fromkeys(errors):
        body = InvalidInput if error.STATUS_CODE == 422 else ApiError
        # With a model, FastAPI would build a validator for each of some hundred
        # responses.
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
    """Return the JSON Schemas, by name, that `responses_for` refers to."""
    _, document = models_json_schema(
        [(ApiError, "serialization"), (InvalidInput, "serialization")],
        ref_template=REF_TEMPLATE,
    )
    found: dict[str, Any] = document["$defs"]
    return found


def _example(error: type[AppException]) -> dict[str, Any]:
    status, message = error.STATUS_CODE, error.MESSAGE
    body = problem(status, error.CODE, _EXAMPLE_ID, title=message, detail=message)
    if error is InvalidFields:
        return body | {"errors": [_EXAMPLE_FAULT]}
    return body | ({"errors": []} if error.STATUS_CODE == 422 else {})

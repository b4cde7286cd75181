"""Builds the OpenAPI responses for the errors that a route declares."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator
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


def share(document: dict[str, Any], codes: Iterable[str]) -> None:
    """Move what the errors of several operations have in common to the components.

    These are the schemas, the examples, and the responses that several operations
    have. `codes` are error codes that no operation declares.
    """
    components = document["components"]
    errors = list(_errors(document))
    examples = {
        code: example
        for _, _, response in errors
        for code, example in _examples(response).items()
    }
    components["schemas"] |= _schemas(sorted({*examples, *codes}))
    components["examples"] = dict(sorted(examples.items()))
    uses = Counter(_text(response) for _, _, response in errors)
    shared: dict[str, Any] = {}
    for responses, status, response in errors:
        several = uses[_text(response)] > 1
        found = _examples(response)
        for code in found:
            found[code] = {"$ref": f"#/components/examples/{code}"}
        name = "Or".join(code.title().replace("_", "") for code in found)
        if several and shared.setdefault(name, response) == response:
            responses[status] = {"$ref": f"#/components/responses/{name}"}
    components["responses"] = dict(sorted(shared.items()))


def _errors(
    document: dict[str, Any],
) -> Iterator[tuple[dict[str, Any], str, dict[str, Any]]]:
    """Yield the responses of each operation, and the status and the body of an error."""
    for operations in document["paths"].values():
        for operation in operations.values():
            responses = operation["responses"]
            for status, response in responses.items():
                if MEDIA_TYPE in response.get("content", ()):
                    yield responses, status, response


def _examples(response: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = response["content"][MEDIA_TYPE]["examples"]
    return found


def _text(response: dict[str, Any]) -> str:
    return json.dumps(response, sort_keys=True)


def _schemas(codes: list[str]) -> dict[str, Any]:
    """Return the JSON Schemas, by name, that the responses refer to."""
    _, document = models_json_schema(
        [(ApiError, "serialization"), (InvalidInput, "serialization")],
        ref_template=REF_TEMPLATE,
    )
    found: dict[str, Any] = document["$defs"]
    found["ErrorCode"] = {
        "type": "string",
        "enum": codes,
        "description": "What went wrong. Later releases may add codes.",
    }
    for name in ("ApiError", "InvalidInput"):
        found[name]["properties"]["code"] = {
            "$ref": REF_TEMPLATE.format(model="ErrorCode")
        }
    return found


def _example(error: type[AppException]) -> dict[str, Any]:
    status, message = error.STATUS_CODE, error.MESSAGE
    body = problem(status, error.CODE, _EXAMPLE_ID, title=message, detail=message)
    if error is InvalidFields:
        return body | {"errors": [_EXAMPLE_FAULT]}
    return body | ({"errors": []} if error.STATUS_CODE == 422 else {})

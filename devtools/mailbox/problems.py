"""The form of SendGrid's errors."""

from typing import TypedDict

HELP = "http://sendgrid.com/docs/API_Reference/Web_API_v3/Mail/errors.html"
JSON_TYPES: list[tuple[type, str]] = [
    (bool, "boolean"),  # before int, of which bool is a kind
    (dict, "object"),
    (list, "array"),
    (str, "string"),
    (int, "integer"),
    (float, "number"),
]


class Problem(TypedDict):
    """One entry of SendGrid's error list."""

    message: str
    field: str | None
    help: str | None


def problem(message: str, field: str | None = None, anchor: str = "") -> Problem:
    """An error, with the link into SendGrid's documentation when it has an anchor."""
    return {
        "message": message,
        "field": field,
        "help": f"{HELP}#{anchor}" if anchor else None,
    }


def wrong_type(expected: str, value: object, field: str, anchor: str) -> Problem:
    """The error for a JSON value of another type than expected."""
    given = next((name for kind, name in JSON_TYPES if isinstance(value, kind)), "null")
    return problem(
        f"Invalid type. Expected: {expected}, given: {given}.", field, anchor
    )

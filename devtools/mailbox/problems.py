"""The form of SendGrid's errors, with words of our own."""

from typing import TypedDict


class Problem(TypedDict):
    """One entry of SendGrid's error list; `help` would be a link into its manual."""

    message: str
    field: str | None
    help: None


def problem(message: str, field: str | None = None) -> Problem:
    """Return an error about a field, or about the whole request."""
    return {"message": message, "field": field, "help": None}

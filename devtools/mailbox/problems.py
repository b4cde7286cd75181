"""Errors in SendGrid's format, with our own messages."""

from typing import TypedDict


class Problem(TypedDict):
    """An entry of SendGrid's error list. There, `help` can link to the manual."""

    message: str
    field: str | None
    help: None


def problem(message: str, field: str | None = None) -> Problem:
    """Return an error about a field, or about the whole request."""
    return {"message": message, "field": field, "help": None}

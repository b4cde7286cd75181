"""The body of every error: a problem (RFC 9457). A 422 also lists invalid fields."""

from typing import Any

from backend.core.validation import ReplyModel

MEDIA_TYPE = "application/problem+json"


class ApiError(ReplyModel):
    """An error: `detail` is for people, `code` is for programs.

    The other members are those of RFC 9457: `title` is the same for every error of a
    `type`, and `instance` identifies this occurrence.
    """

    detail: str
    code: str
    request_id: str
    type: str
    title: str
    status: int
    instance: str


class FieldError(ReplyModel):
    """An invalid field: where it is, and why it was refused, but not its value."""

    field: str
    message: str
    type: str


class InvalidInput(ApiError):
    """A request with invalid values (422); `errors` lists the invalid fields."""

    errors: list[FieldError]


def problem(
    status: int, code: str, request_id: str, *, title: str, detail: str
) -> dict[str, Any]:
    """Return the members that every error has."""
    return {
        "detail": detail,
        "code": code,
        "request_id": request_id,
        "type": f"urn:problem-type:{code}",
        "title": title,
        "status": status,
        # Not the path: it may hold a token.
        "instance": f"urn:request:{request_id}",
    }

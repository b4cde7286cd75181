"""The body of every error: a problem of RFC 9457; a 422 also names the fields at fault."""

from typing import Any

from backend.core.validation import ReplyModel

MEDIA_TYPE = "application/problem+json"


class ApiError(ReplyModel):
    """What went wrong: `detail` for people, `code` for programs.

    The other members are those of RFC 9457: `title` is the same for every error of a
    `type`, `instance` is this one occurrence.
    """

    detail: str
    code: str
    request_id: str
    type: str
    title: str
    status: int
    instance: str


class FieldError(ReplyModel):
    """One field at fault: where it is, and why it was refused. Never its value."""

    field: str
    message: str
    type: str


class InvalidInput(ApiError):
    """A request that was understood and refused (422); `errors` names fields at fault."""

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

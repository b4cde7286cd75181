"""Dependencies that read the conditional headers of a request."""

from typing import Annotated, Any

from fastapi import Depends, Header, Request

from backend.core.exceptions import AppException, NotModified
from backend.core.preconditions import Conditions

_Tags = Annotated[str | None, Header(description="A list of ETags, or `*`.")]
_Date = Annotated[str | None, Header(description="Ignored beside a list of ETags.")]

NOT_MODIFIED: dict[int | str, dict[str, Any]] = {
    304: {"description": "The caller has the current state already; no content."}
}


async def conditions(
    request: Request,
    if_match: _Tags = None,
    if_none_match: _Tags = None,
    if_modified_since: _Date = None,
    if_unmodified_since: _Date = None,
) -> Conditions:
    """Return the conditional headers of a GET."""
    # FastAPI reads only one line of a header that occurs several times.
    return Conditions(
        if_match=if_match and _joined(request, "if-match"),
        if_none_match=if_none_match and _joined(request, "if-none-match"),
        if_modified_since=if_modified_since,
        if_unmodified_since=if_unmodified_since,
    )


ConditionsDep = Annotated[Conditions, Depends(conditions)]


async def tags_to_match(request: Request, if_match: _Tags = None) -> str | None:
    """Return the If-Match header of a request that changes something."""
    return if_match and _joined(request, "if-match")


IfMatchDep = Annotated[str | None, Depends(tags_to_match)]


def check(conditions: Conditions, etag: str, failure: type[AppException]) -> None:
    """Raise NotModified or `failure` unless the reply with this ETag is wanted."""
    verdict = conditions.evaluate(etag=etag)
    if verdict == "not modified":
        raise NotModified({"ETag": etag})
    if verdict == "failed":
        raise failure


def _joined(request: Request, name: str) -> str:
    return ", ".join(request.headers.getlist(name))

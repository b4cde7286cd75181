"""RateLimit and RateLimit-Policy (draft-ietf-httpapi-ratelimit-headers, since version 08).

    RateLimit-Policy: "default";q=600;w=60, "user-60";q=20;w=60
    RateLimit: "default";r=583;t=41, "user-60";r=19;t=60

`q` calls are allowed per `w` seconds; `r` are left, and `t` seconds later all are. The
default limit counts by the minute of the clock; the other windows begin with a call.
"""

import math
from typing import Any

from fastapi import Request
from starlette.types import Scope

from backend.core.exceptions import RateLimited

_KEY = "limits"
_DESCRIPTIONS = {
    "RateLimit-Policy": "The limits of this operation: `q` calls per `w` seconds.",
    "RateLimit": "Calls that are left (`r`) until the window ends in `t` seconds.",
}
_EXAMPLES = {
    "RateLimit-Policy": '"default";q=600;w=60',
    "RateLimit": '"default";r=583;t=41',
}
NAMES = tuple(_DESCRIPTIONS)


def note(
    request: Request, name: str, policy: str, *, left: int | None = None, reset: int = 0
) -> None:
    """Add a limit to the headers of the reply.

    Args:
        name: The name of the limit, different for each limit of an operation.
        policy: The item for RateLimit-Policy.
        left: The calls that are left, if the caller may know.
        reset: The seconds until the window ends.
    """
    state = None if left is None else f'"{name}";r={left};t={reset}'
    request.scope["state"].setdefault(_KEY, []).append((policy, state))


def used_up(request: Request, name: str, policy: str, wait: int) -> RateLimited:
    """Add a limit that lets no call through, and return the error for the caller.

    Args:
        wait: The milliseconds until a call is let through.
    """
    reset = max(1, math.ceil(wait / 1000))
    note(request, name, policy, left=0, reset=reset)
    return RateLimited(retry_after=reset)


def headers(scope: Scope) -> list[tuple[bytes, bytes]]:
    """Return the headers with the limits of a request, if it has any."""
    limits = scope["state"].get(_KEY)
    if not limits:
        return []
    found = [(b"ratelimit-policy", ", ".join(policy for policy, _ in limits).encode())]
    states = ", ".join(state for _, state in limits if state)
    if states:
        found.append((b"ratelimit", states.encode()))
    return found


def documented() -> dict[str, Any]:
    """Return the OpenAPI objects of both headers, by name."""
    return {
        name: {
            "description": text,
            "schema": {"type": "string", "examples": [_EXAMPLES[name]]},
        }
        for name, text in _DESCRIPTIONS.items()
    }


def references() -> dict[str, Any]:
    """Return references to `documented` for a response that has both headers."""
    return {name: {"$ref": f"#/components/headers/{name}"} for name in NAMES}

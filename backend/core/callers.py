"""Identifies the caller of a request for rate limits.

The caller is the user of a valid token, else the network address. Only TRUSTED_PROXIES
may name another address (backend.core.middleware).
"""

import hashlib
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any
from uuid import UUID

from pydantic import TypeAdapter
from redis.exceptions import RedisError
from starlette.requests import Request

from backend.core import api_tokens, auth, clock, known_device
from backend.core.client import network_of
from backend.core.exceptions import (
    ApiTokenRefused,
    InvalidToken,
    SecondFactorRequired,
)
from backend.core.known_device import KnownDevice
from backend.core.validation import Email, Line

# Returns the caller, or None if the limit does not count the request.
Identifier = Callable[[Request], Awaitable[str | None]]
_EMAIL: TypeAdapter[str] = TypeAdapter(Email)
_LINE: TypeAdapter[str] = TypeAdapter(Line)
_UNREADABLE = (ValueError, TypeError, KeyError, RecursionError)


def bearer_token(request: Request) -> str | None:
    """Return the token of the Authorization header, if it is a bearer token."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else None


def client_host(request: Request) -> str:
    """Return the caller's address, from the connection or from a trusted proxy."""
    return request.client.host if request.client else "unknown"


def network_address(request: Request) -> str:
    """Return the caller's address; for IPv6 the /64 network that one site controls."""
    return network_of(client_host(request))


async def _access(request: Request) -> auth.AccessToken | None:
    """Return what a valid token names, even if its login session has ended."""
    token = bearer_token(request)
    if not token:
        return None
    with suppress(InvalidToken, SecondFactorRequired, ApiTokenRefused):
        if api_tokens.is_one(token):
            return await api_tokens.read(request, token)
        return auth.decode(token)
    return None


async def caller_id(request: Request) -> UUID | None:
    """Return the user of a valid token, even if its login session has ended."""
    access = await _access(request)
    return access.user_id if access else None


async def by_address(request: Request) -> str:
    """Identify by address alone, because a token would give another budget."""
    return f"address:{network_address(request)}"


async def by_everyone(_: Request) -> str:
    """Identify all callers as one: they share one budget."""
    return "everyone"


async def by_caller(request: Request) -> str:
    """Identify by the user of a valid token, else by address.

    An API token is a caller of its own, so that a program that runs wild does not use up
    the calls of its owner.
    """
    access = await _access(request)
    if access is None:
        return await by_address(request)
    if access.api_scope is not None:
        return f"api-token:{access.session_id}"
    return f"user:{access.user_id}"


async def by_session(request: Request) -> str:
    """Identify by the login session of a valid token, else by address."""
    token = bearer_token(request)
    with suppress(InvalidToken, SecondFactorRequired):
        return f"session:{auth.decode(token or '').session_id}"
    return await by_address(request)


# The name of each identifier in the documentation of a route.
PER: dict[Identifier, str] = {
    by_address: "network address",
    by_caller: "user",
    by_session: "session",
    by_everyone: "all callers together",
}
# The identifiers with which a caller shares its budget with no stranger.
OWN: set[Identifier] = {by_address, by_caller, by_session}


def by_field(name: str, kind: Any, *, per: str) -> Identifier:
    """Return an identifier that uses a field of the JSON body.

    The value is read as the request model reads it, so two spellings of one value are
    one caller. A body that the model will refuse counts for its network address.
    """
    adapter: TypeAdapter[str] = TypeAdapter(kind)

    async def by_value(request: Request) -> str:
        try:
            body = await request.json()
            value = adapter.validate_python(body[name])
        except _UNREADABLE:
            value = f"invalid:{network_address(request)}"
        # Hashed, so that Redis stores no e-mail address and no token.
        return f"{name}:{hashlib.sha256(value.encode()).hexdigest()}"

    PER[by_value] = per
    return by_value


def by_caller_if(
    counts: Callable[[Request], Awaitable[bool]], *, per: str
) -> Identifier:
    """Return an identifier for the requests that `counts` selects, and no others."""

    async def by_some(request: Request) -> str | None:
        return await by_caller(request) if await counts(request) else None

    PER[by_some] = per
    OWN.add(by_some)
    return by_some


# Counts every e-mail address, so that a limit does not reveal which ones have accounts.
by_email = by_field("email", Email, per="e-mail address")
# Counts every token, valid or not.
by_token = by_field("token", Line, per="token")


async def by_known_device(request: Request) -> str | None:
    """Identify by the known device that the JSON body names, else by e-mail."""
    try:
        body = await request.json()
        email = _EMAIL.validate_python(body["email"])
        device_token = _LINE.validate_python(body["device_token"])
        device = known_device.read(device_token, email)
    except _UNREADABLE:
        device = None
    if device is None or await request.app.state.redis.exists(_stale_key(device)):
        return await by_email(request)
    return f"device:{device.id}"


PER[by_known_device] = "known device or e-mail address"


async def forget_device(request: Request, device: KnownDevice) -> None:
    """Treat this device as unknown from now on."""
    seconds = max(1, device.expires_at - int(clock.now().timestamp()))
    with suppress(RedisError):
        await request.app.state.redis.set(_stale_key(device), 1, ex=seconds)


def _stale_key(device: KnownDevice) -> str:
    return f"stale-device:{device.id}"

"""The floor: GET users/me with nothing but Starlette, psycopg and PyJWT.

The same checks of the token, the same query and the same bytes as the app's, by
hand and in one thread hop; no session, no validation, no log, no middleware.
"""

import json
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import jwt
from psycopg.conninfo import make_conninfo
from psycopg_pool import ConnectionPool
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

_KEY = os.environ["JWT_SECRET_KEY"]
_ISSUER = os.environ["APP_PUBLIC_URL"]
_AUDIENCE = _ISSUER + os.environ["API_PREFIX"]
_SIZE = int(os.environ["POSTGRES_POOL_SIZE"])
_IDLE = timedelta(minutes=int(os.environ["SESSION_IDLE_MINUTES"]))
_QUERY = """
    SELECT users.id, users.email, users.password_hash, users.full_name,
        users.timezone, users.locale, users.is_active, users.is_admin, users.email_verified_at,
        users.created_at, users.updated_at
    FROM users JOIN user_sessions ON user_sessions.user_id = users.id
    WHERE user_sessions.id = %s AND user_sessions.user_id = %s
        AND user_sessions.ended_at IS NULL AND user_sessions.expires_at > %s
        AND user_sessions.last_seen_at > %s
        AND users.is_active
"""

_jwt = jwt.PyJWT(options={"enforce_minimum_key_length": True})
_pool = ConnectionPool(
    make_conninfo(
        host=os.environ["POSTGRES_SERVER"],
        port=os.environ["POSTGRES_PORT"],
        user=os.environ["POSTGRES_USER"],
        password=os.environ["POSTGRES_PASSWORD"],
        dbname=os.environ["POSTGRES_DB"],
        options="-c timezone=UTC",
    ),
    min_size=_SIZE,
    max_size=_SIZE,
    open=False,
)


def _claims(request: Request) -> dict[str, Any]:
    return _jwt.decode(
        request.headers["authorization"].removeprefix("Bearer "),
        _KEY,
        algorithms=["HS256"],
        issuer=_ISSUER,
        audience=_AUDIENCE,
        options={"require": ["sub", "sid", "type", "iat", "exp", "iss", "aud"]},
    )


def me(request: Request) -> Response:
    """Reply as GET users/me does, or fail."""
    claims = _claims(request)
    now = datetime.now(UTC)
    with _pool.connection() as connection:
        row = connection.execute(
            _QUERY, (claims["sid"], claims["sub"], now, now - _IDLE)
        ).fetchone()
    if row is None:
        return Response(status_code=401)
    user = {
        "id": str(row[0]),
        "email": row[1],
        "full_name": row[3],
        "timezone": row[4],
        "locale": row[5],
        "is_verified": row[8] is not None,
        "is_admin": row[7],
        "created_at": row[9].isoformat().replace("+00:00", "Z"),
    }
    body = json.dumps(user, separators=(",", ":"), ensure_ascii=False)
    return Response(body, media_type="application/json")


@asynccontextmanager
async def _lifespan(_: Starlette) -> AsyncIterator[None]:
    with _pool:
        yield


app = Starlette(routes=[Route("/me", me)], lifespan=_lifespan)

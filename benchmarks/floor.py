"""The floor: the same work with only Starlette, psycopg and PyJWT.

It checks the token, runs the queries and replies with the same bytes as the app, by
hand and in one thread hop. It has no SQLAlchemy session, validation, log or middleware.
"""

import base64
import hashlib
import hmac
import json
import os
import secrets
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import jwt
from psycopg.conninfo import make_conninfo
from psycopg_pool import ConnectionPool
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

_KEY = os.environ["JWT_SECRET_KEY"]
_ISSUER = os.environ["APP_PUBLIC_URL"]
_AUDIENCE = _ISSUER + os.environ["API_PREFIX"]
_SIZE = int(os.environ["POSTGRES_POOL_SIZE"])
_IDLE = timedelta(minutes=int(os.environ["SESSION_IDLE_MINUTES"]))
_QUERY = """
    SELECT users.id, users.email, users.password_hash, users.full_name,
        users.timezone, users.locale, users.is_active, users.is_admin, users.email_verified_at,
        users.created_at, users.updated_at, users.delete_at, users.undo_delete_digest
    FROM users JOIN user_sessions ON user_sessions.user_id = users.id
    WHERE user_sessions.id = %s AND user_sessions.user_id = %s
        AND user_sessions.ended_at IS NULL AND user_sessions.expires_at > %s
        AND user_sessions.last_seen_at > %s
        AND users.is_active
"""

_jwt = jwt.PyJWT(options={"enforce_minimum_key_length": True})
pool = ConnectionPool(
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


def claims_of(request: Request) -> dict[str, Any]:
    """Return the claims of the caller's token, or raise an error of PyJWT."""
    return _jwt.decode(
        request.headers["authorization"].removeprefix("Bearer "),
        _KEY,
        algorithms=["HS256"],
        issuer=_ISSUER,
        audience=_AUDIENCE,
        options={"require": ["sub", "sid", "type", "iat", "exp", "iss", "aud"]},
    )


_CODE_KEY = os.environ["CODE_SECRET_KEY"].encode()
_LIST = """
    SELECT id, owner_id, title, title_key, tags, name, media_type, size, sha256, version,
        revision, text_status, created_at, updated_at, deleted_at, has_thumbnail
    FROM documents WHERE owner_id = %s AND deleted_at IS NULL
    ORDER BY created_at DESC, id DESC LIMIT %s
"""
_ACTIVE = """
    SELECT document_id, count(*) FROM document_shares
    WHERE document_id = ANY(%s) AND revoked_at IS NULL AND expires_at > %s
        AND (max_downloads IS NULL OR downloads < max_downloads)
    GROUP BY document_id
"""
_ONE = """
    SELECT id, owner_id, title, title_key, tags, name, media_type, size, sha256, version,
        revision, text_status, created_at, updated_at, deleted_at
    FROM documents WHERE id = %s AND owner_id = %s AND deleted_at IS NULL
"""
_SHARE = """
    INSERT INTO document_shares (id, document_id, token_digest, password_hash,
        max_downloads, downloads, expires_at, revoked_at, created_at)
    VALUES (%s, %s, %s, NULL, NULL, 0, %s, NULL, %s)
"""
_EVENT = """
    INSERT INTO security_events (id, user_id, kind, session_id, device, address, created_at)
    VALUES (%s, (SELECT id FROM users WHERE id = %s FOR KEY SHARE), 'share_created', %s, '',
        %s, %s)
"""


# What GET users/me returns beside the user.
_ME = _QUERY.replace(
    "FROM users",
    """, user_sessions.expires_at, user_sessions.proved_at,
        EXISTS (SELECT 1 FROM two_factors WHERE two_factors.user_id = users.id
            AND two_factors.enabled_at IS NOT NULL),
        CASE WHEN EXISTS (SELECT 1 FROM two_factors WHERE two_factors.user_id = users.id
            AND two_factors.enabled_at IS NOT NULL)
        THEN (SELECT count(*) FROM recovery_codes
            WHERE recovery_codes.user_id = users.id AND recovery_codes.used_at IS NULL) END,
        (SELECT email_changes.new_email FROM email_changes
            JOIN one_time_codes ON one_time_codes.holder_id = email_changes.id
            WHERE email_changes.user_id = users.id AND email_changes.confirmed_at IS NULL
                AND email_changes.closed_at IS NULL AND email_changes.undone_at IS NULL
                AND one_time_codes.expires_at > %s LIMIT 1)
    FROM users""",
)


def user_of(connection: Any, claims: dict[str, Any]) -> Any:
    """Return the row of the user whose login session the token names."""
    now = datetime.now(UTC)
    return connection.execute(
        _QUERY, (claims["sid"], claims["sub"], now, now - _IDLE)
    ).fetchone()


def as_json(value: Any, status: int = 200) -> Response:
    """Return a reply with compact JSON."""
    body = json.dumps(value, separators=(",", ":"), ensure_ascii=False)
    return Response(body, status, media_type="application/json")


def _time(value: datetime) -> str:
    return value.isoformat().replace("+00:00", "Z")


def me(request: Request) -> Response:
    """Answer as GET users/me does."""
    claims = claims_of(request)
    now = datetime.now(UTC)
    values = (now, claims["sid"], claims["sub"], now, now - _IDLE)
    with pool.connection() as connection:
        row = connection.execute(_ME, values).fetchone()
    if row is None:
        return Response(status_code=401)
    return as_json(
        {
            "id": str(row[0]),
            "email": row[1],
            "full_name": row[3],
            "timezone": row[4],
            "locale": row[5],
            "is_verified": row[8] is not None,
            "is_admin": row[7],
            "created_at": _time(row[9]),
            "two_fa_enabled": row[15],
            "recovery_codes_left": row[16],
            "new_email": row[17],
            "session_expires_at": _time(row[13]),
            "proved_at": _time(row[14]) if row[14] else None,
        }
    )


def documents(request: Request) -> Response:
    """Answer as GET documents does, for a user with more than one page."""
    claims = claims_of(request)
    limit = int(request.query_params["limit"])
    with pool.connection() as connection:
        user = user_of(connection, claims)
        if user is None:
            return Response(status_code=401)
        rows = connection.execute(_LIST, (user[0], limit + 1)).fetchall()
        values = ([row[0] for row in rows[:limit]], datetime.now(UTC))
        shares: dict[UUID, int] = dict(connection.execute(_ACTIVE, values).fetchall())
    last = rows[limit - 1]
    cursor = f"{last[0]} {last[12].isoformat()}".encode()
    items = [
        {
            "id": str(row[0]),
            "title": row[2],
            "tags": row[4],
            "name": row[5],
            "media_type": row[6],
            "size": row[7],
            "sha256": row[8].hex(),
            "version": row[9],
            "text_status": row[11],
            "has_thumbnail": row[15],
            "etag": f'"{row[10]}"',
            "created_at": _time(row[12]),
            "updated_at": _time(row[13]),
            "deleted_at": row[14],
            "title_html": None,
            "text_html": None,
            "active_shares": shares.get(row[0], 0),
        }
        for row in rows[:limit]
    ]
    return as_json(
        {
            "items": items,
            "next_cursor": base64.urlsafe_b64encode(cursor).decode(),
            "total": None,
        }
    )


def share(request: Request, body: bytes) -> Response:
    """Answer as POST documents/{id}/shares does."""
    claims = claims_of(request)
    hours = json.loads(body)["expires_in_hours"]
    token = secrets.token_urlsafe(32)
    message = b"token\0" + token.encode()
    now = datetime.now(UTC)
    expires_at = now + timedelta(hours=hours)
    share_id = uuid4()
    with pool.connection() as connection:
        user = user_of(connection, claims)
        if user is None:
            return Response(status_code=401)
        document_id = UUID(request.path_params["document_id"])
        row = connection.execute(_ONE, (document_id, user[0])).fetchone()
        if row is None:
            return Response(status_code=404)
        digest = hmac.digest(_CODE_KEY, message, hashlib.sha256)
        values = (share_id, document_id, digest, expires_at, now)
        connection.execute(_SHARE, values)
        address = request.client.host if request.client else ""
        event = (uuid4(), user[0], claims["sid"], address, now)
        connection.execute(_EVENT, event)
    return as_json(
        {
            "id": str(share_id),
            "document_id": str(document_id),
            "document_title": row[2],
            "state": "active",
            "has_password": False,
            "downloads": 0,
            "max_downloads": None,
            "expires_at": _time(expires_at),
            "revoked_at": None,
            "created_at": _time(now),
            "token": token,
            "url": f"{_ISSUER}/shared#{token}",
        },
        201,
    )


async def create_share(request: Request) -> Response:
    """Read the body, then move to a thread once."""
    return await run_in_threadpool(share, request, await request.body())

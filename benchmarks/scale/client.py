"""Sends requests to the service, and reads its e-mails from the outbox."""

import hashlib
import re
import secrets
from itertools import count
from typing import Any
from uuid import UUID

import psycopg
from fastapi.testclient import TestClient
from httpx2 import Response

from backend.core.config import settings
from benchmarks.scale.watch import Watch
from devtools.process import ChildError

PASSWORD = "a-quiet-orchard-at-dusk"  # noqa: S105
OTHER = "correct-horse-battery"
# The id of user 0 of rows.sql: the MD5 of "u0".
FIRST_USER = UUID(hashlib.md5(b"u0", usedforsecurity=False).hexdigest())
_addresses = count(1)


class Calls:
    """Sends requests to the service, each from its own network address."""

    def __init__(
        self, client: TestClient, watch: Watch, database: psycopg.Connection
    ) -> None:
        self.client = client
        self.watch = watch
        self.database = database
        self.called: set[tuple[str, str]] = set()
        self.token = ""

    def __call__(
        self, method: str, path: str, *, of: str = "", token: str = "", **more: Any
    ) -> Response:
        """Send one request. `path` may name parameters, and `of` is its template."""
        number = next(_addresses)
        headers = {"X-Forwarded-For": f"198.51.{number // 250}.{number % 250}"}
        headers["Authorization"] = f"Bearer {token or self.token}"
        headers |= more.pop("headers", {})
        query = "?" + "&".join(more.get("params", {})) if more.get("params") else ""
        with self.watch.calling(f"{method} {of or path}{query}"):
            reply = self.client.request(
                method, settings.API_PREFIX + path, headers=headers, **more
            )
        if reply.status_code >= 400:
            raise ChildError(f"{method} {path}: {reply.status_code} {reply.text}")
        self.called.add((method, of or path))
        return reply

    def post(self, path: str, *, of: str = "", token: str = "", **body: Any) -> Any:
        """Send a JSON body, and return the reply's."""
        reply = self("POST", path, of=of, token=token, json=body)
        return reply.json() if reply.content else None

    def pages(self, path: str, *, of: str = "", **params: str) -> Any:
        """Read the first two pages of a list, and return the first one's items."""
        first = self("GET", path, of=of, params=params).json()
        if first["next_cursor"]:
            self("GET", path, of=of, params=params | {"cursor": first["next_cursor"]})
        return first["items"]

    def follow(self, path: str, link: dict[str, str]) -> None:
        """Read what a link without a token leads to."""
        token = link["url"].partition("?token=")[2]
        self("GET", path, params={"token": token})

    def mailed(self, email: str, pattern: str) -> str:
        """Return what matches in the newest e-mail to an address."""
        row = self.database.execute(
            "SELECT text FROM outbox_emails WHERE recipient = %s AND text IS NOT NULL "
            "AND created_at > now() - interval '1 hour' ORDER BY created_at DESC LIMIT 1",
            [email],
        ).fetchone()
        found = re.search(pattern, row[0]) if row else None
        if found is None:
            raise ChildError(f"no e-mail to {email} has {pattern}: {row}")
        return found[1]

    def code(self, email: str) -> str:
        """Return the code in the newest e-mail to an address."""
        return self.mailed(email, r"\b(\d{6})\b")


def new_email() -> str:
    """Return an address that is in no table."""
    return f"{secrets.token_hex(6)}@example.com"


def account(call: Calls) -> tuple[str, str]:
    """Sign up, and return the address and a token."""
    email = new_email()
    attempt = call.post(
        "/users/signup", email=email, password=PASSWORD, full_name="Ada Lovelace"
    )
    token = call.post("/users/login", email=email, password=PASSWORD)["access_token"]
    named = {"signup_token": attempt["signup_token"]}
    call.database.execute(
        "UPDATE mail_counts SET sent_at = sent_at - interval '1 hour' WHERE email = %s",
        [email],
    )
    call.post("/users/resend-code", token=token)
    done = call.post("/users/verify-signup", **named, code=call.code(email))
    return email, done["access_token"]

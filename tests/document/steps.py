"""HTTP calls and sample files that many document tests use."""

from pathlib import Path
from typing import Any

from fastapi.testclient import TestClient
from httpx2 import Response

from tests.support import environment
from tests.support.accounts import API, Account

DOCUMENTS = f"{API}/documents"
TEXT = b"The quick brown fox.\n"
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 100
PDF = b"%PDF-1.4\n%%EOF\n"


def upload(
    client: TestClient,
    account: Account,
    content: bytes = TEXT,
    name: str = "note.txt",
    *,
    params: dict[str, Any] | None = None,
    path: str = "/upload",
    **fields: Any,
) -> Response:
    """Upload a file in a form with these text fields, and return the reply."""
    return client.post(
        DOCUMENTS + path,
        files={"file": (name, content)},
        data=fields,
        params=params,
        headers=account.headers,
    )


def uploaded(
    client: TestClient, account: Account, content: bytes = TEXT, **more: Any
) -> dict[str, Any]:
    """Upload a file and return its document."""
    reply = upload(client, account, content, **more)
    assert reply.status_code == 201, reply.text
    body: dict[str, Any] = reply.json()
    return body


def stored_files() -> list[Path]:
    """Return the paths of all stored files, including half-written ones."""
    return [path for path in environment.storage.rglob("*") if path.is_file()]

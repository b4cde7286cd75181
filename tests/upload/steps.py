"""Requests of tus 1.0 that many tests of uploads send."""

from base64 import b64encode
from dataclasses import dataclass

from fastapi.testclient import TestClient
from httpx2 import Response

from tests.support.accounts import API, Account

UPLOADS = f"{API}/uploads"
TUS = {"Tus-Resumable": "1.0.0"}
MEGABYTE = 2**20


@dataclass(frozen=True)
class Created:
    """An upload that was created, by its path and its id."""

    path: str
    id: str


def metadata(**values: str) -> str:
    """Return Upload-Metadata for these values."""
    return ",".join(
        f"{key} {b64encode(value.encode()).decode()}" for key, value in values.items()
    )


def create(client: TestClient, account: Account, size: int, **values: str) -> Response:
    """Create an upload of a text, unless the values name another file."""
    values = {"filename": "note.txt"} | values
    headers = {"Upload-Length": str(size), "Upload-Metadata": metadata(**values)}
    return client.post(UPLOADS, headers=account.headers | TUS | headers)


def created(client: TestClient, account: Account, size: int, **values: str) -> Created:
    """Create an upload, and return it."""
    reply = create(client, account, size, **values)
    assert reply.status_code == 201, reply.text
    return Created(reply.headers["Location"], reply.json()["id"])


def patch(
    client: TestClient,
    account: Account,
    upload: Created,
    content: bytes,
    offset: int = 0,
    **headers: str,
) -> Response:
    """Send bytes for an offset."""
    sent = {
        **account.headers,
        **TUS,
        "Content-Type": "application/offset+octet-stream",
        "Upload-Offset": str(offset),
        **{name.replace("_", "-"): value for name, value in headers.items()},
    }
    return client.patch(upload.path, content=content, headers=sent)


def head(client: TestClient, account: Account, upload: Created) -> Response:
    """Ask for the offset."""
    return client.head(upload.path, headers=account.headers | TUS)


def offset_of(client: TestClient, account: Account, upload: Created) -> int:
    """Return the offset that the service tells."""
    reply = head(client, account, upload)
    assert reply.status_code == 204
    return int(reply.headers["Upload-Offset"])

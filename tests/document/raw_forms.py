"""Forms as raw bytes, for clients that send what no library here would."""

from fastapi.testclient import TestClient
from httpx2 import Response

from tests.document.steps import DOCUMENTS
from tests.support.accounts import Account

KIND = "multipart/form-data; boundary=x"


def part(disposition: str | bytes, content: bytes = b"hello", *headers: bytes) -> bytes:
    """Return a part with its boundary before it."""
    if isinstance(disposition, str):
        disposition = disposition.encode()
    lines = [b"--x", b"Content-Disposition: form-data; " + disposition, *headers]
    return b"\r\n".join([*lines, b"", content, b""])


FILE = part('name="file"; filename="a.txt"')


def post(client: TestClient, owner: Account, body: bytes, kind: str = KIND) -> Response:
    return client.post(
        f"{DOCUMENTS}/upload",
        params={"allow_duplicate": True},
        content=body,
        headers=owner.headers | {"Content-Type": kind},
    )

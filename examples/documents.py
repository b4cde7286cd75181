"""Uploads a document, lists all documents and downloads one, with httpx.

It needs an API token with the scopes documents:read and documents:write: see README.md.

python3 run.py                                  # in another terminal
SAMPLE_TOKEN=sample_pat_... .venv/bin/python examples/documents.py contract.pdf
"""

import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx

API = "http://localhost:8000/api/v1"


def call(api: httpx.Client, method: str, path: str, **options: Any) -> httpx.Response:
    """Send a request; wait and retry after a 429 or 503.

    Raises:
        RuntimeError: The API refused the request. The message is its code and detail.
    """
    for _ in range(3):
        reply = api.request(method, path, **options)
        if reply.status_code not in (429, 503):
            break
        time.sleep(int(reply.headers["Retry-After"]))
    if reply.is_error:
        problem = reply.json()
        raise RuntimeError(f"{problem['code']}: {problem['detail']}")
    return reply


def upload(api: httpx.Client, path: Path, *, title: str, tags: list[str]) -> Any:
    """Upload a file and return the document.

    The key makes a retry harmless: it gets the reply of the first request.
    """
    with path.open("rb") as file:
        reply = call(
            api,
            "POST",
            "/documents/upload",
            files={"file": file},
            data={"title": title, "tags": tags},
            headers={"Idempotency-Key": str(uuid4())},
        )
    return reply.json()


def documents(api: httpx.Client, **query: Any) -> Iterator[Any]:
    """Yield all documents, page by page."""
    while True:
        page = call(api, "GET", "/documents", params=query).json()
        yield from page["items"]
        if page["next_cursor"] is None:
            return
        query["cursor"] = page["next_cursor"]


def download(api: httpx.Client, document_id: str, to: Path) -> None:
    """Write the current version of a document to a file, piece by piece."""
    path = f"/documents/{document_id}/download"
    with api.stream("GET", path) as reply, to.open("wb") as copy:
        reply.raise_for_status()
        for piece in reply.iter_bytes():
            copy.write(piece)


def main(file: Path, *, token: str, base_url: str = API) -> None:
    """Upload a file, list all documents and download the file."""
    headers = {"Authorization": f"Bearer {token}"}
    with httpx.Client(base_url=base_url, headers=headers, timeout=30) as api:
        document = upload(api, file, title="Contract", tags=["home", "2026"])
        for each in documents(api):
            print(each["id"], each["title"])
        download(api, document["id"], file.with_name("copy-" + file.name))


if __name__ == "__main__":
    main(Path(sys.argv[1]), token=os.environ["SAMPLE_TOKEN"])

"""The floor for files: streams by hand from and to the disk, with the same SQL."""

import hashlib
import os
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, BinaryIO
from urllib.parse import urlsplit
from uuid import uuid4

from python_multipart.multipart import MultipartParser, parse_options_header
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from benchmarks.floor import as_json, claims_of, pool, user_of

_FOLDER = Path(urlsplit(os.environ["STORAGE_URL"]).path)
_PIECE_BYTES = 1024 * 1024
_DOCUMENT = """
    INSERT INTO documents (id, owner_id, title, title_key, tags, name, media_type, size,
        sha256, version, revision, text_status, search, created_at, updated_at)
    VALUES (%(id)s, %(owner)s, %(name)s, %(name)s, '{}', %(name)s, 'text/plain', %(size)s,
        %(sha256)s, 1, 1, 'pending', '', %(now)s, %(now)s)
"""
_VERSION = """
    INSERT INTO document_versions (id, document_id, number, name, media_type, size,
        sha256, storage_name, created_at)
    VALUES (%(version)s, %(id)s, 1, %(name)s, 'text/plain', %(size)s, %(sha256)s,
        %(stored)s, %(now)s)
"""
_FILE = """
    SELECT storage_name, document_versions.size FROM documents
    JOIN document_versions ON document_id = documents.id AND number = version
    WHERE documents.id = %s AND owner_id = %s AND deleted_at IS NULL
"""


class _File:
    """The one file of a form: written and hashed while the form is parsed."""

    def __init__(self, file: BinaryIO, content_type: str) -> None:
        self.size = 0
        self.digest = hashlib.sha256()
        self._file = file
        _, options = parse_options_header(content_type)
        self.parser = MultipartParser(
            options[b"boundary"], {"on_part_data": self._on_part_data}
        )

    def _on_part_data(self, data: bytes, start: int, end: int) -> None:
        piece = memoryview(data)[start:end]
        self.size += end - start
        self.digest.update(piece)
        self._file.write(piece)


async def upload(request: Request) -> Response:
    """Store the one file of a form as a document."""
    claims = claims_of(request)
    stored = uuid4().hex
    with (_FOLDER / stored).open("wb") as file:
        form = _File(file, request.headers["content-type"])
        async for chunk in request.stream():
            form.parser.write(chunk)
        return await run_in_threadpool(_store, claims, form, file, stored)


def _store(
    claims: dict[str, Any], form: _File, file: BinaryIO, stored: str
) -> Response:
    file.flush()
    os.fsync(file.fileno())
    values = {
        "id": uuid4(),
        "version": uuid4(),
        "name": "file.txt",
        "size": form.size,
        "sha256": form.digest.digest(),
        "stored": stored,
        "now": datetime.now(UTC),
    }
    with pool.connection() as connection:
        user = user_of(connection, claims)
        values["owner"] = user[0]
        connection.execute(_DOCUMENT, values)
        connection.execute(_VERSION, values)
    return as_json({"id": str(values["id"])}, 201)


async def download(request: Request) -> Response:
    """Send the file of a document."""
    claims = claims_of(request)
    document_id = request.path_params["document_id"]
    row = await run_in_threadpool(_look_up, claims, document_id)
    headers = {"Content-Length": str(row[1])}
    return StreamingResponse(_pieces(_FOLDER / row[0]), headers=headers)


def _look_up(claims: dict[str, Any], document_id: str) -> Any:
    with pool.connection() as connection:
        user = user_of(connection, claims)
        return connection.execute(_FILE, (document_id, user[0])).fetchone()


async def _pieces(path: Path) -> AsyncIterator[bytes]:
    with path.open("rb") as file:
        while piece := await run_in_threadpool(file.read, _PIECE_BYTES):
            yield piece

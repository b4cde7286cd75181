"""What the shared tests need to know about resumable uploads."""

from typing import Any

from sqlmodel import SQLModel

from backend.core import clock, token
from backend.models import Upload, UploadPart, User
from tests.support.examples import Sent, World
from tests.upload.steps import TUS, created

CREATED = {"Uploads-create_upload"}


def _appending(world: World) -> Sent:
    user = world.user()
    # The test sends an empty JSON object as the bytes.
    upload = created(world.client, user, 2)
    return Sent(
        user.headers
        | TUS
        | {"Content-Type": "application/offset+octet-stream", "Upload-Offset": "0"},
        {"upload_id": upload.id},
    )


EXAMPLES = {"Uploads-append_to_upload": _appending}


def _upload(**changes: Any) -> Upload:
    fields: dict[str, Any] = {
        "user_id": token.new_id(),
        "name": "a.txt",
        "upload_metadata": "",
        "size": 1,
        "expires_at": clock.now(),
    }
    return Upload(**fields | changes)


def _part(**changes: Any) -> UploadPart:
    fields: dict[str, Any] = {
        "upload_id": token.new_id(),
        "start": 0,
        "size": 1,
        "storage_name": "ab/abc",
    }
    return UploadPart(**fields | changes)


def _with_owner(**changes: Any) -> list[SQLModel]:
    owner = User(email="ada@example.com", password_hash="x")
    return [owner, _upload(user_id=owner.id, **changes)]


def _empty_part() -> list[SQLModel]:
    owner, upload = _with_owner()
    return [owner, upload, _part(upload_id=upload.id, size=0)]  # type: ignore[attr-defined]


CONSTRAINTS = {
    "fk_uploads_user_id": lambda: [_upload()],
    "ck_uploads_is_not_empty": lambda: _with_owner(size=0),
    "ck_uploads_offset_is_in_the_file": lambda: _with_owner(received=2),
    "ck_uploads_whole_if_stored": lambda: _with_owner(document_id=token.new_id()),
    "fk_upload_parts_upload_id": lambda: [_part()],
    "ck_upload_parts_is_not_empty": _empty_part,
}

"""Calls the operations of documents, for `benchmarks.scale`."""

import base64
import hashlib
import io
import secrets
from uuid import UUID

from benchmarks.scale.client import Calls

# A document of user 0 that has a thumbnail, by its id in rows.sql.
_PICTURED = UUID(hashlib.md5(b"d0", usedforsecurity=False).hexdigest())
_TUS = {"Tus-Resumable": "1.0.0"}
_BYTES = {"Content-Type": "application/offset+octet-stream"}


def documents(call: Calls) -> None:
    """Call the operations on documents as user 0."""
    lists: tuple[dict[str, str], ...] = (
        *({"sort": sort} for sort in ("newest", "oldest", "updated", "title")),
        *({"sort": sort, "reverse": "true"} for sort in ("name", "size")),
        {"tag": "tag7"},
        {"created_from": "2020-01-01", "updated_to": "2030-01-01"},
        {"type": "image/*"},
        {"total": "true"},
        # Nine in ten documents have the first word of rows.sql, one in fifty the 101st.
        {"search": "cfcd208"},
        {"search": "c"},
        {"search": "f899139"},
        {"search": "cfcd208 f899139"},
        {"search": "c81e728 eccbc87"},
        {"search": "c4ca zzzz"},
        {"search": "nobody"},
        {"search": "cfdc208"},
    )
    for params in lists:
        call.pages("/documents", **params)
    call("GET", "/documents/usage")
    call("GET", "/documents/tags")
    call("GET", "/documents/facets")
    made = _upload(call, "/documents/upload")
    path, of = f"/documents/{made}", "/documents/{document_id}"
    call("GET", path, of=of)
    call("PATCH", path, of=of, json={"title": "Contract", "tags": ["home"]})
    _upload(call, f"{path}/versions", of=f"{of}/versions")
    call("GET", f"{path}/versions", of=f"{of}/versions")
    restore = "/versions/{number}/restore"
    call("POST", f"{path}/versions/1/restore", of=of + restore)
    call("GET", f"/documents/{_PICTURED}/thumbnail", of=f"{of}/thumbnail")
    call("GET", f"{path}/download", of=f"{of}/download")
    link = call("GET", f"{path}/download-link", of=f"{of}/download-link").json()
    call("GET", "/documents/linked", params={"token": _token_of(link)})
    link = call("GET", f"{path}/view-link", of=f"{of}/view-link").json()
    call("GET", "/documents/linked", params={"token": _token_of(link)})
    call("POST", "/documents/zip", json={"ids": [made]})
    link = call("POST", "/documents/zip-link", json={"ids": [made]}).json()
    call("GET", "/documents/linked-zip", params={"token": _token_of(link)})
    share = call.post(f"{path}/shares", of=f"{of}/shares", expires_in_hours=1)
    call("GET", f"{path}/shares", of=f"{of}/shares")
    call("GET", "/documents/shares")
    body = {"token": share["token"]}
    call("POST", "/documents/shared", json=body)
    link = call("POST", "/documents/shared/download-link", json=body).json()
    call("GET", "/documents/linked", params={"token": _token_of(link)})
    call("POST", "/documents/shared/view-link", json=body)
    shared = f"{path}/shares/{share['id']}"
    call("DELETE", shared, of=f"{of}/shares/{{share_id}}")
    tagged = {"action": "tag", "add_tags": ["scale"]}
    call("POST", "/documents/batches", json={**tagged, "documents": [{"id": made}]})
    job = "/documents/batches/jobs"
    body = {"action": "trash", "filter": {"tags": ["no such tag"]}}
    started = call("POST", job, json=body).json()
    call("GET", job)
    of_job = f"{job}/{{batch_id}}"
    call("GET", f"{job}/{started['id']}", of=of_job)
    call("POST", f"{job}/{started['id']}/cancel", of=f"{of_job}/cancel")
    call("DELETE", path, of=of)
    call.pages("/documents/trash")
    call("POST", f"{path}/restore", of=f"{of}/restore")
    call("DELETE", path, of=of)
    call("POST", f"{path}/purge", of=f"{of}/purge")
    call("DELETE", "/documents/trash")


def uploads(call: Calls) -> None:
    """Call the operations on resumable uploads as user 0."""
    call("OPTIONS", "/uploads", headers=_TUS)
    content = secrets.token_hex(8).encode()
    name = base64.b64encode(b"note.txt").decode()
    headers = {"Upload-Length": "16", "Upload-Metadata": f"filename {name}"} | _TUS
    of = "/uploads/{upload_id}"
    for finished in (True, False):
        made = call("POST", "/uploads", headers=headers).json()["id"]
        path = f"/uploads/{made}"
        call("GET", "/uploads")
        call("GET", path, of=of)
        for start, end in ((0, 8), (8, 16 if finished else 12)):
            call(
                "PATCH",
                path,
                of=of,
                content=content[start:end],
                headers={"Upload-Offset": f"{start}", **_BYTES, **_TUS},
            )
        call("HEAD", path, of=of, headers=_TUS)
    call("DELETE", path, of=of, headers=_TUS)


def _token_of(link: dict[str, str]) -> str:
    return link["url"].partition("token=")[2]


def _upload(call: Calls, path: str, *, of: str = "") -> str:
    text = f"The quick brown fox {secrets.token_hex(8)}.\n".encode()
    files = {"file": ("note.txt", io.BytesIO(text))}
    key = {"Idempotency-Key": secrets.token_hex(16)}
    found: str = call("POST", path, of=of, files=files, headers=key).json()["id"]
    return found

"""Rows of documents that violate a constraint, for test_constraints.py."""

from collections.abc import Callable
from typing import Any

from sqlmodel import SQLModel

from backend.core import clock, token
from backend.models import (
    Document,
    DocumentBatch,
    DocumentShare,
    DocumentText,
    DocumentThumbnail,
    DocumentUsage,
    DocumentVersion,
    DocumentWords,
    User,
)

FILE = {"name": "a.txt", "media_type": "text/plain", "size": 1, "sha256": b"hash"}


def document(**changes: Any) -> Document:
    """Return a valid document whose owner does not exist."""
    fields: dict[str, Any] = {
        "owner_id": token.new_id(),
        "title": "t",
        "title_key": "t",
        "tags": [],
        "search": "",
    }
    return Document(**fields | FILE | changes)


def version(**changes: Any) -> DocumentVersion:
    """Return a valid version whose document does not exist."""
    fields: dict[str, Any] = {"document_id": token.new_id(), "storage_name": "ab/abc"}
    return DocumentVersion(**fields | FILE | changes)


def share(**changes: Any) -> DocumentShare:
    """Return a valid share whose document does not exist."""
    fields: dict[str, Any] = {
        "document_id": token.new_id(),
        "token_digest": b"digest",
        "expires_at": clock.now(),
    }
    return DocumentShare(**fields | changes)


def words(**changes: Any) -> DocumentWords:
    """Return the lexemes of a document that does not exist."""
    fields: dict[str, Any] = {
        "document_id": token.new_id(),
        "is_text": False,
        "owner_id": token.new_id(),
        "created_at": clock.now(),
        "words": "",
    }
    return DocumentWords(**fields | changes)


def with_document(
    *rows: Callable[..., SQLModel], **changes: Any
) -> Callable[[], list[SQLModel]]:
    """Return a function that makes a document and rows that belong to it."""

    def make() -> list[SQLModel]:
        owner = User(email="ada@example.com", password_hash="x")
        whole = document(owner_id=owner.id)
        return [owner, whole, *(row(document_id=whole.id, **changes) for row in rows)]

    return make


def bad_document(**changes: Any) -> Callable[[], list[SQLModel]]:
    """Return a function that makes an account and a document with invalid values."""

    def make() -> list[SQLModel]:
        owner = User(email="ada@example.com", password_hash="x")
        return [owner, document(owner_id=owner.id, **changes)]

    return make


def batch(**changes: Any) -> DocumentBatch:
    """Return a valid batch whose user does not exist."""
    fields: dict[str, Any] = {
        "user_id": token.new_id(),
        "action": "trash",
        "filter": {},
        "total": 0,
    }
    empty = dict.fromkeys(("add_tags", "remove_tags", "document_ids"), ())
    return DocumentBatch(**fields | empty | changes)


def bad_batch(**changes: Any) -> Callable[[], list[SQLModel]]:
    """Return a function that makes an account and a batch with invalid values."""

    def make() -> list[SQLModel]:
        user = User(email="ada@example.com", password_hash="x")
        return [user, batch(user_id=user.id, **changes)]

    return make


def negative_usage() -> list[SQLModel]:
    owner = User(email="ada@example.com", password_hash="x")
    return [owner, DocumentUsage(user_id=owner.id, used_bytes=-1)]


def one_file_of_two_documents() -> list[SQLModel]:
    owner = User(email="ada@example.com", password_hash="x")
    both = [document(owner_id=owner.id), document(owner_id=owner.id)]
    return [owner, *both, *(version(document_id=each.id) for each in both)]


# Each constraint, and rows whose last one violates it.
DOCUMENT_CASES: dict[str, Callable[[], list[SQLModel]]] = {
    "fk_document_batches_user_id": lambda: [batch()],
    "ck_document_batches_known_action": bad_batch(action="burn"),
    "ck_document_batches_within_its_total": bad_batch(processed=1),
    "fk_documents_owner_id": lambda: [document()],
    "ck_documents_is_not_empty": bad_document(size=0),
    "ck_documents_known_text_status": bad_document(text_status="lost"),
    "fk_document_versions_document_id": lambda: [version()],
    "ck_document_versions_is_not_empty": with_document(version, size=0),
    "uq_document_versions_document_id": with_document(version, version),
    "uq_document_versions_storage_name": one_file_of_two_documents,
    "fk_document_texts_version_id": lambda: [DocumentText(version_id=token.new_id())],
    "fk_document_thumbnails_version_id": lambda: [
        DocumentThumbnail(version_id=token.new_id(), owner_id=token.new_id())
    ],
    "fk_document_words_document_id": lambda: [words()],
    "fk_document_shares_document_id": lambda: [share()],
    "uq_document_shares_token_digest": with_document(share, share),
    "ck_document_shares_within_its_cap": with_document(
        share, downloads=2, max_downloads=1
    ),
    "fk_document_usage_user_id": lambda: [DocumentUsage(user_id=token.new_id())],
    "ck_document_usage_never_negative": negative_usage,
}

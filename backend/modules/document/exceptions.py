"""Errors of the document module."""

from collections.abc import Mapping
from uuid import UUID

from backend.core.config import settings
from backend.core.exceptions import AppException, RetryLater


class DocumentNotFound(AppException):
    """The document does not exist, is in the trash, or has another owner."""

    STATUS_CODE = 404
    CODE = "document_not_found"
    MESSAGE = "There is no such document."


class BatchNotFound(AppException):
    """The user has no batch with this id."""

    STATUS_CODE = 404
    CODE = "batch_not_found"
    MESSAGE = "There is no such batch."


class BatchRunning(AppException):
    """The user has a batch that is not finished."""

    STATUS_CODE = 409
    CODE = "batch_running"
    MESSAGE = "Another batch is running. Wait until it is finished, or cancel it."


class VersionNotFound(AppException):
    """The document has no version with this number."""

    STATUS_CODE = 404
    CODE = "version_not_found"
    MESSAGE = "There is no such version."


class ThumbnailNotFound(AppException):
    """The version has no thumbnail, or not yet: see `has_thumbnail` of the document."""

    STATUS_CODE = 404
    CODE = "thumbnail_not_found"
    MESSAGE = "There is no thumbnail of this version."


class ShareNotFound(AppException):
    """The document has no share with this id that is not revoked."""

    STATUS_CODE = 404
    CODE = "share_not_found"
    MESSAGE = "There is no such share."


class NotViewable(AppException):
    """Browsers must not show files of this type, only save them."""

    STATUS_CODE = 409
    CODE = "not_viewable"
    MESSAGE = "Files of this type cannot be shown. Download it."


class WrongSharePassword(AppException):
    """The share has a password, and the one sent is missing or wrong."""

    STATUS_CODE = 400
    CODE = "wrong_share_password"
    MESSAGE = "The password for this link is missing or wrong."


class DocumentChanged(AppException):
    """A precondition is false: the document or file is not the one that it names."""

    STATUS_CODE = 412
    CODE = "document_changed"
    MESSAGE = "The document has changed in the meantime. Load it again."


class FileTooLarge(AppException):
    """The file is larger than DOCUMENT_MAX_BYTES."""

    STATUS_CODE = 413
    CODE = "file_too_large"
    MESSAGE = "This file is too large."


class TypeNotAllowed(AppException):
    """Files with this extension are not accepted."""

    STATUS_CODE = 415
    CODE = "type_not_allowed"
    MESSAGE = "Files of this type cannot be stored."


class ContentMismatch(AppException):
    """The content of the file does not match its extension."""

    STATUS_CODE = 415
    CODE = "content_mismatch"
    MESSAGE = "The file's content does not match its extension."


class RangeNotSatisfiable(AppException):
    """The requested range begins after the end of the file."""

    STATUS_CODE = 416
    CODE = "range_not_satisfiable"
    MESSAGE = "The file ends before this range."

    def __init__(self, size: int = 0) -> None:
        super().__init__()
        self._size = size

    @property
    def headers(self) -> Mapping[str, str]:
        """The header with the size of the file (RFC 9110, section 14.4)."""
        return {"Content-Range": f"bytes */{self._size}"}


class QuotaExceeded(AppException):
    """The file does not fit into the user's quota."""

    STATUS_CODE = 409
    CODE = "quota_exceeded"
    MESSAGE = "This file does not fit into your storage quota. Delete something first."


class _Duplicate(AppException):
    """The user already has a document with the same bytes; Location names it."""

    def __init__(self, document_id: UUID | None = None) -> None:
        super().__init__(f"{self.MESSAGE} Its id is {document_id}.")
        self.document_id = document_id

    @property
    def headers(self) -> Mapping[str, str]:
        """The Location header with the path of the document."""
        path = f"{settings.API_PREFIX}/documents/{self.document_id}"
        return {"Location": path}


class DuplicateDocument(_Duplicate):
    """One of the user's documents has the same bytes."""

    STATUS_CODE = 409
    CODE = "duplicate_document"
    MESSAGE = "You already have this file."


class DuplicateInTrash(_Duplicate):
    """A document in the user's trash has the same bytes."""

    STATUS_CODE = 409
    CODE = "duplicate_in_trash"
    MESSAGE = "This file is in your trash."


class TooManyUploads(RetryLater):
    """The user already has the maximum number of uploads running."""

    STATUS_CODE = 429
    CODE = "too_many_uploads"
    MESSAGE = "Too many uploads at once. Wait until one of them is finished."


class UploadTooSlow(AppException):
    """The upload paused or took too long as a whole; nothing was stored."""

    STATUS_CODE = 408
    CODE = "upload_too_slow"
    MESSAGE = "The upload took too long."

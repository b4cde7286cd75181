"""What can go wrong with a document."""

from collections.abc import Mapping
from uuid import UUID

from backend.core.config import settings
from backend.core.exceptions import AppException, RetryLater


class DocumentNotFound(AppException):
    """The caller has no such document: it may be another's, in the trash, or nobody's."""

    STATUS_CODE = 404
    CODE = "document_not_found"
    MESSAGE = "There is no such document."


class VersionNotFound(AppException):
    """The document has no version of this number."""

    STATUS_CODE = 404
    CODE = "version_not_found"
    MESSAGE = "There is no such version."


class ShareNotFound(AppException):
    """The document has no such share."""

    STATUS_CODE = 404
    CODE = "share_not_found"
    MESSAGE = "There is no such share."


class LinkNotFound(AppException):
    """The link is wrong, over, revoked, used up, or its document is gone: not told which."""

    STATUS_CODE = 404
    CODE = "link_not_found"
    MESSAGE = "This link is wrong or no longer valid."


class WrongSharePassword(AppException):
    """The share has a password, and this is not it."""

    STATUS_CODE = 400
    CODE = "wrong_share_password"
    MESSAGE = "This link needs its password."


class DocumentChanged(AppException):
    """If-Match names another state than the present one."""

    STATUS_CODE = 412
    CODE = "document_changed"
    MESSAGE = "The document has changed meanwhile. Read it again."


class FileTooLarge(AppException):
    """The file is larger than DOCUMENT_MAX_BYTES."""

    STATUS_CODE = 413
    CODE = "file_too_large"
    MESSAGE = "This file is too large."


class TypeNotAllowed(AppException):
    """Files with this extension are not taken."""

    STATUS_CODE = 415
    CODE = "type_not_allowed"
    MESSAGE = "Files of this type cannot be stored."


class ContentMismatch(AppException):
    """What is in the file is not what its extension says."""

    STATUS_CODE = 415
    CODE = "content_mismatch"
    MESSAGE = "What is in this file is not what its name says."


class RangeNotSatisfiable(AppException):
    """The range begins behind the end of the file."""

    STATUS_CODE = 416
    CODE = "range_not_satisfiable"
    MESSAGE = "The file ends before this range."

    def __init__(self, size: int = 0) -> None:
        super().__init__()
        self._size = size

    @property
    def headers(self) -> Mapping[str, str]:
        """How long the file is (RFC 9110, section 14.4)."""
        return {"Content-Range": f"bytes */{self._size}"}


class QuotaExceeded(AppException):
    """The file does not fit into what the user may store."""

    STATUS_CODE = 409
    CODE = "quota_exceeded"
    MESSAGE = "There is no room for this file in your storage. Delete something first."


class _Duplicate(AppException):
    """The user has this very file already; Location names the document."""

    def __init__(self, document_id: UUID | None = None) -> None:
        super().__init__(f"{self.MESSAGE} Its id is {document_id}.")
        self._document_id = document_id

    @property
    def headers(self) -> Mapping[str, str]:
        """Where the document is."""
        path = f"{settings.API_PREFIX}/documents/{self._document_id}"
        return {"Location": path}


class DuplicateDocument(_Duplicate):
    """One of the user's documents holds this very file."""

    STATUS_CODE = 409
    CODE = "duplicate_document"
    MESSAGE = "You have this file already."


class DuplicateInTrash(_Duplicate):
    """One of the documents in the user's trash holds this very file."""

    STATUS_CODE = 409
    CODE = "duplicate_in_trash"
    MESSAGE = "This file is in your trash."


class TooManyUploads(RetryLater):
    """The user uploads as many files as may come in at once."""

    STATUS_CODE = 429
    CODE = "too_many_uploads"
    MESSAGE = "Too many uploads at once. Wait until one of them has ended."


class UploadTooSlow(AppException):
    """Nothing came for a while, or the whole took too long; nothing was stored."""

    STATUS_CODE = 408
    CODE = "upload_too_slow"
    MESSAGE = "The upload took too long."

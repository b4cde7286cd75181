"""Errors of resumable uploads.

tus-js-client repeats a request after 409 and after every 5xx, and gives up after any
other 4xx. So only a wrong offset is 409 here, and waiting helps only with a 503.
"""

from collections.abc import Mapping

from backend.core.exceptions import AppException, RetryLater
from backend.modules.document.exceptions import DuplicateDocument, DuplicateInTrash
from backend.modules.upload.lib import VERSION


class InvalidHeader(ValueError):
    """A header of the protocol, or a field of Upload-Metadata, is invalid."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field
        self.message = message


class UploadNotFound(AppException):
    """The upload does not exist, has expired, or belongs to another user."""

    STATUS_CODE = 404
    CODE = "upload_not_found"
    MESSAGE = "There is no such upload, or it has expired."


class OffsetMismatch(AppException):
    """Upload-Offset is not the current offset, or a newer request took over."""

    STATUS_CODE = 409
    CODE = "offset_mismatch"
    MESSAGE = "The upload continues at another offset. Ask for it with HEAD."


class UnsupportedTusVersion(AppException):
    """Tus-Resumable is missing, or names a version that is not supported."""

    STATUS_CODE = 412
    CODE = "unsupported_tus_version"
    MESSAGE = f"Send the header Tus-Resumable: {VERSION}."

    @property
    def headers(self) -> Mapping[str, str]:
        """The supported version (tus 1.0, Tus-Version)."""
        return {"Tus-Version": VERSION}


class UnsupportedTusFeature(AppException):
    """The request uses an extension of the protocol that is not supported."""

    STATUS_CODE = 400
    CODE = "unsupported_tus_feature"
    MESSAGE = "This part of the tus protocol is not supported."


class NotAnUpload(AppException):
    """The Content-Type of the bytes is not application/offset+octet-stream."""

    STATUS_CODE = 415
    CODE = "not_offset_octet_stream"
    MESSAGE = "Send the bytes as application/offset+octet-stream."


class ChecksumMismatch(AppException):
    """The bytes do not have the digest in Upload-Checksum; they were discarded."""

    STATUS_CODE = 460
    CODE = "checksum_mismatch"
    MESSAGE = "The bytes were damaged on their way. Send them again."


class UploadExceedsQuota(AppException):
    """The file, with the unfinished uploads, does not fit into the user's quota."""

    STATUS_CODE = 413
    CODE = "upload_exceeds_quota"
    MESSAGE = "This file does not fit into your storage quota. Delete something first."


class TooManyOpenUploads(AppException):
    """The user already has the maximum number of unfinished uploads."""

    STATUS_CODE = 422
    CODE = "too_many_open_uploads"
    MESSAGE = "You have too many unfinished uploads. Finish or delete some."


class UploadIsDuplicate(DuplicateDocument):
    """One of the user's documents has the same bytes; the upload has ended."""

    STATUS_CODE = 422
    CODE = "upload_is_duplicate"


class UploadIsInTrash(DuplicateInTrash):
    """A document in the user's trash has the same bytes; the upload has ended."""

    STATUS_CODE = 422
    CODE = "upload_is_in_trash"


class ResumeLater(RetryLater):
    """The bytes came too slowly, or too many at once. What arrived is kept."""

    STATUS_CODE = 503
    CODE = "resume_later"
    MESSAGE = "The upload was interrupted. Resume it at its offset."

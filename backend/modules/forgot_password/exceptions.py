"""The errors of a password reset."""

from backend.core.exceptions import AppException


class InvalidResetToken(AppException):
    """The ticket is unknown, used, older than ten minutes, or was revoked."""

    STATUS_CODE = 400
    CODE = "invalid_reset_token"
    MESSAGE = "This password reset is no longer valid. Request a new code."

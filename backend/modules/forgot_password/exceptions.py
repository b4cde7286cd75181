"""What can go wrong when a password is set anew."""

from backend.core.exceptions import AppException


class InvalidResetToken(AppException):
    """The ticket is unknown, used, older than ten minutes, or was made void."""

    STATUS_CODE = 400
    CODE = "invalid_reset_token"
    MESSAGE = "This reset is no longer valid. Ask for a new code."

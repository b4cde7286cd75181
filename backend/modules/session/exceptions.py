"""What can go wrong with login sessions, and with who they are of."""

from backend.core.exceptions import AppException


class WrongPassword(AppException):
    """The password given to confirm a change is not the one of the account."""

    STATUS_CODE = 400
    CODE = "wrong_password"
    MESSAGE = "This is not your password."


class SessionNotFound(AppException):
    """The user has no such live session."""

    STATUS_CODE = 404
    CODE = "session_not_found"
    MESSAGE = "There is no such session."


class UserNotFound(AppException):
    """There is no account with this id."""

    STATUS_CODE = 404
    CODE = "user_not_found"
    MESSAGE = "There is no such user."


class TrustedDeviceNotFound(AppException):
    """The user trusts no such device."""

    STATUS_CODE = 404
    CODE = "trusted_device_not_found"
    MESSAGE = "There is no such trusted device."

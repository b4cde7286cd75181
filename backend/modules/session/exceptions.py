"""Errors about login sessions, and errors that several modules share."""

from backend.core.exceptions import AppException


class WrongPassword(AppException):
    """The password that should confirm a change is not the account's password."""

    STATUS_CODE = 400
    CODE = "wrong_password"
    MESSAGE = "The password is wrong."


class SessionNotFound(AppException):
    """The user has no live login session with this id."""

    STATUS_CODE = 404
    CODE = "session_not_found"
    MESSAGE = "No session with this id."


class UserNotFound(AppException):
    """There is no account with this id or address."""

    STATUS_CODE = 404
    CODE = "user_not_found"
    MESSAGE = "There is no such user."


class TrustedDeviceNotFound(AppException):
    """The user has no trusted device with this id."""

    STATUS_CODE = 404
    CODE = "trusted_device_not_found"
    MESSAGE = "No trusted device with this id."


class DeletionPending(AppException):
    """The account is about to be deleted. Only returned when the password is right."""

    STATUS_CODE = 403
    CODE = "deletion_pending"
    MESSAGE = (
        "This account is about to be deleted. "
        "Use the link in the deletion e-mail to keep it."
    )

"""What can go wrong with an account."""

from backend.core.exceptions import AppException


class InvalidCode(AppException):
    """The code is wrong, expired, used, replaced, or has no tries left."""

    STATUS_CODE = 400
    CODE = "invalid_code"
    MESSAGE = "This code is wrong or no longer valid."


class InvalidCredentials(AppException):
    """Unknown e-mail, wrong password or disabled account: deliberately not told."""

    STATUS_CODE = 400
    CODE = "invalid_credentials"
    MESSAGE = "E-mail or password is wrong."


class WeakPassword(AppException):
    """The password is common, or made of what is known about its owner."""

    STATUS_CODE = 400
    CODE = "weak_password"
    MESSAGE = "This password is too easy to guess. Choose a longer or less common one."

"""The errors of the second factor."""

from backend.core.exceptions import AppException, RetryLater


class WrongCode(AppException):
    """The code of the app or the recovery code is wrong or was used before."""

    STATUS_CODE = 400
    CODE = "wrong_code"
    MESSAGE = "This code is wrong or was used before."


class CodeRequired(AppException):
    """The account has a second factor, and the request contains no code."""

    STATUS_CODE = 400
    CODE = "code_required"
    MESSAGE = "A code from your authenticator app is required."


class TwoFaPaused(RetryLater):
    """Too many codes were wrong. For a while all are rejected, even right ones."""

    STATUS_CODE = 429
    CODE = "two_factor_paused"
    MESSAGE = "Too many wrong codes. Try again later."


class TwoFaEnabled(AppException):
    """The account already has a second factor."""

    STATUS_CODE = 409
    CODE = "two_factor_enabled"
    MESSAGE = "Two-factor authentication is already on."


class TwoFaNotEnabled(AppException):
    """The account has no second factor."""

    STATUS_CODE = 409
    CODE = "two_factor_not_enabled"
    MESSAGE = "Two-factor authentication is not on."


class TwoFaNotSetUp(AppException):
    """No set-up waits for a code: none was started, or it expired or was used up."""

    STATUS_CODE = 409
    CODE = "two_factor_not_set_up"
    MESSAGE = "Set up two-factor authentication first."

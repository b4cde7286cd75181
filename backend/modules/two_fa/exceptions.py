"""What can go wrong with a second factor."""

from backend.core.exceptions import AppException, RetryLater


class WrongCode(AppException):
    """The code of the app or the recovery code is wrong, or was used before."""

    STATUS_CODE = 400
    CODE = "wrong_code"
    MESSAGE = "This code is wrong or was used before."


class CodeRequired(AppException):
    """The account has a second factor, and none was given."""

    STATUS_CODE = 400
    CODE = "code_required"
    MESSAGE = "This needs a code of your authenticator app too."


class TwoFaPaused(RetryLater):
    """Too many codes were wrong: none is looked at for a while, not even a right one."""

    STATUS_CODE = 429
    CODE = "two_factor_paused"
    MESSAGE = "Too many wrong codes. Try again later."


class TwoFaEnabled(AppException):
    """There is a second factor already."""

    STATUS_CODE = 409
    CODE = "two_factor_enabled"
    MESSAGE = "Two-factor authentication is on already."


class TwoFaNotEnabled(AppException):
    """There is no second factor."""

    STATUS_CODE = 409
    CODE = "two_factor_not_enabled"
    MESSAGE = "Two-factor authentication is not on."


class TwoFaNotSetUp(AppException):
    """No set-up is waiting for its first code: too old, too many wrong ones, or none."""

    STATUS_CODE = 409
    CODE = "two_factor_not_set_up"
    MESSAGE = "Set two-factor authentication up first."

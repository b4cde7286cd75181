"""The errors of passkeys."""

from backend.core.exceptions import AppException


class PasskeyNotFound(AppException):
    """The account has no passkey with this id, or none at all."""

    STATUS_CODE = 404
    CODE = "passkey_not_found"
    MESSAGE = "There is no such passkey."


class UnknownPasskey(AppException):
    """No account has this credential: it was removed. Tell the browser (signal API)."""

    STATUS_CODE = 400
    CODE = "unknown_passkey"
    MESSAGE = "This passkey was removed from its account. Log in another way."


class InvalidPasskey(AppException):
    """The answer does not prove that the passkey is the caller's, for this challenge."""

    STATUS_CODE = 400
    CODE = "invalid_passkey"
    MESSAGE = "The passkey could not be verified. Try again."


class PasskeyExists(AppException):
    """The credential belongs to an account already."""

    STATUS_CODE = 409
    CODE = "passkey_exists"
    MESSAGE = "This passkey is already registered."


class TooManyPasskeys(AppException):
    """The account has as many passkeys as one can have."""

    STATUS_CODE = 409
    CODE = "too_many_passkeys"
    MESSAGE = "Your account has 20 passkeys. Remove one first."

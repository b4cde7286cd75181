"""Errors about accounts."""

from backend.core.exceptions import AppException
from backend.core.known_device import KnownDevice


class InvalidCode(AppException):
    """The code is wrong, expired, used, replaced, or has no attempts left."""

    STATUS_CODE = 400
    CODE = "invalid_code"
    MESSAGE = "This code is wrong or no longer valid."


class SignupTokenRequired(AppException):
    """The request has neither a sign-up token nor the token of a login session."""

    STATUS_CODE = 400
    CODE = "signup_token_required"
    MESSAGE = "Send the signup_token, or log in first with the password of the sign-up."


class InvalidCredentials(AppException):
    """Unknown e-mail, wrong password, or disabled account: deliberately one error."""

    STATUS_CODE = 400
    CODE = "invalid_credentials"
    MESSAGE = "E-mail or password is wrong."


class StaleDevice(InvalidCredentials):
    """A failed login with the device token of an old password. Same reply.

    The token counts as unknown from now on.
    """

    def __init__(self, device: KnownDevice) -> None:
        super().__init__()
        self.device = device


class BreachedPassword(AppException):
    """The password is known from a data breach."""

    STATUS_CODE = 400
    CODE = "breached_password"
    MESSAGE = "This password has appeared in a data breach. Choose another one."


class WeakPassword(AppException):
    """The password is common, or built from the user's name or address."""

    STATUS_CODE = 400
    CODE = "weak_password"
    MESSAGE = "This password is too easy to guess. Choose a longer or less common one."


class SamePassword(AppException):
    """The new password equals the current one."""

    STATUS_CODE = 400
    CODE = "same_password"
    MESSAGE = "The new password must differ from the current one."


class SameEmail(AppException):
    """The new address equals the current one."""

    STATUS_CODE = 400
    CODE = "same_email"
    MESSAGE = "Your account already has this e-mail address."


class EmailTaken(AppException):
    """Another account has this address."""

    STATUS_CODE = 409
    CODE = "email_taken"
    MESSAGE = "Another account has this e-mail address."


class InvalidUndoToken(AppException):
    """The token that undoes a change or a deletion is unknown, used, or expired."""

    STATUS_CODE = 400
    CODE = "invalid_undo_token"
    MESSAGE = "This link is wrong or no longer valid."


class LastAdmin(AppException):
    """The change would leave the service without an administrator."""

    STATUS_CODE = 409
    CODE = "last_admin"
    MESSAGE = "The last administrator cannot be disabled, demoted or deleted."


class OwnTwoFactor(AppException):
    """An administrator tried to reset their own second factor.

    Switching it off needs the password and a code, for administrators too.
    """

    STATUS_CODE = 409
    CODE = "own_two_factor"
    MESSAGE = "Switch off your own second factor in your account settings."


class SignupDisabled(AppException):
    """The operator has switched sign-up off."""

    STATUS_CODE = 403
    CODE = "signup_disabled"
    MESSAGE = "Sign-up is switched off."

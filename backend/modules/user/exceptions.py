"""What can go wrong with an account."""

from backend.core.exceptions import AppException
from backend.core.known_device import KnownDevice


class InvalidCode(AppException):
    """The code is wrong, expired, used, replaced, or has no tries left."""

    STATUS_CODE = 400
    CODE = "invalid_code"
    MESSAGE = "This code is wrong or no longer valid."


class SignupTokenRequired(AppException):
    """Neither the token of a sign-up nor that of a session says which one is meant."""

    STATUS_CODE = 400
    CODE = "signup_token_required"
    MESSAGE = "Send the signup_token of the sign-up, or log in with its password first."


class InvalidCredentials(AppException):
    """Unknown e-mail, wrong password or disabled account: deliberately not told."""

    STATUS_CODE = 400
    CODE = "invalid_credentials"
    MESSAGE = "E-mail or password is wrong."


class StaleDevice(InvalidCredentials):
    """The same answer: the device token is of an older password, and ends with this."""

    def __init__(self, device: KnownDevice) -> None:
        super().__init__()
        self.device = device


class BreachedPassword(AppException):
    """The password is among those that were made public by a breach somewhere."""

    STATUS_CODE = 400
    CODE = "breached_password"
    MESSAGE = "This password has appeared in a data breach. Choose another one."


class WeakPassword(AppException):
    """The password is common, or made of what is known about its owner."""

    STATUS_CODE = 400
    CODE = "weak_password"
    MESSAGE = "This password is too easy to guess. Choose a longer or less common one."


class SamePassword(AppException):
    """The new password is the present one."""

    STATUS_CODE = 400
    CODE = "same_password"
    MESSAGE = "This is your password already."


class SameEmail(AppException):
    """The new address is the present one."""

    STATUS_CODE = 400
    CODE = "same_email"
    MESSAGE = "This is your e-mail address already."


class EmailTaken(AppException):
    """Another account has the address by now."""

    STATUS_CODE = 409
    CODE = "email_taken"
    MESSAGE = "Another account has this e-mail address."


class InvalidUndoToken(AppException):
    """The way back, to an old address or from a deletion, is unknown, used, or too old."""

    STATUS_CODE = 400
    CODE = "invalid_undo_token"
    MESSAGE = "This link is wrong or no longer valid."


class LastAdmin(AppException):
    """Without this one nobody could administer the service."""

    STATUS_CODE = 409
    CODE = "last_admin"
    MESSAGE = "The last administrator can be neither disabled, demoted nor deleted."


class OwnTwoFactor(AppException):
    """Administrators need password and code to switch their own second factor off."""

    STATUS_CODE = 409
    CODE = "own_two_factor"
    MESSAGE = "Use the settings of your own account to switch your second factor off."


class DeletionPending(AppException):
    """The owner asked for the account to be deleted; told to who knows its password."""

    STATUS_CODE = 403
    CODE = "deletion_pending"
    MESSAGE = "This account is about to be deleted. The e-mail about it has a way back."


class SignupDisabled(AppException):
    """The operator has switched sign-up off."""

    STATUS_CODE = 403
    CODE = "signup_disabled"
    MESSAGE = "New accounts cannot be created here."

"""The errors of the outbox administration."""

from backend.core.exceptions import AppException


class DeadLetterNotFound(AppException):
    """No e-mail with this id and the status `dead`."""

    STATUS_CODE = 404
    CODE = "dead_letter_not_found"
    MESSAGE = "No failed e-mail with this id."

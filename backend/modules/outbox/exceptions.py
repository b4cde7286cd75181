"""What can go wrong with the outbox."""

from backend.core.exceptions import AppException


class DeadLetterNotFound(AppException):
    """There is no e-mail with this id that was given up."""

    STATUS_CODE = 404
    CODE = "dead_letter_not_found"
    MESSAGE = "There is no such e-mail that was given up."

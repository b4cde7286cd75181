"""What readiness can find."""

from backend.core.exceptions import AppException


class NotReady(AppException):
    """The service cannot do its work; the message names the reasons."""

    STATUS_CODE = 503
    CODE = "not_ready"
    MESSAGE = "The service is not ready."

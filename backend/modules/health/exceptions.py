"""The error of the readiness probe."""

from backend.core.exceptions import AppException


class NotReady(AppException):
    """The service cannot serve requests; the message names the reason."""

    STATUS_CODE = 503
    CODE = "not_ready"
    MESSAGE = "The service is not ready."

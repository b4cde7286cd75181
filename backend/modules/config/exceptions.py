"""The error of the configuration."""

from backend.core.exceptions import AppException


class ConfigChanged(AppException):
    """The If-Match header does not match the current ETag."""

    STATUS_CODE = 412
    CODE = "config_changed"
    MESSAGE = "The configuration has changed. Read it again."

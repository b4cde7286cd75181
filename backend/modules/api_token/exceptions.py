"""The errors of API tokens."""

from backend.core.exceptions import AppException


class ApiTokenNotFound(AppException):
    """The account has no API token with this id: it was revoked, or has expired."""

    STATUS_CODE = 404
    CODE = "api_token_not_found"
    MESSAGE = "There is no such API token."


class TooManyApiTokens(AppException):
    """The account has as many API tokens as one can have."""

    STATUS_CODE = 409
    CODE = "too_many_api_tokens"
    MESSAGE = "Your account has 20 API tokens. Revoke one first."

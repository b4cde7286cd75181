"""The base of all errors that reach a client, and those that any route can give."""

from collections.abc import Mapping
from typing import ClassVar


class AppException(Exception):
    """An error with an answer: subclasses state status, code and message.

    The code is what programs branch on; the message is for people.
    """

    STATUS_CODE: ClassVar[int]
    CODE: ClassVar[str]
    MESSAGE: ClassVar[str]

    def __init__(self, message: str | None = None) -> None:
        self.message = message or self.MESSAGE
        super().__init__(self.message)

    @property
    def headers(self) -> Mapping[str, str]:
        """Headers that the reply carries beside its body."""
        return {}


class RetryLater(AppException):
    """An error that passes by itself after `retry_after` seconds."""

    def __init__(self, retry_after: int = 1) -> None:
        super().__init__()
        self.retry_after = retry_after

    @property
    def headers(self) -> Mapping[str, str]:
        """Retry-After in whole seconds (RFC 9110, section 10.2.3)."""
        return {"Retry-After": str(self.retry_after)}


class InvalidRequest(AppException):
    """The body is not what its content type says, or is malformed HTTP."""

    STATUS_CODE = 400
    CODE = "invalid_request"
    MESSAGE = "The request could not be read."


class InvalidToken(AppException):
    """No token, a bad one, or one whose session has ended."""

    STATUS_CODE = 401
    CODE = "invalid_token"
    MESSAGE = "This token is missing, invalid or no longer valid."

    @property
    def headers(self) -> Mapping[str, str]:
        """The challenge that a 401 owes (RFC 6750, section 3)."""
        return {"WWW-Authenticate": "Bearer"}


class EmailNotVerified(AppException):
    """The account has not confirmed its e-mail address yet."""

    STATUS_CODE = 403
    CODE = "email_not_verified"
    MESSAGE = "Verify your e-mail address first."


class SecondFactorRequired(AppException):
    """The token is that of a login whose second factor was not given yet."""

    STATUS_CODE = 403
    CODE = "second_factor_required"
    MESSAGE = "Give the code of your authenticator app first."


class AdminRequired(AppException):
    """The route is for administrators."""

    STATUS_CODE = 403
    CODE = "admin_required"
    MESSAGE = "This needs an administrator."


class ReauthenticationRequired(AppException):
    """The login gave its password, and its second factor if one is on, too long ago."""

    STATUS_CODE = 403
    CODE = "reauthentication_required"
    MESSAGE = "Enter your password again first."


class RequestTooSlow(AppException):
    """The head or the body of the request did not arrive in time."""

    STATUS_CODE = 408
    CODE = "request_too_slow"
    MESSAGE = "The request arrived too slowly."


class BodyTooLarge(AppException):
    """The body is larger than MAX_BODY_BYTES."""

    STATUS_CODE = 413
    CODE = "body_too_large"
    MESSAGE = "The request body is too large."


class TargetTooLong(AppException):
    """The path and the query are longer than MAX_TARGET_BYTES."""

    STATUS_CODE = 414
    CODE = "target_too_long"
    MESSAGE = "The address of this request is too long."


class HeadersTooLarge(AppException):
    """The headers are larger than MAX_HEADERS_BYTES."""

    STATUS_CODE = 431
    CODE = "headers_too_large"
    MESSAGE = "The headers of this request are too large."


class InvalidFields(AppException):
    """Fields of the request were refused; the reply names them."""

    STATUS_CODE = 422
    CODE = "invalid_input"
    MESSAGE = "Some fields are missing or invalid."


class IdempotencyKeyReused(AppException):
    """The Idempotency-Key was used before, with another request."""

    STATUS_CODE = 422
    CODE = "idempotency_key_reused"
    MESSAGE = "This Idempotency-Key was used with another request."


class StorageFull(AppException):
    """The place where files are kept has no room; nothing was stored."""

    STATUS_CODE = 507
    CODE = "storage_full"
    MESSAGE = "There is no room for this file at present."


class RateLimited(RetryLater):
    """The caller has used up a limit; it resets in `retry_after` seconds."""

    STATUS_CODE = 429
    CODE = "rate_limited"
    MESSAGE = "Too many requests. Try again later."


class ServiceUnavailable(RetryLater):
    """Something the service needs is away or overloaded; nothing was changed."""

    STATUS_CODE = 503
    CODE = "service_unavailable"
    MESSAGE = "The service is briefly unavailable. Try again."


class Replay(Exception):
    """Not an error: the reply of an earlier, equal request is to be given again."""

    def __init__(self, status: int, body: bytes) -> None:
        super().__init__(status)
        self.status = status
        self.body = body

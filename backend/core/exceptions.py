"""The base class of the errors that clients see, and the errors of all modules."""

from collections.abc import Mapping
from typing import ClassVar


class AppException(Exception):
    """An error that becomes a reply; each subclass has a status, a code and a message.

    Programs decide by the code. The message is for people.
    """

    STATUS_CODE: ClassVar[int]
    CODE: ClassVar[str]
    MESSAGE: ClassVar[str]

    def __init__(self, message: str | None = None) -> None:
        self.message = message or self.MESSAGE
        super().__init__(self.message)

    @property
    def headers(self) -> Mapping[str, str]:
        """Headers that the reply needs for this error."""
        return {}


class RetryLater(AppException):
    """An error that goes away by itself; retry after `retry_after` seconds."""

    def __init__(self, retry_after: int = 1) -> None:
        super().__init__()
        self.retry_after = retry_after

    @property
    def headers(self) -> Mapping[str, str]:
        """Retry-After in whole seconds (RFC 9110, section 10.2.3)."""
        return {"Retry-After": str(self.retry_after)}


class InvalidRequest(AppException):
    """The body does not match its content type, or the request is malformed HTTP."""

    STATUS_CODE = 400
    CODE = "invalid_request"
    MESSAGE = "The request could not be read."


class InvalidToken(AppException):
    """The token is missing or invalid, or its login session has ended."""

    STATUS_CODE = 401
    CODE = "invalid_token"
    MESSAGE = "The token is missing, invalid or expired."

    @property
    def headers(self) -> Mapping[str, str]:
        """The challenge that a 401 must carry (RFC 6750, section 3)."""
        return {"WWW-Authenticate": "Bearer"}


class ApiTokenRefused(AppException):
    """The route takes only the token of a login session, never an API token."""

    STATUS_CODE = 403
    CODE = "api_token_refused"
    MESSAGE = "This needs a login. An API token cannot do it."


class InsufficientScope(AppException):
    """The API token lacks the scope that the route needs."""

    STATUS_CODE = 403
    CODE = "insufficient_scope"
    MESSAGE = "The API token lacks the scope that this needs."

    def __init__(self, scope: str = "") -> None:
        super().__init__(f"The API token lacks the scope {scope}." if scope else None)
        self.scope = scope

    @property
    def headers(self) -> Mapping[str, str]:
        """The challenge that names the scope (RFC 6750, section 3.1)."""
        challenge = f'Bearer error="insufficient_scope", scope="{self.scope}"'
        return {"WWW-Authenticate": challenge}


class EmailNotVerified(AppException):
    """The account has not confirmed its e-mail address yet."""

    STATUS_CODE = 403
    CODE = "email_not_verified"
    MESSAGE = "Verify your e-mail address first."


class SecondFactorRequired(AppException):
    """The token belongs to a login that still needs its second factor."""

    STATUS_CODE = 403
    CODE = "second_factor_required"
    MESSAGE = "Enter the code from your authenticator app first."


class AdminRequired(AppException):
    """The route is for administrators."""

    STATUS_CODE = 403
    CODE = "admin_required"
    MESSAGE = "Administrators only."


class ReauthenticationRequired(AppException):
    """The password, and the second factor if it is on, was entered too long ago."""

    STATUS_CODE = 403
    CODE = "reauthentication_required"
    MESSAGE = "Enter your password again first."


class RequestTooSlow(AppException):
    """The head or the body of the request did not arrive in time."""

    STATUS_CODE = 408
    CODE = "request_too_slow"
    MESSAGE = "The request arrived too slowly."


class LinkNotFound(AppException):
    """The link is wrong, expired, revoked or used up, or what it leads to is gone.

    The reply does not say which.
    """

    STATUS_CODE = 404
    CODE = "link_not_found"
    MESSAGE = "This link is wrong or no longer valid."


class BodyTooLarge(AppException):
    """The body is larger than MAX_BODY_BYTES."""

    STATUS_CODE = 413
    CODE = "body_too_large"
    MESSAGE = "The request body is too large."


class TargetTooLong(AppException):
    """Path and query together are longer than MAX_TARGET_BYTES."""

    STATUS_CODE = 414
    CODE = "target_too_long"
    MESSAGE = "The URL of this request is too long."


class HeadersTooLarge(AppException):
    """The headers are larger than MAX_HEADERS_BYTES."""

    STATUS_CODE = 431
    CODE = "headers_too_large"
    MESSAGE = "The headers of this request are too large."


class InvalidFields(AppException):
    """Some fields of the request are invalid; the reply lists them."""

    STATUS_CODE = 422
    CODE = "invalid_input"
    MESSAGE = "Some fields are missing or invalid."


class IdempotencyKeyReused(AppException):
    """The Idempotency-Key was used before, for a different request."""

    STATUS_CODE = 422
    CODE = "idempotency_key_reused"
    MESSAGE = "This Idempotency-Key was used for a different request."


class StorageFull(AppException):
    """The file storage is full; nothing was stored."""

    STATUS_CODE = 507
    CODE = "storage_full"
    MESSAGE = "The file storage is full. Try again later."


class RateLimited(RetryLater):
    """The caller has used up a limit; it resets in `retry_after` seconds."""

    STATUS_CODE = 429
    CODE = "rate_limited"
    MESSAGE = "Too many requests. Try again later."


class TooManyDownloads(RetryLater):
    """The user already has the maximum number of ZIPs and exports running."""

    STATUS_CODE = 429
    CODE = "too_many_downloads"
    MESSAGE = "Too many downloads at once. Wait until one of them is finished."


class ServiceUnavailable(RetryLater):
    """The database, Redis or another part is down or busy; nothing was changed."""

    STATUS_CODE = 503
    CODE = "service_unavailable"
    MESSAGE = "The service is temporarily unavailable. Try again."


class NotModified(Exception):
    """Not an error: raised to answer 304, because the caller has the current state."""

    def __init__(self, headers: Mapping[str, str]) -> None:
        super().__init__()
        self.headers = headers


class Replay(Exception):
    """Not an error: raised to return the stored reply of the same, earlier request."""

    def __init__(self, status: int, body: bytes) -> None:
        super().__init__(status)
        self.status = status
        self.body = body

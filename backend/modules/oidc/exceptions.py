"""The errors of logins at other providers."""

from backend.core.exceptions import AppException, RetryLater


class ProviderNotFound(AppException):
    """OIDC_PROVIDERS has no provider with this id."""

    STATUS_CODE = 404
    CODE = "provider_not_found"
    MESSAGE = "There is no such provider."


class ProviderUnavailable(RetryLater):
    """The provider does not answer, answers nonsense, or refuses this service."""

    STATUS_CODE = 503
    CODE = "provider_unavailable"
    MESSAGE = "The provider cannot be reached. Try again, or log in another way."


class InvalidFlow(AppException):
    """The flow token is wrong, used or expired, or the answer is to another flow."""

    STATUS_CODE = 400
    CODE = "invalid_flow"
    MESSAGE = "This login has expired or was begun elsewhere. Begin it again."


class ProviderLoginFailed(AppException):
    """The provider's answer proves no person, or this person may not log in."""

    STATUS_CODE = 400
    CODE = "provider_login_failed"
    MESSAGE = "The login at the provider failed. Try again, or log in another way."


class NotReauthenticated(AppException):
    """The provider did not say that the person has just proved who they are."""

    STATUS_CODE = 400
    CODE = "not_reauthenticated"
    MESSAGE = "The provider did not ask you to log in again. Use your password."


class InvalidLinkToken(AppException):
    """The link token is wrong, used or expired."""

    STATUS_CODE = 400
    CODE = "invalid_link_token"
    MESSAGE = "This login has expired. Log in at the provider again."


class ProviderEmailUnverified(AppException):
    """The provider does not vouch for an e-mail address of this person."""

    STATUS_CODE = 409
    CODE = "provider_email_unverified"
    MESSAGE = (
        "The provider has not verified your e-mail address. Sign up with your address, "
        "then link the provider in your settings."
    )


class IdentityNotFound(AppException):
    """The account has no linked identity with this id."""

    STATUS_CODE = 404
    CODE = "identity_not_found"
    MESSAGE = "There is no such linked login."


class IdentityExists(AppException):
    """The person at the provider is linked to an account already."""

    STATUS_CODE = 409
    CODE = "identity_exists"
    MESSAGE = "This login is already linked to an account."


class TooManyIdentities(AppException):
    """The account has as many linked identities as one can have."""

    STATUS_CODE = 409
    CODE = "too_many_identities"
    MESSAGE = "Your account has 10 linked logins. Unlink one first."

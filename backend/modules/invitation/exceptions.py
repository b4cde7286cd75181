"""The errors of invitations."""

from backend.core.exceptions import AppException


class InvalidInvitation(AppException):
    """The token is unknown, or its invitation is expired, accepted or withdrawn.

    It is also invalid once the person who sent it is no administrator any more.
    """

    STATUS_CODE = 400
    CODE = "invalid_invitation"
    MESSAGE = "This invitation is no longer valid. Ask for a new one."


class InvitationNotFound(AppException):
    """There is no open invitation with this id."""

    STATUS_CODE = 404
    CODE = "invitation_not_found"
    MESSAGE = "There is no open invitation with this id."


class AlreadyInvited(AppException):
    """The address has an open invitation, which can be sent again or withdrawn."""

    STATUS_CODE = 409
    CODE = "already_invited"
    MESSAGE = "This address has an open invitation. Send it again, or withdraw it."

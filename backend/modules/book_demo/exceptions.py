"""What can go wrong with a booking."""

from backend.core.exceptions import AppException


class SlotTaken(AppException):
    """Someone else has booked this time, or one too close to it."""

    STATUS_CODE = 409
    CODE = "slot_taken"
    MESSAGE = "This time has just been taken. Choose another one."


class SlotUnavailable(AppException):
    """No demo begins at this time: outside of the hours, too soon or too far ahead."""

    STATUS_CODE = 400
    CODE = "slot_unavailable"
    MESSAGE = "No demo can be booked at this time."


class InvalidDateRange(AppException):
    """The last day is before the first, or too many days after it."""

    STATUS_CODE = 400
    CODE = "invalid_date_range"
    MESSAGE = "The dates must be in order and at most 62 days apart."


class WorkEmailRequired(AppException):
    """The address belongs to one of BOOK_DEMO_REFUSED_DOMAINS."""

    STATUS_CODE = 400
    CODE = "work_email_required"
    MESSAGE = "Use the e-mail address that you have at work."


class BookingNotFound(AppException):
    """There is no booking with this token or id."""

    STATUS_CODE = 404
    CODE = "booking_not_found"
    MESSAGE = "There is no such booking."


class BookingClosed(AppException):
    """The demo was called off, or it has begun."""

    STATUS_CODE = 409
    CODE = "booking_closed"
    MESSAGE = "This booking can no longer be changed."


class BookingMovedTooOften(AppException):
    """The booking was moved five times; each time sends an e-mail to its address."""

    STATUS_CODE = 409
    CODE = "booking_moved_too_often"
    MESSAGE = "This booking was moved too often. Cancel it and book another time."


class AvailabilityChanged(AppException):
    """If-Match names another state than the present one."""

    STATUS_CODE = 412
    CODE = "availability_changed"
    MESSAGE = "Somebody else has changed the hours meanwhile. Read them again."


class InvalidStatusChange(AppException):
    """A booking of this status and time cannot get that status."""

    STATUS_CODE = 409
    CODE = "invalid_status_change"
    MESSAGE = "This booking cannot get that status now."

"""The errors of demo bookings."""

from backend.core.exceptions import AppException


class SlotTaken(AppException):
    """Another booking takes this time, or a time too close to it."""

    STATUS_CODE = 409
    CODE = "slot_taken"
    MESSAGE = "This time has just been booked. Choose another one."


class SlotUnavailable(AppException):
    """No slot begins at this time: outside opening hours, too soon or too far ahead."""

    STATUS_CODE = 400
    CODE = "slot_unavailable"
    MESSAGE = "No demo can be booked at this time."


class InvalidDateRange(AppException):
    """The last day is before the first one, or more than 62 days after it."""

    STATUS_CODE = 400
    CODE = "invalid_date_range"
    MESSAGE = "The dates must be in order and at most 62 days apart."


class WorkEmailRequired(AppException):
    """The domain of the address is in BOOK_DEMO_REFUSED_DOMAINS."""

    STATUS_CODE = 400
    CODE = "work_email_required"
    MESSAGE = "Use your e-mail address at work."


class BookingNotFound(AppException):
    """No booking has this token or id."""

    STATUS_CODE = 404
    CODE = "booking_not_found"
    MESSAGE = "Booking not found."


class BookingClosed(AppException):
    """The demo was cancelled or declined, or it has begun."""

    STATUS_CODE = 409
    CODE = "booking_closed"
    MESSAGE = "This booking can no longer be changed."


class BookingMovedTooOften(AppException):
    """The booking was moved five times. Each move sends an e-mail to its address."""

    STATUS_CODE = 409
    CODE = "booking_moved_too_often"
    MESSAGE = "This booking was moved too often. Cancel it and book another time."


class AvailabilityChanged(AppException):
    """The If-Match header does not match the current ETag."""

    STATUS_CODE = 412
    CODE = "availability_changed"
    MESSAGE = "The opening hours were changed meanwhile. Read them again."


class BookingChanged(AppException):
    """The If-Match header does not match the current ETag."""

    STATUS_CODE = 412
    CODE = "booking_changed"
    MESSAGE = "The booking was changed meanwhile. Read it again."


class InvalidStatusChange(AppException):
    """A booking cannot change from its status to that status at this time."""

    STATUS_CODE = 409
    CODE = "invalid_status_change"
    MESSAGE = "The booking cannot be changed to this status now."

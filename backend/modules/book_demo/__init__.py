"""Booking a demo: slots, bookings, invitations, reminders."""

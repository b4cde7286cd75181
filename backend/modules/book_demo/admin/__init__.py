"""The team's side: opening hours, bookings, and their export."""

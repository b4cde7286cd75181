"""Administration of demos: opening hours, bookings and their export."""

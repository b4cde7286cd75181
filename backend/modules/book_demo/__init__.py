"""Demo bookings: free slots, bookings, invitations and reminders."""

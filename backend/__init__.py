"""Sample: accounts, documents and demo bookings behind one REST API."""

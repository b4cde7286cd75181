"""Sign-ups, until one of them is verified."""

"""The service while what it relies on fails."""

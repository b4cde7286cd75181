"""Measures the service against a hand-written floor: see README.md here."""

"""Pending logins, which wait for a second factor."""

"""Codes for a new password."""

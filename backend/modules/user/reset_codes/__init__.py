"""Codes for a new password: requested and redeemed."""

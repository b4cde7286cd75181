"""Deletion of accounts, at once or after a grace period."""

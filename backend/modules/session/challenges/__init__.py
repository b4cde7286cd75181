"""Pending logins: the password was right, the second factor is missing."""

"""Accounts: sign-up with an e-mailed code, login, sessions, profile."""

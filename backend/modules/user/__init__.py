"""Accounts: sign-up, login, profile, credentials, deletion, export, administration."""

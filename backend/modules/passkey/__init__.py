"""Passkeys: WebAuthn credentials that replace the password, or the second factor."""

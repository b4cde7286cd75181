"""The second factor: one-time codes of an authenticator app (TOTP, RFC 6238)."""

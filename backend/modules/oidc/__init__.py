"""Logins at other providers, by OpenID Connect."""

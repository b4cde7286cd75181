"""Shares: links with which people without an account download a document."""

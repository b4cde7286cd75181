"""Shares: links to a document for people without an account."""

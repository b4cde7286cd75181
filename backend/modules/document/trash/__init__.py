"""Trash: deleted documents, and their restoring and purging."""

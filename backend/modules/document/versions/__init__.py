"""Versions: listing and restoring the files of a document."""

"""Versions: the files that a document has had are listed and restored."""

"""Uploads: a file streams to the storage and becomes a document or a version."""

"""Uploads: a file streams to its place and becomes a document or a version."""

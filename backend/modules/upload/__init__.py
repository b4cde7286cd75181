"""Resumable uploads by the tus protocol, version 1.0."""

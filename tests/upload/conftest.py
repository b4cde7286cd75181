"""Fixtures of the upload tests: those of the document tests."""

from tests.document.conftest import _empty_store, other, owner

__all__ = ["_empty_store", "other", "owner"]

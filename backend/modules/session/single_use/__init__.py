"""Signed values that are accepted once."""

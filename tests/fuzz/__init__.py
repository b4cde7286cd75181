"""Fuzz tests of the running service against its own specification."""

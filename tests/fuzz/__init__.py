"""Fuzzing of the running service against its own specification."""

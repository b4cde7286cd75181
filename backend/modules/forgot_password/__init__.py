"""Resetting a forgotten password with an e-mailed code."""

"""Accounts under random sequences of steps, compared with a model."""

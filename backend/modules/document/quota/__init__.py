"""Quota: how much each user stores and may store."""

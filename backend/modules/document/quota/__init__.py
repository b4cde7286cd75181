"""Quota: how much storage each user uses, and the limits."""

"""Trusted devices: devices that need no second factor for a while."""

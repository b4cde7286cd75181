"""Probes: whether the process runs, whether it can serve, and its version."""

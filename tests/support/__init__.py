"""Helpers of many tests: steps, servers, and counters."""

"""Tests of forgotten passwords."""

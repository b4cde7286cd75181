"""Tests of the module config."""

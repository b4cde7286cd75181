"""Tests of the user module."""

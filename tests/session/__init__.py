"""Tests of login sessions."""

"""Tests of logins at other providers."""

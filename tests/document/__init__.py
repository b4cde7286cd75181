"""Tests of the document module."""

"""Tests of what endpoints ask for."""

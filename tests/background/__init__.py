"""Tests of jobs and of the cleanup."""

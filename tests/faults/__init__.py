"""Tests of the service while its servers fail."""

"""Tests of backend/core, on which every module is built."""

"""Tests of backend/api, which all endpoints use."""

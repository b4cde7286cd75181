"""Tests of the contract: openapi.json, and whether the service keeps it."""

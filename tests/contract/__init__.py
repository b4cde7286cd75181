"""Tests of the contract: openapi.json, and what the service does about it."""

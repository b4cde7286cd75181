"""The tables, by subject. Import them from backend.models."""

"""Documents: stored, found, shared."""

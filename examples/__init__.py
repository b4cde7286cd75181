"""Programs that call Sample."""

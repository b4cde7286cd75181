"""Changes of password and address, and their undo."""

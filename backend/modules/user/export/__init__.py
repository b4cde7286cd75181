"""The export of all that is stored about a user."""

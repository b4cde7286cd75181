"""The export of all data that is stored about a user."""

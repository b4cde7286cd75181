"""Dependencies that the endpoints of all modules share."""

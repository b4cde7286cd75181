"""What the endpoints of all modules share."""

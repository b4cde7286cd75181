"""Sign-ups that are not verified yet."""

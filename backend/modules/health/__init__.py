"""Whether this process lives, can serve, and what it is."""

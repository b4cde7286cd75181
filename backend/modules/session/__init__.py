"""Login sessions: opening, listing, ending, and logging them."""

"""Login sessions: what opens and ends them, and what is logged of them."""

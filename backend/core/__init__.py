"""Code that all modules use; it imports nothing else of the backend."""

"""Search: finding documents by title, tags, name, and text."""

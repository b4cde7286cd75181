"""Text: reading what documents say, by a job in a child process."""

"""Text: a job extracts the text of documents in a child process, for the search."""

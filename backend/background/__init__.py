"""Work beside the requests: threads, jobs, and the cleanup."""

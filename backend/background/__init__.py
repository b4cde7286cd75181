"""Work outside of requests: threads, jobs and the cleanup."""

"""Administration of the outbox."""

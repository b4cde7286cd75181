"""The security log: events that matter for the security of accounts."""

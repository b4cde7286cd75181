"""The security log of accounts."""

"""Invitations: an administrator lets a person make an account."""

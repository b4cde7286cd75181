"""The tables, by kind. Everything else imports them from backend.models."""

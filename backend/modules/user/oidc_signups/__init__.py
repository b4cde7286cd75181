"""Sign-ups with a login at another provider."""

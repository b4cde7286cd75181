"""E-mailed one-time codes, and the limits of their e-mails."""

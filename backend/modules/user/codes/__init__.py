"""One-time codes sent by e-mail, and the limits on these e-mails."""

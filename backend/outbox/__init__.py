"""The outbox: the queue of e-mails, their delivery, and its administration."""

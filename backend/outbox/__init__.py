"""The outbox: the queue of e-mails and the thread that delivers them."""

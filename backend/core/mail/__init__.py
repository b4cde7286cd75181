"""The providers of e-mail, SendGrid and SMTP; backend.core.email chooses one of them."""

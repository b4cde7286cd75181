"""Tests of devtools.mailbox, the stand-in for SendGrid."""

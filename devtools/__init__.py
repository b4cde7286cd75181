"""What runs Sample on a developer's machine: embedded servers, mailbox, checks.

Nothing under backend/ imports this package; the tests do.
"""

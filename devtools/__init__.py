"""Tools for a developer's machine: embedded servers, mailbox, checks, generators.

Nothing under backend/ imports this package. The tests do.
"""

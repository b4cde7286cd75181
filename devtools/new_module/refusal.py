"""Why nothing is written."""


class Refused(Exception):
    """A sentence for the developer, who can do something about it."""

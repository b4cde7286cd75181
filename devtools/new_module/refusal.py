"""The error of devtools.new_module."""


class Refused(Exception):
    """The module cannot be written. The message is for the developer."""

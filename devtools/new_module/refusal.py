"""The error of the generator."""


class Refused(Exception):
    """Nothing was written; the message is a sentence for the developer."""

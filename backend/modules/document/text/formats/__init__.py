"""Formats: a function for each kind of file that yields its text in pieces.

They run in the child process only. A function imports its libraries at the first step,
which the child does before it is confined, and gets the file in the second one.
"""

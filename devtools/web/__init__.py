"""Builds, serves and tests the web app of frontend/, with a Node that it can install.

All that it installs and builds is in the folder .web, which can be deleted at any time.
"""

"""Starts the servers of the tests before any other conftest imports the backend.

The backend reads its settings, which name these servers, when it is imported.
"""

from tests.support import environment

__all__ = ["environment"]

"""The settings: typed environment variables, all of them required.

`settings` is built when it is first imported. If a variable is missing or invalid, the
process ends with a message that lists all such variables by name, never by value.

Each value is checked by the code that uses it later, so a value that is accepted here
also works there: redis-py parses REDIS_URL, obstore makes the store of STORAGE_URL.
"""

from backend.core.config.model import Settings
from backend.core.config.start import load
from backend.core.env import read_environment

__all__ = ["Settings", "load", "settings"]

settings: Settings


def __getattr__(name: str) -> Settings:
    # Not at the import of the package: run.py only imports `load`.
    if name != "settings":
        raise AttributeError(name)
    built = globals()["settings"] = load(read_environment())
    return built

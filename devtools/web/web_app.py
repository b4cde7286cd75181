"""The web app of a run of run.py: built beside the API, and served by it when ready."""

import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from devtools.process import end, spawn
from devtools.web import site


class WebApp:
    """Gives the service a FRONTEND_DIR: a link in the data folder that always works.

    If FRONTEND_DIR of .env names a folder, that is served as it is.
    """

    def __init__(self, data: Path, port: int) -> None:
        self._port = port
        self._link = (data / "web-app").absolute()
        self._build: subprocess.Popen[bytes] | None = None
        self._built = site.built()
        site.point(self._link, self._built)

    def change(self, settings: Mapping[str, str]) -> dict[str, str]:
        """Return the settings that are not those of .env."""
        changed = site.public_url(settings, self._port)
        # The service complains if it is missing.
        if settings.get("FRONTEND_DIR") == "":
            changed["FRONTEND_DIR"] = str(self._link)
        return changed

    def build(self, settings: Mapping[str, str]) -> None:
        """Start to build it if that is needed. The build prints its progress."""
        if self._built is None and settings.get("FRONTEND_DIR") == str(self._link):
            link = f"--link={self._link}"
            self._build = spawn([sys.executable, "-m", "devtools.web.build", link])

    def stop(self) -> None:
        """Stop the build if it runs."""
        if self._build:
            end(self._build)
            self._build = None

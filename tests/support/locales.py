"""The locale of the tests' database, in which texts are ordered as in English.

The embedded Postgres has no ICU, and a container rarely has a locale besides C. So one is
compiled from the sources that the C library brings along (Debian: package "locales").
"""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from devtools.servers import Locale

_NAME = "en_US.UTF-8"
_SOURCES = Path("/usr/share/i18n/locales/en_US")


def find(root: Path) -> Locale | None:
    """Return the locale, compiled once for this checkout; None if it cannot be made."""
    if sys.platform == "darwin":
        return Locale(_NAME)
    program = shutil.which("localedef")
    if program is None or not _SOURCES.exists():
        return None
    folder = root / ".data" / "locale"
    if not (folder / _NAME).exists():
        folder.mkdir(parents=True, exist_ok=True)
        # Another process of the run may do the same.
        unfinished = Path(tempfile.mkdtemp(dir=folder))
        unfinished.chmod(0o755)  # Postgres may run as another user
        command = [program, "-i", "en_US", "-f", "UTF-8", str(unfinished / _NAME)]
        subprocess.run(command, check=True)
        try:
            (unfinished / _NAME).rename(folder / _NAME)
        except OSError:
            if not (folder / _NAME).exists():
                raise
        shutil.rmtree(unfinished)
    return Locale(_NAME, folder)

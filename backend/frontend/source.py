"""The web app in FRONTEND_DIR: read at the start, in development also after each build."""

import time
from pathlib import Path

import structlog
from anyio import to_thread

from backend.core.config import settings
from backend.frontend.export import Export, UnusableExport, read

# The paths of the API, its documentation, and everything below them.
RESERVED = (
    settings.API_PREFIX,
    *("/docs", "/redoc", "/openapi.json", "/static-offline-docs"),
)
_SECONDS = 1.0

log = structlog.get_logger()


class Source:
    """The newest usable export in a folder.

    Raises:
        UnusableExport: the folder has none at the start.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._build = _build(folder)
        self._looked_at = time.monotonic()
        self.export = _without_paths_of_the_api(read(folder))

    async def look(self) -> None:
        """Read the folder again if it has a new build, looking once a second at most.

        A build must replace the last one at once, by a link that is changed.
        """
        now = time.monotonic()
        if now - self._looked_at < _SECONDS:
            return
        self._looked_at = now
        build = _build(self._folder)
        if build in (None, self._build):
            return
        self._build = build
        try:
            self.export = await to_thread.run_sync(
                lambda: _without_paths_of_the_api(read(self._folder))
            )
        except UnusableExport as error:
            log.warning("new build of the web app not used", reason=str(error))


def is_reserved(path: str) -> bool:
    """Return whether only the API may answer at this path."""
    return any(path == each or path.startswith(f"{each}/") for each in RESERVED)


def _build(folder: Path) -> tuple[int, ...] | None:
    """Return the identity of the build in a folder, None if there is none."""
    try:
        page = (folder / "index.html").stat()
    except OSError:
        return None
    return page.st_dev, page.st_ino, page.st_mtime_ns


def _without_paths_of_the_api(export: Export) -> Export:
    for path in export.files:
        if is_reserved(path):
            raise UnusableExport(f"{path} is a path of the API")
    return export

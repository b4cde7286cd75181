"""The type of FRONTEND_DIR, the folder of the web app."""

from pathlib import Path
from typing import Annotated

from pydantic import BeforeValidator

# The pages that every static export has.
_NEEDED = ("index.html", "404.html")


def _as_frontend(value: str) -> Path | None:
    """Return the folder of a static export, or None for no web app.

    Links are not resolved, so that a link to the folder can be changed later.
    """
    if not value:
        return None
    folder = Path(value).absolute()
    try:
        is_export = all((folder / name).is_file() for name in _NEEDED)
    except (OSError, ValueError):  # such as a folder that we may not enter, or a NUL
        is_export = False
    if not is_export:
        raise ValueError(f"must be a folder with {' and '.join(_NEEDED)}, or empty")
    return folder


FrontendFolder = Annotated[Path | None, BeforeValidator(_as_frontend)]

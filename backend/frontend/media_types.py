"""The media types of files, by extension.

Python's own list depends on its version and on the machine.
"""

from pathlib import Path

_TEXTS = {
    ".html": "text/html",
    ".css": "text/css",
    ".js": "text/javascript",
    ".mjs": "text/javascript",
    ".txt": "text/plain",
    ".json": "application/json",
    ".map": "application/json",
    ".webmanifest": "application/manifest+json",
    ".xml": "application/xml",
    ".svg": "image/svg+xml",
}
_OTHERS = {
    ".avif": "image/avif",
    ".gif": "image/gif",
    ".ico": "image/vnd.microsoft.icon",
    ".jpeg": "image/jpeg",
    ".jpg": "image/jpeg",
    ".png": "image/png",
    ".webp": "image/webp",
    ".woff": "font/woff",
    ".woff2": "font/woff2",
    ".mp4": "video/mp4",
    ".webm": "video/webm",
    ".pdf": "application/pdf",
    ".wasm": "application/wasm",
}


def media_type(file: Path) -> str:
    """Return the type of a file. Texts are UTF-8, and an unknown file is binary."""
    extension = file.suffix.lower()
    if extension in _TEXTS:
        return f"{_TEXTS[extension]}; charset=utf-8"
    return _OTHERS.get(extension, "application/octet-stream")

"""Reads the folder of a static export into a table of all replies.

Requests only look up this table, so no path of a client ever reaches the file system.
"""

import hashlib
import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from backend.core.codings import IDENTITY
from backend.frontend.media_types import media_type
from backend.frontend.policy import policy

Headers = list[tuple[bytes, bytes]]

# Files up to this size are held in memory, the smallest first, until all of them
# together have _HELD_BYTES. The others are read from the disk at each request.
_HELD_FILE_BYTES = 512 * 1024
_HELD_BYTES = 32 * 1024 * 1024
# The files beside `x`, in the order in which they are preferred.
_ENCODED = {b"br": ".br", b"gzip": ".gz"}
_DEEP_LINKS = "deep-links.json"
# The names of these files contain a hash of their content.
_IMMUTABLE = "/_next/static/"
_PERMISSIONS = "camera=(), geolocation=(), microphone=(), payment=(), usb=()"


class UnusableExport(Exception):
    """The folder is no static export. The text says why."""


@dataclass(frozen=True, slots=True)
class Content:
    """One encoding of a file. `body` is None if it is read from `path` when needed.

    `headers` are those of a reply with this content, `validators` those of a 304.
    """

    path: Path
    size: int
    body: bytes | None
    etag: str
    headers: Headers
    validators: Headers


# The contents of a file by coding, in the order in which they are preferred.
File = Mapping[bytes, Content]


@dataclass(frozen=True, slots=True)
class Export:
    """The files by path, the pages that answer all paths one segment below, the 404."""

    files: Mapping[str, File]
    deep_links: frozenset[str]
    not_found: File

    def find(self, path: str) -> File | None:
        """Return the file at a path of a URL."""
        page, _, below = path.rpartition("/")
        if below and page in self.deep_links:
            return self.files.get(path, self.files[page])
        return self.files.get(path)


def read(folder: Path) -> Export:
    """Read a folder.

    Raises:
        UnusableExport: it cannot be read, or is no static export.
    """
    try:
        root = folder.resolve(strict=True)
        sizes = {path: path.stat().st_size for path in _files_below(root)}
        held = _held(sizes)
        files = {
            _address(root, path): _file(root, path, sizes, held)
            for path in sorted(sizes)
            if not _is_encoding(path, sizes)
        }
        links = root / _DEEP_LINKS
        deep_links = _deep_links(links.read_bytes() if links in sizes else b"[]")
    except OSError as error:
        raise UnusableExport(f"it cannot be read ({error.strerror})") from None
    not_found = files.pop("/404", None)
    files.pop(f"/{_DEEP_LINKS}", None)
    if not_found is None or "/" not in files:
        raise UnusableExport("it must have the files index.html and 404.html")
    if not deep_links <= files.keys():
        raise UnusableExport(
            f"{_DEEP_LINKS} must name pages, such as /book-demo/manage"
        )
    return Export(files, deep_links, not_found)


def _files_below(folder: Path) -> Iterator[Path]:
    """Yield all files, without links and without what has a hidden name."""
    for entry in os.scandir(folder):
        if entry.name.startswith("."):
            continue
        if entry.is_dir(follow_symlinks=False):
            yield from _files_below(Path(entry.path))
        elif entry.is_file(follow_symlinks=False):
            yield Path(entry.path)


def _held(sizes: Mapping[Path, int]) -> set[Path]:
    """Return the files to hold in memory."""
    held: set[Path] = set()
    total = 0
    for path in sorted(sizes, key=lambda path: sizes[path]):
        total += sizes[path]
        if sizes[path] > _HELD_FILE_BYTES or total > _HELD_BYTES:
            break
        held.add(path)
    return held


def _is_encoding(path: Path, every: Mapping[Path, int]) -> bool:
    return path.suffix in _ENCODED.values() and path.with_suffix("") in every


def _address(root: Path, path: Path) -> str:
    """Return the path of a file's URL: pages have no extension."""
    name = path.relative_to(root).as_posix()
    if path.suffix == ".html":
        name = name.removesuffix(".html")
        name = "" if name == "index" else name.removesuffix("/index")
    return f"/{name}"


def _file(root: Path, path: Path, sizes: Mapping[Path, int], held: set[Path]) -> File:
    headers = _headers(root, path)
    places = {c: Path(f"{path}{suffix}") for c, suffix in _ENCODED.items()}
    places = {c: place for c, place in places.items() if place in sizes}
    if places:
        headers.append((b"vary", b"Accept-Encoding"))
    return {
        coding: _content(place, sizes[place], coding, headers, is_held=place in held)
        for coding, place in {**places, IDENTITY: path}.items()
    }


def _headers(root: Path, path: Path) -> Headers:
    """Return the headers that all replies about a file have, 304 included."""
    is_page = path.suffix == ".html"
    immutable = _address(root, path).startswith(_IMMUTABLE)
    lifetime = "public, max-age=31536000, immutable" if immutable else "no-cache"
    # A file that is no page can be a worker, which has a policy of its own.
    html = path.read_text("utf-8", errors="replace") if is_page else ""
    headers = {"cache-control": lifetime, "content-security-policy": policy(html)}
    if is_page:
        headers["permissions-policy"] = _PERMISSIONS
        headers["cross-origin-opener-policy"] = "same-origin-allow-popups"
    return [(name.encode(), value.encode()) for name, value in headers.items()]


def _content(
    place: Path, size: int, coding: bytes, shared: Headers, *, is_held: bool
) -> Content:
    with place.open("rb") as file:
        body = file.read() if is_held else None
        digest = hashlib.sha256(body) if body else hashlib.file_digest(file, "sha256")
    etag = f'"{digest.hexdigest()[:32]}"'
    size = size if body is None else len(body)
    validators = [*shared, (b"etag", etag.encode())]
    kind = media_type(place if coding == IDENTITY else place.with_suffix(""))
    headers = [
        *validators,
        (b"content-type", kind.encode()),
        (b"content-length", str(size).encode()),
    ]
    if coding != IDENTITY:
        headers.append((b"content-encoding", coding))
    return Content(place, size, body, etag, headers, validators)


def _deep_links(text: bytes) -> frozenset[str]:
    try:
        paths = json.loads(text)
    except ValueError:
        paths = None
    if not isinstance(paths, list) or not all(isinstance(p, str) for p in paths):
        raise UnusableExport(f"{_DEEP_LINKS} must be a JSON list of paths")
    return frozenset(paths)

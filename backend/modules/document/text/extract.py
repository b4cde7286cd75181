"""Program that reads a file on stdin and prints its text, by its media type.

It runs in a child process (see sandbox/sandbox.py), because the file may be hostile. It
imports the reader of the type, then gives up all rights, and then reads the first byte.
"""

import sys
from collections.abc import Callable, Iterator
from importlib import import_module
from typing import cast

from backend.modules.document.sandbox.confine import TimeIsUp, confine, ignore_time

# Only this much of a text is indexed: it must fit into a tsvector (1 MB).
TEXT_BYTES = 256 * 1024
_OFFICE = "application/vnd.openxmlformats-officedocument"
_ODF = "application/vnd.oasis.opendocument"
# By media type: the module of `formats`, and its function.
_READERS = {
    "text/plain": ("plain", "pieces"),
    "text/markdown": ("plain", "pieces"),
    "text/csv": ("plain", "pieces"),
    "application/json": ("plain", "pieces"),
    "application/pdf": ("pdf", "pieces"),
    f"{_OFFICE}.wordprocessingml.document": ("office", "word"),
    f"{_OFFICE}.presentationml.presentation": ("office", "slides"),
    f"{_OFFICE}.spreadsheetml.sheet": ("sheets", "pieces"),
    f"{_ODF}.text": ("office", "open_document"),
    f"{_ODF}.spreadsheet": ("office", "open_sheets"),
    f"{_ODF}.presentation": ("office", "open_document"),
}
READABLE = frozenset(_READERS)

Read = Callable[[bytes], Iterator[str]]


def reader_of(media_type: str) -> Read:
    """Import and return the function that reads files of a type."""
    module, function = _READERS[media_type]
    path = f"backend.modules.document.text.formats.{module}"
    return cast(Read, getattr(import_module(path), function))


def beginning(pieces: Iterator[str]) -> str:
    """Return the text of these pieces, up to TEXT_BYTES characters.

    If time or memory runs out, or the file is broken, the pieces so far have to do.

    Raises:
        Exception: that of the reader, if there is no text at all.
    """
    found: list[str] = []
    length = 0
    try:
        for piece in pieces:
            found.append(piece)
            length += len(piece)
            if length > TEXT_BYTES:
                break
    except (TimeIsUp, Exception):
        if not any(map(str.strip, found)):
            raise
    return "".join(found)


def main() -> None:
    """Read a file on stdin and write its text as UTF-8; exit non-zero on failure."""
    read = reader_of(sys.argv[1])
    confine()
    text = beginning(read(sys.stdin.buffer.read()))
    ignore_time()
    sys.stdout.buffer.write(text.encode("utf-8", errors="replace")[:TEXT_BYTES])


if __name__ == "__main__":
    main()

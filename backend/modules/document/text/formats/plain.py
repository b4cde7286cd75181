"""Reads text files in the encodings that an upload may have (uploads/plain.py)."""

import codecs
from collections.abc import Iterator

_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_UTF_8, _WINDOWS = (
    codecs.getincrementaldecoder(name) for name in ("utf-8-sig", "windows-1252")
)
codecs.lookup("utf-16")  # imported here, as later no file can be opened


def pieces(data: bytes) -> Iterator[str]:
    """Yield the text of a text file."""
    if data.startswith(_UTF_16):
        yield data.decode("utf-16", errors="replace")
        return
    try:
        # Not final: the last character may be cut off.
        yield _UTF_8().decode(data)
    except UnicodeDecodeError:
        yield _WINDOWS("replace").decode(data)

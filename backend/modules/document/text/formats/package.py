"""Reads the XML files in a ZIP, as office documents have them. All of it may be hostile.

- Nothing is unpacked as a whole: XML is parsed in pieces, and the time is limited.
- A document type is refused, and with it all entities. Neither format allows one
  (ECMA-376, part 2, section 8.2.2; ODF 1.3, part 3).
- A file in it that is broken ends there; the other files are still read.
"""

import codecs
import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import suppress
from xml.parsers import expat

_PIECE_BYTES = 64 * 1024
# More of one XML file is not read.
_MOST_BYTES_OF_A_FILE = 256 * 1024 * 1024
_MOST_DEEP = 256
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
codecs.lookup(
    "cp437"
)  # of names in a ZIP; imported now, as later no file can be opened
_NUMBERS = re.compile(r"(\d{1,9})")


class _Refused(Exception):
    """This XML is not read any further."""


class Handler:
    """Receives the elements of an XML file. Names are without their namespace."""

    def __init__(self) -> None:
        self.found: list[str] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Receive the begin of an element."""

    def end(self, name: str) -> None:
        """Receive the end of an element."""

    def text(self, text: str) -> None:
        """Receive text."""


class Package:
    """An office document: a ZIP with XML files.

    Raises:
        BadZipFile: it is no ZIP.
    """

    def __init__(self, data: bytes) -> None:
        self._zip = zipfile.ZipFile(io.BytesIO(data))
        self._names = sorted(self._zip.namelist(), key=_by_number)

    def names(self, pattern: str) -> list[str]:
        """Return the names of files that match, by the numbers in them."""
        return [name for name in self._names if re.fullmatch(pattern, name)]

    def read(self, name: str, handler: Handler) -> Iterator[str]:
        """Parse a file, and yield what the handler found, piece by piece.

        It ends early at XML that is broken, refused or missing.
        """
        parser = _parser(handler)
        broken = (expat.ExpatError, zipfile.BadZipFile, zlib.error, OSError, KeyError)
        with suppress(_Refused, EOFError, *broken):
            for data in self._pieces(name):
                parser.Parse(data, False)
                yield "".join(handler.found)
                handler.found.clear()
            parser.Parse(b"", True)
        yield "".join([*handler.found, "\n"])
        handler.found.clear()

    def _pieces(self, name: str) -> Iterator[bytes]:
        file = self._zip.getinfo(name)
        if file.compress_type not in _METHODS or file.flag_bits & 1:
            raise _Refused  # encrypted, or packed by a method that offices never use
        with self._zip.open(file) as opened:
            for _ in range(_MOST_BYTES_OF_A_FILE // _PIECE_BYTES):
                data = opened.read(_PIECE_BYTES)
                if not data:
                    return
                yield data


def _parser(handler: Handler) -> expat.XMLParserType:
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    depth = 0

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > _MOST_DEEP:
            raise _Refused
        local = {_local(key): value for key, value in attributes.items()}
        handler.start(_local(name), local)

    def end(name: str) -> None:
        nonlocal depth
        depth -= 1
        handler.end(_local(name))

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = handler.text
    parser.StartDoctypeDeclHandler = _refuse
    return parser


def _refuse(*_: object) -> None:
    raise _Refused


def _local(name: str) -> str:
    return name.rpartition(" ")[2]


def _by_number(name: str) -> list[tuple[int, str]]:
    """Return a sort key by which slide2.xml comes before slide10.xml."""
    parts = _NUMBERS.split(name)
    return [(int(p), "") if n % 2 else (-1, p) for n, p in enumerate(parts)]

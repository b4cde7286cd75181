"""Parser for multipart bodies, while they arrive (RFC 2046, section 5.1).

python-multipart refuses a preamble, blanks after the first boundary, and folded headers,
all of which the standard allows.
"""

import re
from collections.abc import Callable, Iterator

Headers = dict[str, bytes]
# The headers of a part, the pieces of its content, and None at its end.
Event = Headers | bytes | None

_MAX_BOUNDARY = 256  # the standard allows 70
_MAX_PREAMBLE = 64 * 1024
_MAX_HEADERS = 16 * 1024
_MAX_PADDING = 128
_END = b"\r\n"
_FOLD = re.compile(rb"\r\n[ \t]+")
_HEADER = re.compile(rb"([!#-'*+.0-9A-Z^-z|~-]+)[ \t]*:[ \t]*([^\0\r\n]*)")
# What may follow a boundary as long as its line is incomplete.
_INCOMPLETE = re.compile(rb"-?|[ \t]*\r?")


class Malformed(ValueError):
    """The body is not a multipart body with this boundary."""


class Parts:
    """The parts of a body. All methods raise Malformed."""

    def __init__(self, boundary: bytes) -> None:
        if not 0 < len(boundary) <= _MAX_BOUNDARY:
            raise Malformed
        self._delimiter = _END + b"--" + boundary
        self._line = re.compile(re.escape(self._delimiter) + rb"(--|[ \t]*\r\n)")
        # A delimiter begins with a line end, which may also be that of the line before
        # it: so the buffer begins with one that is not content.
        self._buffer = _END
        self._not_content = 0
        self._skipped = 0
        # Each step returns its events, or None if it needs more data.
        self._step: Callable[[], list[Event] | None] = self._skip_preamble
        self.has_ended = False

    def feed(self, data: bytes) -> Iterator[Event]:
        """Yield what the next piece of the body completes."""
        if self.has_ended:
            return  # the epilogue
        self._buffer += data
        while not self.has_ended:
            events = self._step()
            if events is None:
                return
            yield from events

    def _skip_preamble(self) -> list[Event] | None:
        match = self._line.search(self._buffer)
        if match is None:
            kept = self._buffer[-len(self._delimiter) - _MAX_PADDING :]
            self._skipped += len(self._buffer) - len(kept)
            self._buffer = kept
            if self._skipped > _MAX_PREAMBLE:
                raise Malformed
            return None
        self._pass(match)
        return []

    def _read_headers(self) -> list[Event] | None:
        # The last line end of the headers is the first one of an empty line.
        end = self._buffer.find(_END + _END)
        if end < 0 and len(self._buffer) <= _MAX_HEADERS:
            return None
        if not 0 <= end <= _MAX_HEADERS:
            raise Malformed
        headers = _parsed(self._buffer[len(_END) : end])
        self._buffer = self._buffer[end + len(_END) :]
        self._not_content = len(_END)
        self._step = self._read_content
        return [headers]

    def _read_content(self) -> list[Event] | None:
        # A delimiter begins with a carriage return, and one byte is found much faster.
        first = self._buffer.find(b"\r")
        at = self._buffer.find(self._delimiter, first) if first >= 0 else -1
        while at >= 0:
            match = self._line.match(self._buffer, at)
            if match:
                piece = self._buffer[self._not_content : at]
                self._pass(match)
                return [piece, None]
            rest = self._buffer[at + len(self._delimiter) :][: _MAX_PADDING + 1]
            if len(rest) <= _MAX_PADDING and _INCOMPLETE.fullmatch(rest):
                return self._hold(at)
            # The delimiter is only the beginning of a line of the content.
            at = self._buffer.find(self._delimiter, at + 1)
        tail = self._buffer.rfind(
            b"\r", max(0, 1 + len(self._buffer) - len(self._delimiter))
        )
        is_beginning = tail >= 0 and self._delimiter.startswith(self._buffer[tail:])
        return self._hold(tail if is_beginning else len(self._buffer))

    def _hold(self, at: int) -> list[Event] | None:
        """Release the content before this place; None if there is none."""
        if at <= self._not_content:
            return None
        piece = self._buffer[self._not_content : at]
        self._buffer = self._buffer[at:]
        self._not_content = 0
        return [piece]

    def _pass(self, match: re.Match[bytes]) -> None:
        """Continue after a line with the boundary."""
        self.has_ended = match[1] == b"--"
        self._buffer = _END + self._buffer[match.end() :]
        self._step = self._read_headers


def _parsed(block: bytes) -> Headers:
    """Return the headers of a part, by name in lower case; the first of a name counts."""
    headers: Headers = {}
    lines = _FOLD.sub(b" ", block)
    for line in lines.split(_END) if lines else ():
        match = _HEADER.fullmatch(line)
        if match is None:
            raise Malformed
        headers.setdefault(match[1].decode().lower(), match[2].rstrip(b" \t"))
    return headers

"""Parser for forms with one file, while they arrive: multipart/form-data (RFC 7578)."""

from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header

_MAX_FIELDS = 64
_MAX_FIELD_BYTES = 16 * 1024
# Bytes of a form in addition to its file: boundaries, headers, text fields.
OVERHEAD_BYTES = 128 * 1024


class InvalidForm(ValueError):
    """The form is malformed, or one of its fields is invalid."""

    def __init__(self, field: str, message: str, kind: str = "value_error") -> None:
        super().__init__(message)
        self.field = field
        self.message = message
        self.kind = kind


class FileForm:
    """A form with one file. `feed` takes the body and returns the file in pieces.

    Text fields and the file may come in any order. All methods raise InvalidForm.
    """

    def __init__(self, content_type: str, *, file_field: str = "file") -> None:
        self.fields: dict[str, list[str]] = {}
        self.file_name: str | None = None
        self._file_field = file_field
        kind, options = parse_options_header(content_type)
        boundary = options.get(b"boundary", b"")
        if kind != b"multipart/form-data" or not boundary:
            raise InvalidForm(
                file_field, "must be sent as multipart/form-data", "missing"
            )
        self._pieces: list[bytes] = []
        self._header = [bytearray(), bytearray()]
        self._headers: dict[bytes, bytes] = {}
        self._name = ""
        self._value = bytearray()
        self._in_file = False
        self._count = 0
        self._ended = False
        try:
            self._parser = MultipartParser(
                boundary,
                {
                    "on_part_begin": self._on_part_begin,
                    "on_header_field": self._on_header_field,
                    "on_header_value": self._on_header_value,
                    "on_header_end": self._on_header_end,
                    "on_headers_finished": self._on_headers_finished,
                    "on_part_data": self._on_part_data,
                    "on_part_end": self._on_part_end,
                    "on_end": self._on_end,
                },
            )
        except FormParserError as error:
            raise InvalidForm(file_field, "must have a shorter boundary") from error

    def feed(self, data: bytes) -> list[bytes]:
        """Parse the next part of the body; return the pieces of the file in it."""
        try:
            self._parser.write(data)
        except FormParserError as error:
            raise InvalidForm(self._file_field, "must be a well-formed form") from error
        pieces, self._pieces = self._pieces, []
        return pieces

    def finish(self) -> None:
        """Check that the form is complete and has a file."""
        if not self._ended:
            raise InvalidForm(self._file_field, "must be a complete form")
        if self.file_name is None:
            raise InvalidForm(self._file_field, "Field required", "missing")

    def _on_part_begin(self) -> None:
        self._count += 1
        if self._count > _MAX_FIELDS:
            raise InvalidForm(self._file_field, "must come with fewer other fields")
        self._headers = {}
        self._value = bytearray()

    def _on_header_field(self, data: bytes, start: int, end: int) -> None:
        self._header[0] += data[start:end]

    def _on_header_value(self, data: bytes, start: int, end: int) -> None:
        self._header[1] += data[start:end]

    def _on_header_end(self) -> None:
        name, value = self._header
        self._headers[bytes(name).lower()] = bytes(value)
        self._header = [bytearray(), bytearray()]

    def _on_headers_finished(self) -> None:
        disposition = self._headers.get(b"content-disposition", b"")
        _, options = parse_options_header(disposition.decode("latin-1"))
        self._name = _text(options.get(b"name", b""), self._file_field)
        self._in_file = self._name == self._file_field
        if not self._in_file:
            return
        if self.file_name is not None:
            raise InvalidForm(self._file_field, "must be a single file")
        if b"filename" not in options:
            raise InvalidForm(self._file_field, "must be a file with a file name")
        self.file_name = _text(options[b"filename"], self._file_field)

    def _on_part_data(self, data: bytes, start: int, end: int) -> None:
        if self._in_file:
            self._pieces.append(data[start:end])
            return
        self._value += data[start:end]
        if len(self._value) > _MAX_FIELD_BYTES:
            raise InvalidForm(_known(self._name), "is too long")

    def _on_part_end(self) -> None:
        if not self._in_file:
            value = _text(bytes(self._value), _known(self._name))
            self.fields.setdefault(self._name, []).append(value)

    def _on_end(self) -> None:
        self._ended = True


def _text(data: bytes, field: str) -> str:
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        raise InvalidForm(field, "must be UTF-8") from error


def _known(name: str) -> str:
    """Return the name of a field if an error may show it, or else "file"."""
    return name if name.isidentifier() and len(name) < 40 else "file"

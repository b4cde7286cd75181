"""Parser for forms with one file, while they arrive: multipart/form-data (RFC 7578)."""

from dataclasses import dataclass, field

from backend.modules.document.uploads.parts import Headers, Malformed, Parts
from backend.modules.document.uploads.transfer import Decoder, decoder
from backend.modules.document.uploads.values import (
    decoded,
    field_name,
    file_name,
    parameters,
)

_MAX_FIELDS = 64
_MAX_FIELD_BYTES = 16 * 1024
# Bytes of a form in addition to its file: boundaries, headers, text fields.
OVERHEAD_BYTES = 128 * 1024
# A field with the character set of the text fields (RFC 7578, section 4.6).
_CHARSET_FIELD = "_charset_"


class InvalidForm(ValueError):
    """The form is malformed, or one of its fields is invalid."""

    def __init__(self, field: str, message: str, kind: str = "value_error") -> None:
        super().__init__(message)
        self.field = field
        self.message = message
        self.kind = kind


@dataclass(slots=True)
class _Part:
    """A part that arrives. Without a charset of its own it has that of the form."""

    name: str
    is_file: bool
    decode: Decoder | None
    charset: str | None
    value: bytearray = field(default_factory=bytearray)


class FileForm:
    """A form with one file. `feed` takes the body and returns the file in pieces.

    Text fields and the file may come in any order. All methods raise InvalidForm.
    """

    def __init__(self, content_type: str, *, file_field: str = "file") -> None:
        # The text fields; complete after `finish`.
        self.fields: dict[str, list[str]] = {}
        self.file_name: str | None = None
        self._file_field = file_field
        self._texts: list[_Part] = []
        self._part = _Part("", is_file=False, decode=None, charset=None)
        self._count = 0
        kind, options = parameters(content_type.encode("latin-1", errors="replace"))
        if kind != "multipart/form-data" or not options.get("boundary"):
            raise InvalidForm(
                file_field, "must be sent as multipart/form-data", "missing"
            )
        try:
            self._parts = Parts(options["boundary"])
        except Malformed as error:
            raise InvalidForm(file_field, "must have a shorter boundary") from error

    def feed(self, data: bytes) -> list[bytes]:
        """Parse the next piece of the body; return the pieces of the file in it."""
        pieces: list[bytes] = []
        try:
            for event in self._parts.feed(data):
                if isinstance(event, dict):
                    self._begin(event)
                else:
                    pieces += self._take(event or b"", is_last=event is None)
        except Malformed as error:
            raise InvalidForm(self._file_field, "must be a well-formed form") from error
        return pieces

    def finish(self) -> None:
        """Check that the form is complete and has a file; decode its text fields."""
        if not self._parts.has_ended:
            raise InvalidForm(self._file_field, "must be a complete form")
        if self.file_name is None:
            raise InvalidForm(self._file_field, "Field required", "missing")
        form_charset = "utf-8"
        for part in self._texts:
            if part.name == _CHARSET_FIELD and part.value:
                form_charset = part.value.decode("latin-1").strip()
        for part in self._texts:
            if part.name == _CHARSET_FIELD:
                continue
            charset = part.charset or form_charset
            try:
                text = decoded(bytes(part.value), charset)
            except UnicodeDecodeError as error:
                message = f"must be {charset.upper()}"
                raise InvalidForm(_known(part.name), message) from error
            except ValueError as error:
                raise InvalidForm(_known(part.name), str(error)) from error
            self.fields.setdefault(part.name, []).append(text)

    def _begin(self, headers: Headers) -> None:
        self._count += 1
        if self._count > _MAX_FIELDS:
            raise InvalidForm(self._file_field, "must come with fewer other fields")
        _, options = parameters(headers.get("content-disposition", b""))
        _, content = parameters(headers.get("content-type", b""))
        try:
            # Some clients mark the name of a list by brackets.
            name = field_name(options).removesuffix("[]")
            self._part = _Part(
                name,
                is_file=name == self._file_field,
                decode=decoder(headers.get("content-transfer-encoding", b"")),
                charset=content.get("charset", b"").decode("latin-1") or None,
            )
            if self._part.is_file:
                self._name_file(file_name(options))
        except UnicodeDecodeError as error:
            raise InvalidForm(self._file_field, "must be UTF-8") from error
        except InvalidForm:
            raise
        except ValueError as error:
            raise InvalidForm(self._file_field, str(error)) from error
        if not self._part.is_file:
            self._texts.append(self._part)

    def _name_file(self, name: str | None) -> None:
        if self.file_name is not None:
            raise InvalidForm(self._file_field, "must be a single file")
        if name is None:
            raise InvalidForm(self._file_field, "must be a file with a file name")
        self.file_name = name

    def _take(self, data: bytes, *, is_last: bool) -> list[bytes]:
        """Decode content of the part; return it if the part is the file."""
        part = self._part
        if part.decode is not None:
            try:
                data = part.decode(data, is_last)
            except ValueError as error:
                raise InvalidForm(_known(part.name), str(error)) from error
        if part.is_file:
            return [data] if data else []
        part.value += data
        if len(part.value) > _MAX_FIELD_BYTES:
            raise InvalidForm(_known(part.name), "is too long")
        return []


def _known(name: str) -> str:
    """Return the name of a field if an error may show it, or else "file"."""
    return name if name.isidentifier() and len(name) < 40 else "file"

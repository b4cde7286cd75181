"""What the content of a file of each type may be."""

from collections.abc import Iterator

import pytest

from backend.core.config import settings
from backend.modules.document.exceptions import ContentMismatch
from backend.modules.document.uploads import content
from backend.modules.document.uploads.content import Content

ALLOWED = {*range(0x07, 0x0E), *range(0x1A, 0x80)}
HTML = b"<!DOCTYPE html><script>alert(1)</script>"
ENTRY = b"PK\x03\x04" + b"\0" * 22  # a local header up to the length of the name
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
COMPOUND = bytes.fromhex("d0cf11e0a1b11ae1")
ODT = b"\x08\0\0\0mimetypeapplication/vnd.oasis.opendocument.text"


@pytest.fixture(autouse=True)
def _all_types(monkeypatch: pytest.MonkeyPatch) -> None:
    """Accept files of all types that the service knows."""
    every = settings.model_copy(update={"DOCUMENT_EXTENSIONS": list(content._TYPES)})
    monkeypatch.setattr(content, "settings", every)


def read(name: str, chunks: Iterator[bytes] | tuple[bytes, ...]) -> Content | None:
    """Return a file's content, or None if it is refused."""
    file = Content(name)
    try:
        for chunk in chunks:
            file.add(chunk)
        file.finish()
    except ContentMismatch:
        return None
    return file


def is_text(*chunks: bytes) -> bool:
    return read("note.txt", chunks) is not None


def charset(data: bytes) -> str | None:
    """Return the encoding of a text, which must not depend on where its chunks end."""
    found = {
        file.charset if file else "refused"
        for cut in range(len(data) + 1)
        for file in [read("table.csv", (data[:cut], data[cut:]))]
    }
    [one] = found
    return one


ACCEPTED: list[tuple[str, bytes]] = [
    ("a.pdf", b"%PDF-1.7"),
    ("a.pdf", b"\xef\xbb\xbf\r\n%PDF-1.4"),
    ("a.pdf", b"HTTP/1.1 200 OK\r\n\r\n" + b"x" * 1000 + b"%PDF-1.4"),
    ("a.pdf", b"\n" * 1023 + b"%PDF-1.4"),
    ("a.docx", ENTRY + b"\x13\0\0\0[Content_Types].xml"),
    ("a.docx", ENTRY + b"\x11\0\0\0word/document.xml"),
    ("a.docx", COMPOUND + b"\0" * 5000 + ENCRYPTED),
    ("a.xlsx", COMPOUND + b"\0" * 600 + ENCRYPTED),
    ("a.pptx", COMPOUND + ENCRYPTED + b"\0" * 5000),
    ("a.odt", ENTRY + ODT),
    ("a.odt", ENTRY + ODT + b"-template"),
    (
        "a.odt",
        ENTRY + b"\x0b\0\0\0content.xml" + b"x" * 5000 + b"META-INF/manifest.xml",
    ),
    ("a.ods", ENTRY + b"\x08\0\x04\0mimetype\xfe\xca\0\0...META-INF/manifest.xml"),
    ("a.zip", ENTRY),
    ("a.zip", b"PK\x05\x06" + b"\0" * 18),
    ("a.zip", b"PK\x06\x06" + b"\0" * 52),
    ("a.zip", b"PK\x07\x08PK\x03\x04"),
    ("a.jpg", b"\xff\xd8\xff\xe1\0\0Exif"),
    ("a.jpg", b"\xff\xd8\xff\xdb"),
    ("a.jpeg", b"\xff\xd8\xff\xee\0\x0eAdobe"),
    ("a.gif", b"GIF87a"),
    ("a.gif", b"GIF89a"),
    ("a.webp", b"RIFF\x10\0\0\0WEBPVP8L"),
    ("a.tif", b"MM\0*"),
    ("a.tiff", b"II+\0"),
    ("a.mp4", b"\0\0\0\x18ftypmp42"),
    ("a.mp4", b"\0\0\0\x18moov"),
    ("a.mp4", b"\0\0\0\x08free\0\0\0\x18ftyp"),
    ("a.mp3", b"ID3\x04"),
    *(("a.mp3", b"\xff" + bytes([second])) for second in b"\xfb\xfa\xf3\xf2\xe3\xe2"),
    ("a.md", b"<!-- a comment -->\n# Title"),
    ("a.md", b"\xef\xbb\xbf<!-- " + b"long " * 500 + b"-->\n# Title"),
    ("a.md", b'<p align="center">\f</p>'),
    ("a.json", b"\xef\xbb\xbf{}"),
    ("a.csv", b"\xef\xbb\xbfa;b\r\n"),
    ("a.txt", b"the end of a DOS file\x1a"),
]
REFUSED: list[tuple[str, bytes]] = [
    ("a.pdf", b"\n" * 1024 + b"%PDF-1.4"),
    ("a.pdf", HTML + b"%PDF-1.4"),
    ("a.docx", COMPOUND + b"WordDocument" * 500),
    ("a.docx", b"PK\x05\x06" + b"\0" * 18),
    ("a.odt", ENTRY + ODT.replace(b"text", b"spreadsheet")),
    ("a.odt", ENTRY + b"\x11\0\0\0word/document.xml"),
    ("a.odt", b"META-INF/manifest.xml"),
    ("a.zip", b"MZ\x90\0" + ENTRY),
    ("a.jpg", b"\xff\xd8"),
    ("a.gif", b"GIF88a"),
    ("a.mp4", b"\0\0\0\x18text"),
    *(("a.mp3", b"\xff" + bytes([second])) for second in b"\xd8\xeb\xfd\xf7\xe0"),
    ("a.md", b"<!-- a comment --><script>alert(1)</script>"),
    ("a.txt", b"<!---->\n<!-- a comment --><svg onload=alert(1)>"),
    ("a.txt", HTML.decode().encode("utf-16")),
    ("a.csv", b"\xff\xfe\0\0a\0\0\0"),  # UTF-32
    ("a.csv", b"a\0b\0"),  # UTF-16 without a byte order mark
    ("a.json", "{}".encode("utf-16")),
    ("a.json", b'{"a": "\xe9"}'),
]


@pytest.mark.parametrize(("name", "data"), ACCEPTED)
def test_a_file_that_its_standard_allows_is_accepted(name: str, data: bytes) -> None:
    assert read(name, (data,))
    assert read(name, (data[n : n + 1] for n in range(len(data))))


@pytest.mark.parametrize(("name", "data"), REFUSED)
def test_a_file_of_another_type_is_refused(name: str, data: bytes) -> None:
    assert read(name, (data,)) is None
    assert read(name, (data[n : n + 1] for n in range(len(data)))) is None


def test_text_may_have_no_control_characters_that_only_binary_files_have() -> None:
    found = {code for code in range(0x80) if is_text(b"some text ", bytes([code]))}

    assert found == ALLOWED
    for code in set(range(0x80)) - ALLOWED:
        assert not is_text(f"some text {chr(code)}".encode("utf-16"))


@pytest.mark.parametrize("text", ["é", "हिन्दी", "\U0001f600", "\ufeffa", "\x85", "a"])
def test_text_in_any_language_is_accepted_wherever_a_chunk_ends(text: str) -> None:
    assert charset(text.encode()) is None
    assert charset(text.encode("utf-16")) == "utf-16"
    assert charset(b"\xfe\xff" + text.encode("utf-16-be")) == "utf-16"


@pytest.mark.parametrize(
    "data",
    [b"Gr\xf6\xdfe;1\r\n", b"\x80 5", b"caf\xc3", b"\xe9t\xe9", b"\xc0\x80", b"a\xff"],
)
def test_text_as_excel_writes_it_in_western_europe_is_accepted(data: bytes) -> None:
    assert charset(data) == "windows-1252"


@pytest.mark.parametrize(
    "data", ["é".encode() + b"\xff", b"\xe9\x81", b"\xff\xfea", b"\xff\xfe\x00\xd8"]
)
def test_text_in_no_known_encoding_is_refused(data: bytes) -> None:
    assert charset(data) == "refused"

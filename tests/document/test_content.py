"""The bytes that a plain text file may contain."""

import pytest

from backend.modules.document.exceptions import ContentMismatch
from backend.modules.document.uploads.content import Content

ALLOWED = {*b"\t\n\f\r\x1b", *range(0x20, 0x7F)}


def is_text(*chunks: bytes) -> bool:
    content = Content("note.txt")
    try:
        for chunk in chunks:
            content.add(chunk)
        content.finish()
    except ContentMismatch:
        return False
    return True


def test_text_may_have_no_control_characters_except_whitespace_and_escape() -> None:
    found = {code for code in range(0x80) if is_text(b"some text ", bytes([code]))}

    assert found == ALLOWED


@pytest.mark.parametrize("text", ["é", "हिन्दी", "\U0001f600", "\ufeffa", "\x85"])
def test_text_in_any_language_is_accepted_wherever_a_chunk_ends(text: str) -> None:
    data = text.encode()

    assert all(is_text(data[:cut], data[cut:]) for cut in range(len(data) + 1))


@pytest.mark.parametrize("data", [b"\xc0\x80", b"\xed\xa0\x80", b"\x80", b"\xf5\x80"])
def test_text_that_is_not_utf_8_is_refused(data: bytes) -> None:
    assert not is_text(b"some text ", data)

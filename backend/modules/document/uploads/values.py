"""Reads the headers of a form's parts: parameters, character sets, file names."""

import base64
import binascii
import re
from urllib.parse import unquote_to_bytes

# `; name=value` or `; name="value"`. A quotation mark that no client escaped ends the
# value only if a semicolon or the end follows.
_PARAMETER = re.compile(
    rb';[ \t]*([^\s=;"]+)[ \t]*=[ \t]*'
    rb'(?:"((?:\\.|[^"\\]|"(?![ \t]*(?:;|$)))*+)"?|([^;]*))',
    re.DOTALL,
)
_ESCAPED = re.compile(rb'\\(["\\])')
# What browsers and curl escape in names (WHATWG HTML, "multipart/form-data").
_PERCENT = re.compile(r"%(22|0[AD])", re.IGNORECASE)
_WORD = re.compile(r"=\?([^?\s]+)\?([bq])\?([^?]*)\?=", re.IGNORECASE)
_BETWEEN_WORDS = re.compile(r"(?<=\?=)\s+(?==\?)")
# Others of Python's codecs are no character sets, or take long.
_CHARSETS = re.compile(
    r"utf-?8|utf-?16(le|be)?|(us-)?ascii|iso-8859-\d{1,2}|latin1|windows-125\d|koi8-[ru]"
    r"|shift[_-]jis|euc-(jp|kr)|iso-2022-jp|gbk|gb2312|gb18030|big5",
    re.IGNORECASE,
)


def parameters(header: bytes) -> tuple[str, dict[str, bytes]]:
    """Return the value of a header in lower case, and its parameters."""
    kind = header.partition(b";")[0].strip().lower().decode("latin-1")
    found: dict[str, bytes] = {}
    for name, quoted, token in _PARAMETER.findall(header[len(kind) :]):
        value = _ESCAPED.sub(rb"\1", quoted) or token.strip()
        found.setdefault(name.decode("latin-1").lower(), value)
    return kind, found


def decoded(data: bytes, charset: str) -> str:
    """Decode text.

    Raises:
        ValueError: the character set is unknown, or the bytes are not text in it.
    """
    if not _CHARSETS.fullmatch(charset):
        raise ValueError("must have a known character set")
    try:
        return data.decode(charset)
    except LookupError as error:
        raise ValueError("must have a known character set") from error


def field_name(options: dict[str, bytes]) -> str:
    """Return the name of a field, or raise ValueError."""
    return _PERCENT.sub(_character, decoded(options.get("name", b""), "utf-8"))


def file_name(options: dict[str, bytes]) -> str | None:
    """Return the name of a file as its client knows it; None without one.

    RFC 7578 forbids `filename*` in forms, but .NET and others send it. It is exact, so
    it wins (RFC 6266, section 4.3) unless it is malformed. Clients for .NET write
    `filename` as encoded words (RFC 2047); browsers escape quotation marks as %22.

    Raises:
        ValueError: the name is not text.
    """
    extended = options.get("filename*")
    if extended is not None:
        try:
            charset, _, value = extended.decode("ascii").split("'", 2)
            return decoded(unquote_to_bytes(value), charset)
        except ValueError:
            if "filename" not in options:
                raise
    if "filename" not in options:
        return None
    name = _PERCENT.sub(_character, decoded(options["filename"], "utf-8"))
    return _WORD.sub(_word, _BETWEEN_WORDS.sub("", name))


def _character(match: re.Match[str]) -> str:
    return chr(int(match[1], 16))


def _word(match: re.Match[str]) -> str:
    """Return the text of an encoded word, or the word itself if it is malformed."""
    charset, encoding, text = match.groups()
    try:
        if encoding in "bB":
            data = base64.b64decode(text, validate=True)
        else:
            data = binascii.a2b_qp(text, header=True)
        return decoded(data, charset.partition("*")[0])
    except ValueError:
        return match[0]

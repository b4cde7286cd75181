"""Reads PDF files: the text of the pages, notes on them, and values of form fields."""

import codecs
import io
import pkgutil
import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from importlib import import_module
from typing import Any

import pypdf

# Encodings of fonts (ISO 32000-2, table 116).
_ENCODINGS = (
    *("ascii", "latin-1", "cp1252", "mac-roman", "utf-8", "utf-16", "utf-16-be"),
    *("gbk", "gb18030", "big5", "big5hkscs", "cp949", "euc-kr", "shift-jis", "euc-jp"),
)
# pypdf and codecs import parts of themselves late, when no file can be opened any more.
for _name in _ENCODINGS:
    codecs.lookup(_name)
for _module in pkgutil.walk_packages(pypdf.__path__, "pypdf."):
    with suppress(ImportError):  # those for optional packages
        import_module(_module.name)

# A word that is divided at the end of a line. The hyphen of "E-Mail" stays.
_DIVIDED = re.compile(r"(?<=[^\W\d_])(?:\u00ad|[-\u2010](?=\n[a-zà-öø-ÿ]))\s*\n")
_NOTES = {"/FreeText", "/Text"}
_WRITTEN = {"/Tx", "/Ch"}  # text fields and choices, but no buttons or signatures


def pieces(data: bytes) -> Iterator[str]:
    """Yield the text of each page, then the form. What cannot be read is left out."""
    reader = pypdf.PdfReader(io.BytesIO(data))
    pages = range(len(reader.pages))
    parts: list[Callable[[], str]] = [
        *(
            partial(part, reader, number)
            for number in pages
            for part in (_text, _notes)
        ),
        partial(_form, reader),
    ]
    failure = None
    for part in parts:
        try:
            text = part()
        except Exception as error:  # noqa: BLE001 (pypdf raises many kinds)
            failure = error
        else:
            yield text
    if failure:
        raise failure  # which matters only if there is no text at all


def _text(reader: pypdf.PdfReader, number: int) -> str:
    return _DIVIDED.sub("", reader.pages[number].extract_text()) + "\n"


def _notes(reader: pypdf.PdfReader, number: int) -> str:
    notes = (note.get_object() for note in reader.pages[number].annotations or [])
    return "".join(
        f"{note['/Contents']}\n"
        for note in notes
        if note.get("/Subtype") in _NOTES and "/Contents" in note
    )


def _form(reader: pypdf.PdfReader) -> str:
    fields = (reader.get_fields() or {}).values()
    values = (field.get("/V") for field in fields if field.get("/FT") in _WRITTEN)
    return "".join(f"{text}\n" for value in values for text in _texts(value))


def _texts(value: Any) -> Iterator[str]:
    """Yield the texts of a field's value; a list with several choices has several."""
    for each in value if isinstance(value, list) else [value]:
        if isinstance(each, str):
            yield each

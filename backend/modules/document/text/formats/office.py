"""Reads documents and presentations of Microsoft Office (ECMA-376) and OpenDocument."""

from collections.abc import Iterator

from backend.modules.document.text.formats.package import Handler, Package

_BLANK = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
# Twice the same for older programs, and text of the program rather than of the author.
_NOT_SHOWN = {"Fallback", "instrText", "delText"}
_ODF_TEXT = {"p", "h"}
_ODF_BLANK = {"s": " ", "tab": "\t", "line-break": "\n"}
_ODF_DELETED = "tracked-changes"
_ODF_OF_NOTES = {"creator", "date", "date-string"}


class _Runs(Handler):
    """Text is in `t`, in paragraphs `p`; in old comments of slides it is in `text`."""

    def __init__(self) -> None:
        super().__init__()
        self._is_text = False
        self._skipped = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name in _NOT_SHOWN:
            self._skipped += 1
        elif self._skipped == 0:
            self._is_text = name in ("t", "text")
            # A paragraph's own tab stops are elements `tab` with a position.
            if "pos" not in attributes:
                self.found.append(_BLANK.get(name, ""))

    def end(self, name: str) -> None:
        self._is_text = False
        if name in _NOT_SHOWN:
            self._skipped -= 1
        elif name in ("p", "text") and self._skipped == 0:
            self.found.append("\n")

    def text(self, text: str) -> None:
        if self._is_text:
            self.found.append(text)


class _OdfText(Handler):
    """Text is in paragraphs and headings. A sheet has its name in an attribute."""

    def __init__(self, *, has_sheets: bool) -> None:
        super().__init__()
        self._has_sheets = has_sheets
        self._depth = 0
        self._notes = 0
        self._skipped = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self._notes += name == "annotation"
        if self._is_skipped(name):
            self._skipped += 1
        elif name in _ODF_TEXT:
            self._depth += 1
        elif name == "table" and self._has_sheets:
            self.found.append(f"{attributes.get('name', '')}\n")
        elif self._depth:
            self.found.append(_ODF_BLANK.get(name, ""))

    def end(self, name: str) -> None:
        if self._is_skipped(name):
            self._skipped -= 1
        elif name == "annotation":
            self._notes -= 1
        elif name in _ODF_TEXT:
            self._depth -= 1
            self.found.append("" if self._skipped else "\n")

    def text(self, text: str) -> None:
        if self._depth and not self._skipped:
            self.found.append(text)

    def _is_skipped(self, name: str) -> bool:
        return name == _ODF_DELETED or (self._notes > 0 and name in _ODF_OF_NOTES)


def word(data: bytes) -> Iterator[str]:
    """Yield the text of a .docx: body, then headers, footers, notes and comments."""
    body, others = r"word/document\d*\.xml", r"word/(?!document\d*\.xml)[^/]+\.xml"
    drawn = r"word/(?:charts|diagrams)/(?:chart|data)\d*\.xml"
    return _of(data, body, others, drawn)


def slides(data: bytes) -> Iterator[str]:
    """Yield the text of a .pptx: slides, then notes and comments."""
    return _of(
        data,
        r"ppt/slides/slide\d+\.xml",
        r"ppt/(?:notesSlides|comments)/[^/]+\.xml",
        r"ppt/(?:charts|diagrams)/(?:chart|data)\d*\.xml",
    )


def open_document(data: bytes, *, has_sheets: bool = False) -> Iterator[str]:
    """Yield the text of a .odt or .odp: content, then headers and footers."""
    package = Package(data)
    for name in ("content.xml", "styles.xml"):
        yield from package.read(name, _OdfText(has_sheets=has_sheets))


def open_sheets(data: bytes) -> Iterator[str]:
    """Yield the text of a .ods: names of sheets, and cells as they are shown."""
    return open_document(data, has_sheets=True)


def _of(data: bytes, *patterns: str) -> Iterator[str]:
    package = Package(data)
    for pattern in patterns:
        for name in package.names(pattern):
            yield from package.read(name, _Runs())

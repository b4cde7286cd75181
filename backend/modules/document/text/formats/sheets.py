"""Reads workbooks of Microsoft Excel (ECMA-376, part 1, section 18)."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from backend.modules.document.text.formats.package import Handler, Package

# Texts of cells are stored once, and cells name their numbers. More are not kept.
_MOST_CHARACTERS = 16 * 1024 * 1024
_MOST_STYLES = 65_536
_MOST_OF_A_CELL = 32_767  # characters, in Excel too
# The built-in formats of dates and times (section 18.8.30).
_DATES = {*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)}
_QUOTED = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.')
_FIRST_DAY = datetime(1899, 12, 30, tzinfo=UTC)
_HEADERS = {
    f"{which}{part}"
    for which in ("odd", "even", "first")
    for part in ("Header", "Footer")
}
_CODE = re.compile(r'&(?:"[^"]*"|\d+|K[0-9A-F]{6}|[A-Z])', re.IGNORECASE)


class _Names(Handler):
    """Finds the names of the sheets in the workbook."""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "sheet":
            self.found.append(f"{attributes.get('name', '')}\n")


class _Strings(Handler):
    """Collects the texts that cells share, by their number."""

    def __init__(self) -> None:
        super().__init__()
        self.strings: list[str] = []
        self._parts: list[str] = []
        self._is_text = False
        self._is_sound = False
        self._left = _MOST_CHARACTERS

    def start(self, name: str, _: dict[str, str]) -> None:
        # `rPh` is the pronunciation of Japanese text. It is no text of the cell.
        self._is_sound = self._is_sound or name == "rPh"
        self._is_text = name == "t" and not self._is_sound
        if name == "si":
            self._parts = []

    def end(self, name: str) -> None:
        self._is_text = False
        self._is_sound = self._is_sound and name != "rPh"
        if name == "si":
            self.strings.append("".join(self._parts))

    def text(self, text: str) -> None:
        if self._is_text and self._left > 0:
            self._left -= len(text)
            self._parts.append(text)


class _Styles(Handler):
    """Collects which cell formats show a number as a date."""

    def __init__(self) -> None:
        super().__init__()
        self.are_dates: list[bool] = []
        self._dates = set(_DATES)
        self._is_of_cells = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "numFmt":
            code = _QUOTED.sub("", attributes.get("formatCode", "")).lower()
            if set(code) & set("dmyh"):
                self._dates.add(_number(attributes.get("numFmtId")))
        elif name == "cellXfs":
            self._is_of_cells = True
        elif name == "xf" and self._is_of_cells and len(self.are_dates) < _MOST_STYLES:
            self.are_dates.append(_number(attributes.get("numFmtId")) in self._dates)

    def end(self, name: str) -> None:
        self._is_of_cells = self._is_of_cells and name != "cellXfs"


class _Cells(Handler):
    """Finds the values of cells, and what is printed above and below the sheet."""

    def __init__(self, strings: list[str], are_dates: list[bool]) -> None:
        super().__init__()
        self._strings = strings
        self._are_dates = are_dates
        self._kind, self._style = "n", 0
        self._value = ""
        self._element = ""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self._element = name
        if name == "c":
            self._kind = attributes.get("t", "n")
            self._style = _number(attributes.get("s"))
            self._value = ""

    def end(self, name: str) -> None:
        self._element = ""
        if name == "c":
            self.found.append(f"{self._shown()}\t")
        elif name == "row" or name in _HEADERS:
            self.found.append("\n")

    def text(self, text: str) -> None:
        if self._element in ("v", "t") and len(self._value) < _MOST_OF_A_CELL:
            self._value += text
        elif self._element in _HEADERS:
            self.found.append(_CODE.sub(" ", text))

    def _shown(self) -> str:
        """Return the value as a person sees it, except for the choice of its format."""
        value = self._value
        if self._kind == "s":
            number = _number(value)
            return self._strings[number] if 0 <= number < len(self._strings) else ""
        if self._kind == "b":
            return "TRUE" if value == "1" else "FALSE"
        if self._kind != "n":
            return "" if self._kind == "e" else value
        is_date = self._are_dates[self._style : self._style + 1] == [True]
        return _as_date(value) if is_date else _as_number(value)


class _Written(Handler):
    """Finds the text of comments and drawings: in `t`, and in new comments in `text`."""

    def __init__(self) -> None:
        super().__init__()
        self._is_text = False

    def start(self, name: str, _: dict[str, str]) -> None:
        self._is_text = name in ("t", "text")

    def end(self, name: str) -> None:
        self._is_text = False
        if name in ("p", "text"):
            self.found.append("\n")

    def text(self, text: str) -> None:
        if self._is_text:
            self.found.append(text)


def pieces(data: bytes) -> Iterator[str]:
    """Yield the text of a .xlsx: names of sheets, cells, comments and drawings."""
    package = Package(data)
    strings, styles = _Strings(), _Styles()
    yield from package.read("xl/workbook.xml", _Names())
    for _ in package.read("xl/sharedStrings.xml", strings):
        pass
    for _ in package.read("xl/styles.xml", styles):
        pass
    for name in package.names(r"xl/worksheets/[^/]+\.xml"):
        cells = _Cells(strings.strings, styles.are_dates)
        yield from package.read(name, cells)
    others = (
        r"xl/(?:comments\d*|(?:threadedComments|comments|drawings|charts)/[^/]+)\.xml"
    )
    for name in package.names(others):
        yield from package.read(name, _Written())


def _number(text: str | None) -> int:
    """Return a whole number from 0 to 999,999,999; -1 for anything else."""
    text = (text or "0").strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else -1


def _as_number(text: str) -> str:
    """Return a number with at most 15 digits, as Excel shows it: 0.3, not 0.299…96."""
    try:
        return f"{float(text):.15g}" if len(text) < 40 else text
    except ValueError:
        return text


def _as_date(text: str) -> str:
    """Return a date (days since 1899) as 2026-03-15, and a time as 14:30."""
    try:
        moment = _FIRST_DAY + timedelta(seconds=round(float(text) * 86_400))
    except (ValueError, OverflowError):
        return text
    date = "" if moment.date() == _FIRST_DAY.date() else f"{moment:%Y-%m-%d}"
    time = "" if moment.time() == _FIRST_DAY.time() else f"{moment:%H:%M}"
    return f"{date} {time}".strip()

"""Makes the plain text of an e-mail from its HTML, so that both always say the same."""

import re
import textwrap
from html.parser import HTMLParser

_WIDTH = 78  # RFC 5322, section 2.1.1
_INDENT = "    "


def plain_text(html: str) -> str:
    """Return the paragraphs of `html` as text, with a blank line between them.

    A link becomes `label <URL>` (RFC 3986, appendix C). `<p class="code">` and the URL
    of `<p class="action">` stand alone on an indented line. `<p class="written">` keeps
    its lines. HTML in this form has no text outside of `<p>`.
    """
    parser = _Paragraphs()
    parser.feed(html)
    parser.close()
    return "\n\n".join(parser.paragraphs) + "\n"


class _Paragraphs(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.paragraphs: list[str] = []
        self._lines: list[str] = [""]
        self._class = ""
        self._url = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if tag == "p":
            self._lines, self._class = [""], values.get("class") or ""
        elif tag == "a":
            self._url = values.get("href") or ""
        elif tag == "br":
            self._lines.append("")

    def handle_data(self, data: str) -> None:
        self._lines[-1] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "a":
            if self._class == "action":
                self._lines[-1] += f":\n\n{_INDENT}{self._url}"
            elif not self._lines[-1].endswith(self._url):
                self._lines[-1] += f" <{self._url}>"
        elif tag == "p":
            self.paragraphs.append(self._paragraph())

    def _paragraph(self) -> str:
        if self._class in ("action", "written"):
            return "\n".join(self._lines).strip()
        wrapped = ["\n".join(_wrap(line)) for line in self._lines]
        text = "\n".join(wrapped)
        return _INDENT + text if self._class == "code" else text


def _wrap(line: str) -> list[str]:
    # As a browser does it: other blanks, such as U+202F before "PM", stay.
    line = re.sub(r"[ \t\r\n]+", " ", line).strip(" ")
    # Long words are not broken: they are URLs.
    return textwrap.wrap(line, _WIDTH, break_long_words=False, break_on_hyphens=False)

"""The Content-Security-Policy of the web app, with the hashes of its inline scripts.

The hashes are computed from the files, so that the policy needs neither 'unsafe-inline'
for scripts nor a nonce, which would make each reply another one.
"""

import base64
import hashlib
from html.parser import HTMLParser

# Types of script elements that a browser runs or obeys. The others are data, which no
# policy concerns (HTML, section 4.12.1).
_RUNS = {
    *("", "text/javascript", "application/javascript", "module"),
    *("importmap", "speculationrules"),
}


def policy(html: str = "") -> str:
    """Return the policy of a page, or of another file of the web app.

    Components insert styles at run time. Pages show pictures and files of users as blobs
    and in frames of this origin.
    """
    parser = _InlineScripts()
    # A browser normalizes line breaks before it parses (HTML, section 13.2.3.5).
    parser.feed(html.replace("\r\n", "\n").replace("\r", "\n"))
    parser.close()
    scripts = " ".join(["'self'", *map(_source, dict.fromkeys(parser.scripts))])
    return (
        f"default-src 'self'; script-src {scripts}; style-src 'self' 'unsafe-inline'; "
        "img-src 'self' blob: data:; frame-src 'self' blob:; connect-src 'self'; "
        "object-src 'none'; base-uri 'none'; form-action 'self'; "
        "frame-ancestors 'none'; require-trusted-types-for 'script'; "
        "trusted-types nextjs nextjs#bundler"
    )


def _source(script: str) -> str:
    digest = hashlib.sha256(script.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"


class _InlineScripts(HTMLParser):
    """Collects the text of the script elements without `src` that a browser runs."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.scripts: list[str] = []
        self._inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a script."""
        given = dict(attrs)
        kind = (given.get("type") or "").strip().lower()
        self._inside = tag == "script" and "src" not in given and kind in _RUNS
        if self._inside:
            self.scripts.append("")

    def handle_data(self, data: str) -> None:
        """Add to the current script; a long one comes in several parts."""
        if self._inside:
            self.scripts[-1] += data

    def handle_endtag(self, tag: str) -> None:  # noqa: ARG002
        """End the current script: markup inside it is text."""
        self._inside = False

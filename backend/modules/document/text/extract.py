"""Prints the text of the file on stdin: a program of its own, run with no rights.

`python -I extract.py MEDIA_TYPE`. It limits itself before it reads a byte: memory,
processor time, no files, no other programs. So a bomb ends this process alone. It
imports nothing of the service, and has none of its environment.
"""

import io
import resource
import sys

MEMORY_BYTES = 512 * 1024 * 1024
CPU_SECONDS = 20
# Of a text, so much is searched: it must fit into a tsvector (1 MB).
TEXT_BYTES = 256 * 1024


def _limit() -> None:
    for kind, most in (
        (resource.RLIMIT_AS, MEMORY_BYTES),
        (resource.RLIMIT_CPU, CPU_SECONDS),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_NPROC, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        try:
            resource.setrlimit(kind, (most, most))
        except (ValueError, OSError):  # macOS knows some of them by name only
            continue


def _plain(data: bytes) -> str:
    return data[: 4 * TEXT_BYTES].decode("utf-8", errors="replace")


def _pdf(data: bytes) -> str:
    from pypdf import PdfReader

    parts: list[str] = []
    length = 0
    for page in PdfReader(io.BytesIO(data)).pages:
        text = page.extract_text()
        parts.append(text)
        length += len(text)
        if length > TEXT_BYTES:
            break
    return "\n".join(parts)


def main() -> None:
    """Read stdin, write its text in UTF-8, or end non-zero."""
    if sys.argv[1] == "application/pdf":
        import pypdf  # noqa: F401 (before the limits, as imports read files)
    _limit()
    data = sys.stdin.buffer.read()
    text = _pdf(data) if sys.argv[1] == "application/pdf" else _plain(data)
    encoded = text.encode("utf-8", errors="replace")[:TEXT_BYTES]
    sys.stdout.buffer.write(encoded)


if __name__ == "__main__":
    main()

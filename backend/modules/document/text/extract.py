"""Program that reads a file on stdin and prints its text: `extract.py MEDIA_TYPE`.

It runs in a child process (`python -I`), because the file may be hostile. Before it
reads a byte, it limits its own memory and CPU time and forbids itself to write files
and to start processes. A decompression bomb therefore ends only this process. It
imports nothing of the service and gets an empty environment.
"""

import codecs
import io
import resource
import sys
import time

MEMORY_BYTES = 512 * 1024 * 1024
# Ordinary PDFs of up to 500 pages took at most 0.9 s.
CPU_SECONDS = 5
# After this long, the text of the pages so far has to do.
_ENOUGH_SECONDS = 3
# Only this much of a text is indexed: it must fit into a tsvector (1 MB).
TEXT_BYTES = 256 * 1024


def _limit() -> None:
    for kind, maximum in (
        (resource.RLIMIT_AS, MEMORY_BYTES),
        (resource.RLIMIT_CPU, CPU_SECONDS),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_NPROC, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        try:
            resource.setrlimit(kind, (maximum, maximum))
        except (ValueError, OSError):  # macOS does not support some of them
            continue


def _plain(data: bytes) -> str:
    """Decode text in one of the encodings that an upload may have (uploads/plain.py)."""
    data = data[: 4 * TEXT_BYTES]
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16", errors="replace")
    try:
        # Not final: the last character may be cut off.
        return codecs.getincrementaldecoder("utf-8-sig")().decode(data)
    except UnicodeDecodeError:
        return data.decode("windows-1252", errors="replace")


def _pdf(data: bytes) -> str:
    from pypdf import PdfReader

    parts: list[str] = []
    length = 0
    for page in PdfReader(io.BytesIO(data)).pages:
        text = page.extract_text()
        parts.append(text)
        length += len(text)
        if length > TEXT_BYTES or time.process_time() > _ENOUGH_SECONDS:
            break
    return "\n".join(parts)


def main() -> None:
    """Read a file on stdin and write its text as UTF-8; exit non-zero on failure."""
    if sys.argv[1] == "application/pdf":
        import pypdf  # noqa: F401 (before the limits, which could stop the import)
    _limit()
    data = sys.stdin.buffer.read()
    text = _pdf(data) if sys.argv[1] == "application/pdf" else _plain(data)
    encoded = text.encode("utf-8", errors="replace")[:TEXT_BYTES]
    sys.stdout.buffer.write(encoded)


if __name__ == "__main__":
    main()

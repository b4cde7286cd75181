"""Makes files for the tests of texts and thumbnails, also hostile ones."""

import zlib
from functools import cache
from pathlib import Path

from pypdf import PdfWriter
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject


def pdf(words: str, folder: Path) -> bytes:
    """Return a PDF with one page that has these words."""
    writer = PdfWriter()
    page = writer.add_blank_page(300, 300)
    stream = DecodedStreamObject()
    stream.set_data(f"BT /F1 12 Tf 20 200 Td ({words}) Tj ET".encode())
    font = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Font"),
            NameObject("/Subtype"): NameObject("/Type1"),
            NameObject("/BaseFont"): NameObject("/Helvetica"),
        }
    )
    fonts = DictionaryObject({NameObject("/F1"): font})
    page[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): fonts})
    page[NameObject("/Contents")] = writer._add_object(stream)
    writer.write(folder / "made.pdf")
    return bytes((folder / "made.pdf").read_bytes())


@cache
def bomb() -> bytes:
    """Return a PDF with a page of about 1 MB that unpacks to 1 GB."""
    megabyte, checksum = b" " * 2**20, 1
    for _ in range(1024):
        checksum = zlib.adler32(megabyte, checksum)
    # After a full flush a block needs nothing before it, so that it can be repeated.
    packer = zlib.compressobj(9, wbits=-zlib.MAX_WBITS)
    block = packer.compress(megabyte) + packer.flush(zlib.Z_FULL_FLUSH)
    data = b"\x78\xda" + block * 1024 + packer.flush() + checksum.to_bytes(4, "big")
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R>>",
        b"<</Length %d/Filter/FlateDecode>>stream\n%s\nendstream" % (len(data), data),
    ]
    body = b"%PDF-1.4\n"
    for number, content in enumerate(objects, 1):
        body += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    return body + b"trailer\n<</Root 1 0 R>>\nstartxref\n0\n%%EOF\n"

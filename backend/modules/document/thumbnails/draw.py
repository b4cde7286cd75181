"""Program that reads a file on stdin and prints a thumbnail of it, by its media type.

The thumbnail is a WebP of at most SIDE pixels. It shows the first frame or page, upright
as EXIF says, and contains no metadata, so no place where a photo was taken.

It runs in a child process (see sandbox/sandbox.py), because the file may be hostile:
both libraries are written in C.
"""

import io
import sys
from typing import TYPE_CHECKING

from backend.modules.document.sandbox.confine import confine, ignore_time

if TYPE_CHECKING:
    from PIL.Image import Image

SIDE = 256
# By media type: the format that Pillow may see in it. None: pdfium.
_FORMATS = {
    "image/png": "PNG",
    "image/jpeg": "JPEG",
    "image/gif": "GIF",
    "image/webp": "WEBP",
    "image/tiff": "TIFF",
    "application/pdf": None,
}
DRAWABLE = frozenset(_FORMATS)
# Of what is decoded: an A4 page of 600 dpi has 35 million, and its copy must fit into the
# memory too. A large JPEG is decoded at an eighth of its width and height.
_MOST_PIXELS = 40_000_000
# Smooth lines: a page is drawn this much larger and then made smaller.
_OVERSIZE = 2
# Ordinary thumbnails have 1 to 12 KB at the first quality, and never more at the last.
_QUALITIES = (75, 40, 10)
MOST_BYTES = 24 * 1024


class TooLarge(Exception):
    """The image has more pixels, or the thumbnail more bytes, than allowed."""


def prepare(media_type: str) -> None:
    """Import all that reads files of a type: later, no module can be loaded."""
    import copy  # noqa: F401 (for GIF)

    # MPO is what phones call JPEG.
    from PIL import (  # noqa: F401
        Image,
        ImageOps,
        MpoImagePlugin,
        TiffImagePlugin,
        WebPImagePlugin,
    )

    Image.preinit()  # loads the other formats
    if media_type == "application/pdf":
        import pypdfium2  # noqa: F401


def thumbnail(media_type: str, data: bytes) -> bytes:
    """Return a thumbnail of a file as WebP.

    Raises:
        Exception: the file is broken, too large or has a password.
    """
    form = _FORMATS[media_type]
    image = _page(data) if form is None else _picture(data, form)
    image = _upright(image)
    image.thumbnail((SIDE, SIDE))
    for quality in _QUALITIES:
        buffer = io.BytesIO()
        image.save(buffer, "WEBP", quality=quality, method=4)
        if buffer.tell() <= MOST_BYTES:
            return buffer.getvalue()
    raise TooLarge


def _picture(data: bytes, form: str) -> "Image":
    from PIL import Image

    Image.MAX_IMAGE_PIXELS = None  # checked below, after the draft
    # MPO files begin like JPEG files, and may only be opened as such.
    formats = ["JPEG", "MPO"] if form == "JPEG" else [form]
    image = Image.open(io.BytesIO(data), formats=formats)
    image.draft("RGB", (4 * SIDE, 4 * SIDE))
    if image.width * image.height > _MOST_PIXELS:
        raise TooLarge
    image.load()
    if image.mode.startswith("I"):  # 16 bits; Pillow would make all of it white
        return image.point(lambda value: value / 256).convert("L").convert("RGB")
    mode = "RGBA" if image.has_transparency_data else "RGB"
    return image if image.mode == mode else image.convert(mode)


def _upright(image: "Image") -> "Image":
    from PIL import ImageOps

    return ImageOps.exif_transpose(image)


def _page(data: bytes) -> "Image":
    import pypdfium2

    document = pypdfium2.PdfDocument(data)
    document.init_forms()  # to draw the values of form fields
    page = document[0]
    longest = max(page.get_size())
    drawn: Image = page.render(scale=_OVERSIZE * SIDE / longest).to_pil()
    return drawn.convert("RGB")


def main() -> None:
    """Read a file on stdin and write its thumbnail; exit non-zero on failure."""
    media_type = sys.argv[1]
    prepare(media_type)
    confine()
    ignore_time()  # half a picture is none
    sys.stdout.buffer.write(thumbnail(media_type, sys.stdin.buffer.read()))


if __name__ == "__main__":
    main()

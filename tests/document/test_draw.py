"""The program that draws thumbnails: formats, and hostile files. Each runs in a child."""

import io
import struct
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from pypdf import PdfWriter

from backend.modules.document.sandbox.sandbox import Unreadable
from backend.modules.document.thumbnails.draw import MOST_BYTES, SIDE
from backend.modules.document.thumbnails.thumbnails import artist
from tests.document.files import pdf

RED, BLUE = (255, 0, 0), (0, 0, 255)


def drawn(media_type: str, content: bytes) -> Image.Image:
    """Return the thumbnail of a file, and check that it is a small WebP."""
    data = artist.run(media_type, iter([content]))
    image = Image.open(io.BytesIO(data))
    assert image.format == "WEBP"
    assert max(image.size) <= SIDE
    assert len(data) <= MOST_BYTES
    return image


def saved(image: Image.Image, form: str, **more: Any) -> bytes:
    """Return an image as a file."""
    buffer = io.BytesIO()
    image.save(buffer, form, **more)
    return buffer.getvalue()


def is_near(pixel: Any, colour: tuple[int, ...]) -> bool:
    """Return whether a pixel has a colour, apart from what WebP changes."""
    return all(abs(a - b) < 30 for a, b in zip(pixel, colour, strict=True))


def halves() -> Image.Image:
    """Return an image of 800 x 400: red on the left, blue on the right."""
    image = Image.new("RGB", (800, 400), RED)
    image.paste(BLUE, (400, 0, 800, 400))
    return image


@pytest.mark.parametrize("form", ["PNG", "JPEG", "GIF", "WEBP", "TIFF"])
def test_images_of_all_types_are_drawn(form: str) -> None:
    image = drawn(f"image/{form.lower()}", saved(halves(), form))

    assert image.size == (256, 128)
    assert is_near(image.convert("RGB").getpixel((10, 60)), RED)
    assert is_near(image.convert("RGB").getpixel((245, 60)), BLUE)


def test_a_photo_stands_upright_and_says_nothing_about_its_place() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # turn it to the right
    exif[0x8825] = {1: "N", 2: (48.0, 12.0, 0.0)}

    image = drawn("image/jpeg", saved(halves(), "JPEG", exif=exif))

    assert image.size == (128, 256)
    assert is_near(image.convert("RGB").getpixel((60, 10)), RED)
    assert not image.getexif()


@pytest.mark.parametrize(
    ("media_type", "content"),
    [
        ("image/png", saved(Image.new("RGBA", (300, 100), (*RED, 0)), "PNG")),
        ("image/png", saved(Image.new("P", (300, 100)), "PNG", transparency=0)),
        ("image/gif", saved(Image.new("P", (300, 100)), "GIF", transparency=0)),
    ],
    ids=["alpha", "palette", "gif"],
)
def test_transparency_is_kept(media_type: str, content: bytes) -> None:
    pixel: Any = drawn(media_type, content).getpixel((5, 5))

    assert pixel[3] == 0


def test_of_an_animation_the_first_frame_is_drawn() -> None:
    frames = [Image.new("RGB", (99, 99), colour) for colour in (RED, BLUE)]
    content = saved(frames[0], "GIF", save_all=True, append_images=frames[1:])

    image = drawn("image/gif", content)

    assert image.size == (99, 99)  # and never larger than the original
    assert is_near(image.convert("RGB").getpixel((50, 50)), RED)


def test_sixteen_bits_and_two_pictures_in_one_file_are_drawn() -> None:
    deep = drawn("image/png", saved(Image.new("I;16", (300, 300), 32768), "PNG"))
    phone = saved(halves(), "MPO", save_all=True, append_images=[halves()])

    assert is_near(deep.convert("RGB").getpixel((9, 9)), (128, 128, 128))
    assert drawn("image/jpeg", phone).size == (256, 128)


def test_the_first_page_of_a_pdf_is_drawn(tmp_path: Path) -> None:
    image = drawn("application/pdf", pdf("Words", tmp_path)).convert("L")

    assert image.size == (256, 256)
    assert image.getpixel((0, 0)) == 255
    darkest: Any = image.getextrema()[0]
    assert darkest < 100  # there is black text


def png_of(width: int, height: int) -> bytes:
    """Return a PNG with a header that promises this size, and hardly any data."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        whole = kind + data
        crc = struct.pack(">I", zlib.crc32(whole))
        return struct.pack(">I", len(data)) + whole + crc

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    data = chunk(b"IDAT", zlib.compress(b"\0" * 2**20))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + data + chunk(b"IEND", b"")


def many_pages() -> bytes:
    """Return a PDF that says it has 100,000 pages; each is the same object."""
    kids = b" ".join([b"3 0 R"] * 100_000)
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Count 100000/Kids[%s]>>" % kids,
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 100]>>",
    ]
    body = b"%PDF-1.4\n"
    for number, content in enumerate(objects, 1):
        body += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    return body + b"trailer\n<</Root 1 0 R>>\n%%EOF\n"


def locked(folder: Path) -> bytes:
    """Return a PDF that needs a password."""
    (folder / "plain.pdf").write_bytes(pdf("secret", folder))
    writer = PdfWriter(folder / "plain.pdf")
    writer.encrypt("secret", algorithm="RC4-128")
    writer.write(folder / "locked.pdf")
    return (folder / "locked.pdf").read_bytes()


SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>'
HOSTILE: dict[str, tuple[str, Callable[[Path], bytes]]] = {
    "50,000 x 50,000 pixels": ("image/png", lambda _: png_of(50_000, 50_000)),
    "cut off": ("image/png", lambda _: saved(halves(), "PNG")[:200]),
    "SVG": ("image/png", lambda _: SVG),
    "PNG as JPEG": ("image/jpeg", lambda _: saved(halves(), "PNG")),
    "EPS as TIFF": ("image/tiff", lambda _: b"%!PS-Adobe-3.0 EPSF-3.0\n"),
    "broken PDF": ("application/pdf", lambda _: b"%PDF-1.4\nnothing"),
    "no pages": ("application/pdf", lambda _: b"%PDF-1.4\n%%EOF\n"),
    "password": ("application/pdf", locked),
}


@pytest.mark.parametrize(
    ("media_type", "make"), HOSTILE.values(), ids=list(HOSTILE.keys())
)
def test_a_file_that_is_broken_or_hostile_is_not_drawn(
    media_type: str, make: Callable[[Path], bytes], tmp_path: Path
) -> None:
    with pytest.raises(Unreadable):
        artist.run(media_type, iter([make(tmp_path)]))


def test_a_pdf_of_100_000_pages_costs_no_more_than_its_first_page() -> None:
    assert drawn("application/pdf", many_pages()).size == (256, 128)

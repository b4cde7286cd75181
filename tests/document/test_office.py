"""Office documents: their texts, and hostile ones. Each runs in a child process."""

import io
import zipfile

import pytest

from backend.modules.document.sandbox.sandbox import Unreadable
from backend.modules.document.text.extract import TEXT_BYTES
from backend.modules.document.text.reader import reader

_OFFICE = "application/vnd.openxmlformats-officedocument"
_ODF = "application/vnd.oasis.opendocument"
DOCX = f"{_OFFICE}.wordprocessingml.document"
XLSX = f"{_OFFICE}.spreadsheetml.sheet"
PPTX = f"{_OFFICE}.presentationml.presentation"
ODT, ODS = f"{_ODF}.text", f"{_ODF}.spreadsheet"
_NAMESPACES = (
    'xmlns:w="urn:w" xmlns:a="urn:a" xmlns:m="urn:m" xmlns:text="urn:text" '
    'xmlns:table="urn:table" xmlns:office="urn:office" xmlns:dc="urn:dc"'
)


def xml(body: str) -> str:
    """Return an XML file with these elements; their namespaces only need to exist."""
    return f"<w:root {_NAMESPACES}>{body}</w:root>"


def package(**files: str | bytes) -> bytes:
    """Return a ZIP; in the names, "__" stands for "/"."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in files.items():
            made.writestr(f"{name.replace('__', '/')}.xml", content)
    return buffer.getvalue()


def lines_of(media_type: str, content: bytes) -> list[str]:
    """Return the lines of the text that the child process finds."""
    found = reader.run(media_type, iter([content])).decode()
    return [line.strip() for line in found.splitlines() if line.strip()]


def paragraph(text: str) -> str:
    """Return a paragraph of Word."""
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def test_body_headers_notes_and_comments_of_a_text_are_read() -> None:
    body = (
        "<w:p><w:r><w:t>con</w:t></w:r><w:r><w:t>tract</w:t><w:tab/><w:t>two</w:t></w:r>"
        "<w:r><w:instrText>PAGE</w:instrText><w:delText>deleted</w:delText></w:r></w:p>"
        f"<w:tbl><w:tr><w:tc>{paragraph('cell')}</w:tc></w:tr></w:tbl>"
        f"<m:Choice>{paragraph('box')}</m:Choice>"
        f"<m:Fallback>{paragraph('box again')}</m:Fallback>"
    )
    content = package(
        word__document=xml(body),
        word__header1=xml(paragraph("heading")),
        word__footnotes=xml(paragraph("footnote")),
        word__comments=xml(paragraph("comment")),
        docProps__app=xml(paragraph("program")),
    )

    assert lines_of(DOCX, content) == [
        *("contract\ttwo", "cell", "box", "comment", "footnote", "heading")
    ]


def test_slides_are_read_in_their_order_with_notes_and_comments() -> None:
    slide = "<a:p><a:r><a:t>slide {}</a:t></a:r></a:p>"
    content = package(
        **{f"ppt__slides__slide{n}": xml(slide.format(n)) for n in (10, 2, 1)},
        ppt__notesSlides__notesSlide1=xml(slide.format("notes")),
        ppt__comments__comment1=xml("<w:text>old comment</w:text>"),
        ppt__slideMasters__slideMaster1=xml(slide.format("master")),
    )

    expected = ["slide 1", "slide 2", "slide 10", "old comment", "slide notes"]
    assert lines_of(PPTX, content) == expected


def test_cells_are_read_as_they_are_shown() -> None:
    cells = (
        '<c t="s"><v>1</v></c><c t="s"><v>99</v></c><c><v>0.30000000000000004</v></c>'
        '<c s="1"><v>46096</v></c><c s="2"><v>46096.604166666664</v></c>'
        '<c s="1"><v>1e300</v></c><c t="b"><v>1</v></c><c t="e"><v>#REF!</v></c>'
        '<c t="str"><f>A1</f><v>formula</v></c>'
        '<c t="inlineStr"><is><t>inline</t></is></c>'
    )
    content = package(
        xl__workbook='<workbook><sheet name="Sales 2026"/></workbook>',
        xl__sharedStrings="<sst><si><t>no</t></si><si><r><t>Mün</t></r><r><t>chen</t></r>"
        "<rPh><t>reading</t></rPh></si></sst>",
        xl__styles='<styleSheet><numFmt numFmtId="170" formatCode="dd.mm.yyyy\\ hh:mm"/>'
        '<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="170"/></cellXfs>'
        "</styleSheet>",
        xl__worksheets__sheet1=f"<worksheet><row>{cells}</row>"
        '<oddHeader>&amp;C&amp;"Arial"Confidential</oddHeader></worksheet>',
        xl__comments1="<comments><text><t>remark</t></text></comments>",
    )

    lines = lines_of(XLSX, content)

    shown = ["München", "", "0.3", "2026-03-15", "2026-03-15 14:30", "1e300", "TRUE"]
    assert lines[0] == "Sales 2026"
    assert lines[1].split("\t") == [*shown, "", "formula", "inline"]
    assert lines[2:] == ["Confidential", "remark"]


def test_texts_and_sheets_of_open_document_are_read() -> None:
    note = "<office:annotation><dc:creator>me</dc:creator><text:p>note</text:p></office:annotation>"
    body = (
        "<text:tracked-changes><text:p>deleted</text:p></text:tracked-changes>"
        f"<text:h>Title</text:h><text:p>two<text:s/>words</text:p>{note}"
        '<table:table table:name="Sheet A"><text:p>25 %</text:p></table:table>'
    )
    content = package(content=xml(body), styles=xml("<text:p>footer</text:p>"))

    text = ["Title", "two words", "note", "25 %", "footer"]
    assert lines_of(ODT, content) == text
    assert lines_of(ODS, content) == [*text[:3], "Sheet A", *text[3:]]


_EVIL = {
    "entities": '<!DOCTYPE w [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "'
    + "&a;" * 100_000
    + '">]>',
    "external": '<!DOCTYPE w [<!ENTITY b SYSTEM "file:///etc/passwd">]>',
}


@pytest.mark.parametrize("start", _EVIL.values(), ids=_EVIL.keys())
def test_a_file_with_entities_is_left_out_and_the_others_are_read(start: str) -> None:
    evil = start + xml(paragraph("&b;" * 1000))
    content = package(word__document=evil, word__header1=xml(paragraph("heading")))

    assert lines_of(DOCX, content) == ["heading"]


@pytest.mark.parametrize(
    "evil", [b" " * 2**28, b"<w:p>" * 1_000_000], ids=["spaces", "deep"]
)
def test_of_a_bomb_the_beginning_is_the_text(evil: bytes) -> None:
    begin = xml(paragraph("beginning")).removesuffix("</w:root>").encode()

    assert lines_of(DOCX, package(word__document=begin + evil)) == ["beginning"]


@pytest.mark.parametrize(
    "content",
    [b"PK\x03\x04", b"PK\x05\x06" + b"\0" * 18, b"PK\x03\x04" + b"\xff" * 5000],
    ids=["nothing", "empty", "no directory"],
)
def test_a_broken_zip_has_no_text(content: bytes) -> None:
    try:
        found = lines_of(DOCX, content)
    except Unreadable:
        found = []

    assert found == []


def test_a_broken_file_in_a_zip_ends_there() -> None:
    whole = package(
        word__document=xml(paragraph("beginning") + paragraph("ending")),
        word__header1=xml(paragraph("heading")),
    )
    cut = package(
        word__document=xml(paragraph("beginning"))[:-9] + "<w:p><w:t>ending",
        word__header1=xml(paragraph("heading")),
    )

    assert lines_of(DOCX, whole) == ["beginning", "ending", "heading"]
    assert lines_of(DOCX, cut) == ["beginning", "ending", "heading"]
    damaged = bytearray(whole)
    damaged[40:60] = b"\xff" * 20
    assert lines_of(DOCX, bytes(damaged)) == ["heading"]


def test_a_long_document_is_read_up_to_the_limit() -> None:
    content = package(word__document=xml(paragraph("word " * 50) * 4000))

    assert len(reader.run(DOCX, iter([content]))) == TEXT_BYTES

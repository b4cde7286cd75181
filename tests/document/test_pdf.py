"""Tests of reading the text of PDF files, also of hostile ones."""

from typing import Any

import pytest
from fastapi.testclient import TestClient
from pypdf import PdfWriter
from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    NameObject,
    TextStringObject,
)
from sqlmodel import Session, select

from backend.models import DocumentText
from backend.modules.document.background import read_text
from tests.document.files import bomb, pdf
from tests.document.steps import DOCUMENTS, uploaded
from tests.document.test_text import status
from tests.support.accounts import Account


@pytest.mark.parametrize(
    "content",
    [
        b"%PDF-1.4\nnothing",
        b"%PDF-1.7\n" + b"\0" * 5000,
        b"%PDF-1.4\n" + b"<<" * 50_000,
    ],
    ids=["nothing", "zeros", "nested"],
)
def test_a_pdf_that_cannot_be_read_gets_status_failed_and_is_kept(
    client: TestClient, db: Session, owner: Account, content: bytes
) -> None:
    document = uploaded(client, owner, content, name="broken.pdf")

    assert read_text(db)
    assert not read_text(db)

    assert status(client, owner, document["id"]) == "failed"
    file = client.get(f"{DOCUMENTS}/{document['id']}/download", headers=owner.headers)
    assert file.content == content


def test_a_decompression_bomb_only_ends_its_own_reader(
    client: TestClient, db: Session, owner: Account
) -> None:
    document = uploaded(client, owner, bomb(), name="bomb.pdf")
    other = uploaded(client, owner, b"harmless")

    while read_text(db):
        pass

    assert status(client, owner, document["id"]) in ("failed", "done")
    assert status(client, owner, other["id"]) == "done"


def test_a_page_that_cannot_be_read_is_left_out_and_the_others_stay(
    client: TestClient, db: Session, owner: Account, tmp_path: Any
) -> None:
    writer = PdfWriter()
    for name, content in (
        ("a", pdf("beginning", tmp_path)),
        ("b", bomb()),
        ("c", pdf("ending", tmp_path)),
    ):
        (tmp_path / name).write_bytes(content)
        writer.append(tmp_path / name)
    writer.write(tmp_path / "all.pdf")
    content = (tmp_path / "all.pdf").read_bytes()

    document = uploaded(client, owner, content, name="three-pages.pdf")
    read_text(db)

    assert status(client, owner, document["id"]) == "done"
    assert str(db.exec(select(DocumentText.text)).one()).split() == [
        "beginning",
        "ending",
    ]


def test_values_of_forms_and_divided_words_are_text(
    client: TestClient, db: Session, owner: Account, tmp_path: Any
) -> None:
    (tmp_path / "page.pdf").write_bytes(
        pdf("Doku-) Tj 0 -20 Td (ment of the E-) Tj 0 -20 Td (Mail", tmp_path)
    )
    writer = PdfWriter(tmp_path / "page.pdf")
    fields = [
        writer._add_object(
            DictionaryObject(
                {
                    NameObject("/FT"): NameObject(kind),
                    NameObject("/T"): TextStringObject(kind),
                    NameObject("/V"): value,
                }
            )
        )
        for kind, value in (
            ("/Tx", TextStringObject("Musterstadt")),
            ("/Ch", ArrayObject([TextStringObject("blue"), TextStringObject("green")])),
            ("/Btn", NameObject("/Yes")),
        )
    ]
    form = DictionaryObject({NameObject("/Fields"): ArrayObject(fields)})
    writer._root_object[NameObject("/AcroForm")] = form
    writer.write(tmp_path / "form.pdf")

    uploaded(client, owner, (tmp_path / "form.pdf").read_bytes(), name="form.pdf")
    read_text(db)

    words = str(db.exec(select(DocumentText.text)).one()).split()
    assert words == [
        "Dokument",
        "of",
        "the",
        "E-",
        "Mail",
        "Musterstadt",
        "blue",
        "green",
    ]
